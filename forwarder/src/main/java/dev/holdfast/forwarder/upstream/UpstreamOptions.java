package dev.holdfast.forwarder.upstream;

import dev.holdfast.storage.Labels;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One upstream: everything that the operator says of it. Immutable; any thread; made by {@link UpstreamOptionsBuilder}.
 *
 * @param name names the ledger, the thread and the log lines; renaming an upstream makes it a new one
 * @param url where requests go, with {@code http} or {@code https}; may contain a token in its query and is thus printed
 *     without it
 * @param wire the protocol that it speaks
 * @param order what the receiver takes
 * @param maxAgeMs older samples are skipped (they stay in the store), milliseconds; 0 for no bound
 * @param externalLabels added to every series that does not have them
 * @param headers sent with every request; values may be secrets
 * @param credentials who we are, or null
 * @param tls whom we trust
 * @param remoteTimeoutMs bound on connecting, and on every wait for the answer, milliseconds
 * @param minBackoffMs pause after a first failure, milliseconds
 * @param maxBackoffMs bound that doubling pauses grow to, milliseconds
 * @param maxSamplesPerSend samples in a request, at most
 * @param batchDeadlineMs how long a sample waits for others before it is sent, milliseconds
 * @param userAgent product and version
 * @param limits how much it may be sent
 * @param backfill what a new upstream is given of the history
 */
public record UpstreamOptions(
        String name,
        URI url,
        Wire wire,
        Order order,
        long maxAgeMs,
        Labels externalLabels,
        Map<String, Secret> headers,
        @Nullable Credentials credentials,
        TlsOptions tls,
        long remoteTimeoutMs,
        long minBackoffMs,
        long maxBackoffMs,
        int maxSamplesPerSend,
        long batchDeadlineMs,
        String userAgent,
        Limits limits,
        Backfill backfill) {

    /** An hour, which is what a Prometheus in order takes, less a margin: 55 minutes. */
    public static final long STRICT_MAX_AGE_MS = Duration.ofMinutes(55).toMillis();

    /** Checks the ranges; messages contain no secret. */
    public UpstreamOptions {
        require(!name.isBlank() && name.chars().noneMatch(Character::isISOControl), "name", name);
        checkUrl(url);
        require(maxAgeMs >= 0, "maxAgeMs", maxAgeMs);
        require(maxAgeMs > 0 || order == Order.FREE, "maxAgeMs", maxAgeMs + " (needed unless order is free)");
        require(remoteTimeoutMs >= 1 && remoteTimeoutMs <= Integer.MAX_VALUE, "remoteTimeoutMs", remoteTimeoutMs);
        require(minBackoffMs >= 1, "minBackoffMs", minBackoffMs);
        require(maxBackoffMs >= minBackoffMs && maxBackoffMs <= 3_600_000, "maxBackoffMs", maxBackoffMs);
        require(maxSamplesPerSend >= 1 && maxSamplesPerSend <= 100_000, "maxSamplesPerSend", maxSamplesPerSend);
        require(batchDeadlineMs >= 0 && batchDeadlineMs <= 3_600_000, "batchDeadlineMs", batchDeadlineMs);
        require(!userAgent.isBlank() && isHeaderText(userAgent), "userAgent", "");
        TreeMap<String, Secret> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(headers);
        copy.keySet().forEach(UpstreamOptions::checkHeader);
        headers = Collections.unmodifiableMap(copy);
    }

    /** Begins the options of an upstream; the rest has defaults. */
    public static UpstreamOptionsBuilder builder(String name, URI url) {
        return new UpstreamOptionsBuilder(name, url);
    }

    /** The URL without its query, for people to read. */
    public String displayUrl() {
        String path = url.getRawPath();
        return url.getScheme() + "://" + url.getRawAuthority() + (path == null ? "" : path);
    }

    private static void checkUrl(URI url) {
        String scheme = url.getScheme();
        boolean http = scheme != null && (scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"));
        if (!http || url.getHost() == null) {
            throw new IllegalArgumentException("an upstream's url is http:// or https:// with a host");
        }
        if (url.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "credentials do not belong in the url of " + url.getHost() + ": use basic_auth");
        }
    }

    private static void checkHeader(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (ReservedHeaders.contains(lower)) {
            throw new IllegalArgumentException("header is reserved: name=" + name);
        }
        if (name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c < 127 && c != ':')) {
            throw new IllegalArgumentException("header has characters that cannot be sent: name=" + name);
        }
    }

    private static boolean isHeaderText(String value) {
        return value.chars().allMatch(c -> (c >= ' ' && c < 127) || c == '\t');
    }

    private static void require(boolean condition, String name, Object value) {
        if (!condition) {
            throw new IllegalArgumentException("out of range: " + name + "=" + value);
        }
    }

    /** Everything but what may be secret. */
    @Override
    public String toString() {
        return "upstream " + name + " at " + displayUrl() + " wire=" + wire + " order=" + order + " maxAgeMs="
                + maxAgeMs
                + " externalLabels=" + externalLabels + " headers=" + headers.keySet() + " credentials=" + credentials
                + " tls=" + tls + " remoteTimeoutMs=" + remoteTimeoutMs + " minBackoffMs=" + minBackoffMs
                + " maxBackoffMs=" + maxBackoffMs + " maxSamplesPerSend=" + maxSamplesPerSend + " batchDeadlineMs="
                + batchDeadlineMs + " userAgent=" + userAgent + " limits=" + limits + " backfill=" + backfill;
    }
}
