package dev.holdfast.agent.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Whom to trust behind {@code https}.
 *
 * @param caFile certificates to trust instead of the system's, PEM; or null
 * @param insecureSkipVerify whether any certificate will do
 */
public record TlsConfig(@Nullable Path caFile, boolean insecureSkipVerify) {
    /** The system's trust, fully verified. */
    public static final TlsConfig DEFAULT = new TlsConfig(null, false);
}
