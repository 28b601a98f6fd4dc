package dev.holdfast.forwarder.upstream;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Whom to trust behind {@code https}, and what to show. The files are read again when they have changed.
 *
 * @param caFile certificates (PEM) that sign the upstream's, instead of the system's; null for the system's
 * @param certFile our own certificate and its chain (PEM); null to show none. Goes with {@code keyFile}
 * @param keyFile the private key (PEM, not encrypted) of our certificate; null for none
 * @param serverName the name that the upstream's certificate must have, sent as SNI too; null for the URL's host
 * @param minVersion the least that is spoken
 * @param insecureSkipVerify take any certificate and any name: for trying things out
 */
public record TlsOptions(
        @Nullable Path caFile,
        @Nullable Path certFile,
        @Nullable Path keyFile,
        @Nullable String serverName,
        Version minVersion,
        boolean insecureSkipVerify) {
    /** The system's trust, fully verified. */
    public static final TlsOptions DEFAULT = new TlsOptions(null, null, null, null, Version.TLS12, false);

    /** A version of the protocol. */
    public enum Version {
        /** TLS 1.2, the least that there is. */
        TLS12,
        /** TLS 1.3. */
        TLS13
    }

    /** Checks that a certificate has its key. */
    public TlsOptions {
        if ((certFile == null) != (keyFile == null)) {
            throw new IllegalArgumentException(
                    "a client certificate and its key go together: certFile=" + certFile + " keyFile=" + keyFile);
        }
    }

    /** The same with other certificates to trust. */
    public TlsOptions withCaFile(Path file) {
        return new TlsOptions(file, certFile, keyFile, serverName, minVersion, insecureSkipVerify);
    }

    /** The same without any check of the upstream. */
    public TlsOptions withoutVerification() {
        return new TlsOptions(caFile, certFile, keyFile, serverName, minVersion, true);
    }
}
