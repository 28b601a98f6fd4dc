package dev.holdfast.agent.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Whom to trust behind {@code https}, and what to show.
 *
 * @param caFile certificates to trust instead of the system's, PEM; or null
 * @param certFile our certificate and its chain, PEM; null to show none
 * @param keyFile its key, PEM, not encrypted; there when {@code certFile} is
 * @param serverName the name that the upstream's certificate must have; null for the URL's host
 * @param minVersion the least that is spoken
 * @param insecureSkipVerify whether any certificate will do
 */
public record TlsConfig(
        @Nullable Path caFile,
        @Nullable Path certFile,
        @Nullable Path keyFile,
        @Nullable String serverName,
        Version minVersion,
        boolean insecureSkipVerify) {
    /** The system's trust, fully verified. */
    public static final TlsConfig DEFAULT = new TlsConfig(null, null, null, null, Version.TLS12, false);

    /** A version of the protocol, by its name in the file. */
    public enum Version {
        /** 1.2. */
        TLS12,
        /** 1.3. */
        TLS13
    }
}
