package dev.holdfast.agent.api;

import dev.holdfast.forwarder.upstream.Credentials;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where and for whom the API listens. Immutable; equal when nothing of it differs.
 *
 * @param host the address or name to listen on; empty for every address
 * @param port the port; 0 for any that is free
 * @param allowedHosts further names by which clients may call us
 * @param tls the files of TLS, or null for none
 * @param credentials what clients must show, or null for nothing
 */
public record ApiOptions(
        String host,
        int port,
        List<String> allowedHosts,
        @Nullable Tls tls,
        @Nullable Credentials credentials) {
    /**
     * Files of TLS, which are read again when they change.
     *
     * @param certFile certificate and chain, PEM
     * @param keyFile its key, PEM
     * @param clientCaFile who signs the certificates that clients must show, PEM; null when they need none
     * @param only13 whether nothing older than TLS 1.3 is spoken
     */
    public record Tls(Path certFile, Path keyFile, @Nullable Path clientCaFile, boolean only13) {}

    /** Copies the list. */
    public ApiOptions {
        allowedHosts = List.copyOf(allowedHosts);
    }

    /** As it is written in a URL. */
    String shownHost() {
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }
}
