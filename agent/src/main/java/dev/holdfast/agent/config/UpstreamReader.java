package dev.holdfast.agent.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads one item of {@code remote_write} or {@code otlp}: Prometheus's keys, and ours ({@code order}, {@code max_age},
 * {@code backfill}, {@code limit}, {@code protocol}, {@code naming}, {@code max_undelivered_age}).
 *
 * <p>A key of Prometheus that cannot apply here is accepted with a warning, so that a section can be copied as it is. One
 * that would change what is sent, or to whom, and is not supported is refused: sending something else than the file says
 * would be worse than not starting.
 */
final class UpstreamReader {
    private static final String NOT_SUPPORTED = "is not supported: remove it, or put a proxy that does it in between";
    /** An hour is what a Prometheus takes of old samples in order; a little less, for what is under way. */
    private static final long DEFAULT_MAX_AGE_MS = 55 * 60_000L;

    /** Shorter than this a request under way would turn it red. */
    private static final long LEAST_UNDELIVERED_AGE_MS = 10_000;

    private static final String ONE_CONNECTION = "one connection per upstream sends everything, in order";

    /** Stands for one that is missing or wrong, until the mistake is reported. */
    private static final URI NO_URL = URI.create("http://invalid/");

    private UpstreamReader() {}

    /** An item of {@code remote_write}. */
    static UpstreamConfig remoteWrite(Section section, ReadinessConfig readiness) {
        return read(section, ProtocolReader::remoteWrite, readiness, UpstreamReader::finishRemoteWrite);
    }

    /** An item of {@code otlp}. */
    static UpstreamConfig otlp(Section section, ReadinessConfig readiness) {
        return read(section, ProtocolReader::otlp, readiness, UpstreamReader::finishOtlp);
    }

    private static UpstreamConfig read(
            Section section,
            Function<Section, UpstreamConfig.Protocol> protocolReader,
            ReadinessConfig readiness,
            Consumer<Section> rest) {
        URI url = url(section);
        String name = section.value("name", defaultName(url), UpstreamReader::upstreamName, Yaml::quoted);
        long timeoutMs = section.durationMs("remote_timeout", 30_000, 100, 600_000);
        Map<String, HeaderConfig> headers = HeadersReader.read(section);
        Authentication authentication = AuthenticationReader.read(section);
        TlsConfig tls = TlsReader.read(section);
        UpstreamConfig.Protocol protocol = protocolReader.apply(section);
        Section queueSection = section.section("queue_config");
        long sampleAgeLimitMs = queueSection.durationMs("sample_age_limit", 0, 0, Long.MAX_VALUE);
        QueueConfig queue = queue(queueSection);
        UpstreamConfig.Order order = section.value(
                "order",
                UpstreamConfig.Order.STRICT,
                UpstreamReader::order,
                value -> value.name().toLowerCase(Locale.ROOT));
        long maxAgeMs = maxAgeMs(section, order, sampleAgeLimitMs);
        BackfillConfig backfill =
                section.value("backfill", BackfillConfig.ALL, BackfillConfig::parse, BackfillConfig::toString);
        LimitConfig limit = LimitReader.read(section.section("limit"));
        long maxUndeliveredAgeMs = maxUndeliveredAgeMs(section, readiness.maxUndeliveredAgeMs());
        remark(section, url, authentication);
        rest.accept(section);
        section.finish();
        return new UpstreamConfig(
                name,
                url,
                protocol,
                timeoutMs,
                headers,
                authentication,
                tls,
                queue,
                order,
                maxAgeMs,
                backfill,
                limit,
                maxUndeliveredAgeMs);
    }

    /** An age past which the agent is not ready; also that of all upstreams. */
    static long maxUndeliveredAgeMs(Section section, long fallbackMs) {
        return section.value(
                "max_undelivered_age",
                fallbackMs,
                text -> {
                    long ageMs = DurationText.parseMs(text);
                    if (ageMs != 0 && ageMs < LEAST_UNDELIVERED_AGE_MS) {
                        throw new IllegalArgumentException("must be at least "
                                + DurationText.format(LEAST_UNDELIVERED_AGE_MS) + ", or 0 to be ready whatever waits");
                    }
                    return ageMs;
                },
                DurationText::format);
    }

    private static void remark(Section section, URI url, Authentication authentication) {
        if (url.equals(NO_URL) || "https".equalsIgnoreCase(url.getScheme())) {
            return;
        }
        if (section.has("tls_config")) {
            section.warn("tls_config", "has no effect: the url begins with http://");
        }
        String host = String.valueOf(url.getHost());
        boolean near = host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
        if (!near && !authentication.equals(Authentication.NONE)) {
            section.warn("url", "credentials go over http, which everybody on the way can read; use https");
        }
    }

    /** {@code sample_age_limit} is Prometheus's word for {@code max_age}; it counts where ours is not given. */
    private static long maxAgeMs(Section section, UpstreamConfig.Order order, long sampleAgeLimitMs) {
        boolean bounded = order != UpstreamConfig.Order.FREE;
        long fallbackMs = sampleAgeLimitMs > 0 ? sampleAgeLimitMs : bounded ? DEFAULT_MAX_AGE_MS : 0;
        long maxAgeMs = section.durationMs("max_age", fallbackMs, 0, Long.MAX_VALUE);
        if (bounded && maxAgeMs == 0) {
            section.problem("max_age", "0 means no bound, which only order: free takes");
        }
        return maxAgeMs;
    }

    private static URI url(Section section) {
        if (!section.has("url")) {
            section.optional("url");
            section.problem("url", "is missing: an upstream needs one, for example https://host/api/v1/write");
            return NO_URL;
        }
        return section.value("url", NO_URL, UpstreamReader::parseUrl, UpstreamReader::maskedUrl);
    }

    private static URI parseUrl(String text) {
        try {
            URI url = new URI(text);
            boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            if (http && url.getHost() != null) {
                if (url.getRawUserInfo() != null) {
                    throw new IllegalArgumentException("credentials do not belong in a URL; use basic_auth");
                }
                return url;
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a URL: " + e.getReason(), e);
        }
        throw new IllegalArgumentException("must be a whole URL, for example https://host/api/v1/write");
    }

    /** Without its query, which may hold a token. */
    private static String maskedUrl(URI url) {
        String query = url.getRawQuery();
        String text = url.toString();
        return Yaml.quoted(query == null ? text : text.substring(0, text.indexOf('?') + 1) + Secret.MASK);
    }

    /** The host, rather than a hash of the section as in Prometheus, so that an edit does not orphan the backlog. */
    private static String defaultName(URI url) {
        return url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
    }

    private static String upstreamName(String text) {
        if (text.isBlank() || text.length() > 100 || text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw new IllegalArgumentException("must have 1 to 100 characters, all of them printable");
        }
        return text;
    }

    private static UpstreamConfig.Order order(String text) {
        return switch (text) {
            case "strict" -> UpstreamConfig.Order.STRICT;
            case "window" -> UpstreamConfig.Order.WINDOW;
            case "free" -> UpstreamConfig.Order.FREE;
            default -> throw new IllegalArgumentException("\"" + text + "\" is not one of strict, window, free");
        };
    }

    private static QueueConfig queue(Section section) {
        int maxSamples = (int) section.integer("max_samples_per_send", 2_000, 1, 100_000);
        long deadlineMs = section.durationMs("batch_send_deadline", 5_000, 0, 3_600_000);
        long minBackoffMs = section.durationMs("min_backoff", 30, 1, 3_600_000);
        long maxBackoffMs = section.durationMs("max_backoff", 30_000, 1, 3_600_000);
        if (minBackoffMs > maxBackoffMs) {
            section.problem("min_backoff", "is longer than max_backoff");
        }
        section.noEffect("capacity", "the store is the queue, bounded by storage.max_bytes");
        section.noEffect("max_shards", ONE_CONNECTION);
        section.noEffect("min_shards", ONE_CONNECTION);
        section.noEffect("retry_on_http_429", "a 429 is always retried, after the Retry-After that it names");
        section.finish();
        return new QueueConfig(maxSamples, deadlineMs, minBackoffMs, maxBackoffMs);
    }

    private static void finishRemoteWrite(Section section) {
        refuse(section);
        section.refuse("write_relabel_configs", "is not in this version: series are sent as they are stored");
        section.noEffect("metadata_config", "what is known of a metric goes with its samples, in remote write 2.0");
        section.noEffect("send_exemplars", "the store has no exemplars");
        section.noEffect("send_native_histograms", "the store has no native histograms");
        section.noEffect("round_robin_dns", ONE_CONNECTION);
        section.noEffect("enable_http2", "requests go over HTTP/1.1");
        section.noEffect("follow_redirects", "a redirect is an error, so that samples go only where the file says");
    }

    private static void finishOtlp(Section section) {
        refuse(section);
        for (String key : List.of("protocol", "protobuf_message")) {
            section.refuse(key, "belongs to remote_write: OTLP goes over HTTP, as protobuf");
        }
        section.refuse(
                "endpoint",
                "is the collector's word: write url, with its path, for example http://host:4318/v1/metrics");
        section.refuse("tls", "is the collector's word: write tls_config, with Prometheus's keys");
        section.noEffect("compression", "requests are compressed with gzip");
    }

    private static void refuse(Section section) {
        for (String key : List.of("sigv4", "azuread", "google_iam", "oauth2")) {
            section.refuse(key, "is not supported: use basic_auth or authorization, or a proxy in between");
        }
        for (String key : List.of("proxy_url", "no_proxy", "proxy_from_environment", "proxy_connect_header")) {
            section.refuse(key, NOT_SUPPORTED);
        }
    }
}
