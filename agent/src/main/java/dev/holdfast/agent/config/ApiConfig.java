package dev.holdfast.agent.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where and for whom the API listens.
 *
 * @param listen the address, or null for no API
 * @param allowedHosts further names by which clients may call the agent
 * @param tls its certificate and key, or null for none
 * @param authentication what clients must show
 * @param insecure whether it may listen for others without TLS and without authentication
 */
public record ApiConfig(
        @Nullable ListenConfig listen,
        List<String> allowedHosts,
        @Nullable Tls tls,
        Authentication authentication,
        boolean insecure) {
    /**
     * TLS as a server.
     *
     * @param certFile certificate and chain, PEM
     * @param keyFile its key, PEM
     * @param clientCaFile who signs the certificates that clients must show, PEM; null when they need none
     * @param minVersion the least that is spoken
     */
    public record Tls(Path certFile, Path keyFile, @Nullable Path clientCaFile, TlsConfig.Version minVersion) {}

    /** Copies the list. */
    public ApiConfig {
        allowedHosts = List.copyOf(allowedHosts);
    }
}
