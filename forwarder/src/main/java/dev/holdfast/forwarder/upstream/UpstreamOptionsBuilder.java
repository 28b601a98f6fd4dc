package dev.holdfast.forwarder.upstream;

import dev.holdfast.storage.Labels;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects the options of one upstream. Each setter's meaning and unit is that of the component of
 * {@link UpstreamOptions} with its name. Not for sharing between threads.
 */
public final class UpstreamOptionsBuilder {
    private final String name;
    private final URI url;
    private Wire wire = Wire.DEFAULT;
    private Order order = Order.STRICT;
    private @Nullable Long maxAgeMs;
    private Labels externalLabels = Labels.EMPTY;
    private final Map<String, Secret> headers = new LinkedHashMap<>();
    private @Nullable Credentials credentials;
    private TlsOptions tls = TlsOptions.DEFAULT;
    private long remoteTimeoutMs = 30_000;
    private long minBackoffMs = 30;
    private long maxBackoffMs = 30_000;
    private int maxSamplesPerSend = 2_000;
    private long batchDeadlineMs = 5_000;
    private String userAgent = "holdfast/0.1.0";
    private Limits limits = Limits.NONE;
    private Backfill backfill = Backfill.ALL;

    UpstreamOptionsBuilder(String name, URI url) {
        this.name = name;
        this.url = url;
    }

    /** Default: remote write 1.0. */
    public UpstreamOptionsBuilder wire(Wire value) {
        wire = value;
        return this;
    }

    /** Default: {@link Order#STRICT}. */
    public UpstreamOptionsBuilder order(Order value) {
        order = value;
        return this;
    }

    /** Default: 55 minutes for strict and window, 0 (no bound) for free. */
    public UpstreamOptionsBuilder maxAgeMs(long value) {
        maxAgeMs = value;
        return this;
    }

    /** Default: none. */
    public UpstreamOptionsBuilder externalLabels(Labels value) {
        externalLabels = value;
        return this;
    }

    /** Adds a header. */
    public UpstreamOptionsBuilder header(String headerName, Secret value) {
        headers.put(headerName, value);
        return this;
    }

    /** Default: none. */
    public UpstreamOptionsBuilder credentials(@Nullable Credentials value) {
        credentials = value;
        return this;
    }

    /** Default: the system's trust. */
    public UpstreamOptionsBuilder tls(TlsOptions value) {
        tls = value;
        return this;
    }

    /** Default: 30 s. */
    public UpstreamOptionsBuilder remoteTimeoutMs(long value) {
        remoteTimeoutMs = value;
        return this;
    }

    /** Default: 30 ms. */
    public UpstreamOptionsBuilder minBackoffMs(long value) {
        minBackoffMs = value;
        return this;
    }

    /** Default: 30 s. */
    public UpstreamOptionsBuilder maxBackoffMs(long value) {
        maxBackoffMs = value;
        return this;
    }

    /** Default: 2000. */
    public UpstreamOptionsBuilder maxSamplesPerSend(int value) {
        maxSamplesPerSend = value;
        return this;
    }

    /** Default: 5 s. */
    public UpstreamOptionsBuilder batchDeadlineMs(long value) {
        batchDeadlineMs = value;
        return this;
    }

    /** Default: {@code holdfast/0.1.0}. */
    public UpstreamOptionsBuilder userAgent(String value) {
        userAgent = value;
        return this;
    }

    /** Default: none. */
    public UpstreamOptionsBuilder limits(Limits value) {
        limits = value;
        return this;
    }

    /** Default: {@link Backfill#ALL}. */
    public UpstreamOptionsBuilder backfill(Backfill value) {
        backfill = value;
        return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException when one is out of range; the message names it and shows no secret
     */
    public UpstreamOptions build() {
        long age = maxAgeMs != null ? maxAgeMs : order == Order.FREE ? 0 : UpstreamOptions.STRICT_MAX_AGE_MS;
        return new UpstreamOptions(
                name,
                url,
                wire,
                order,
                age,
                externalLabels,
                headers,
                credentials,
                tls,
                remoteTimeoutMs,
                minBackoffMs,
                maxBackoffMs,
                maxSamplesPerSend,
                batchDeadlineMs,
                userAgent,
                limits,
                backfill);
    }
}
