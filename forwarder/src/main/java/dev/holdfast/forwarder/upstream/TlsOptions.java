package dev.holdfast.forwarder.upstream;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Whom to trust behind {@code https}.
 *
 * @param caFile certificates (PEM) that sign the upstream's, instead of the system's; null for the system's
 * @param insecureSkipVerify take any certificate and any name: for trying things out
 */
public record TlsOptions(@Nullable Path caFile, boolean insecureSkipVerify) {
    /** The system's trust, fully verified. */
    public static final TlsOptions DEFAULT = new TlsOptions(null, false);
}
