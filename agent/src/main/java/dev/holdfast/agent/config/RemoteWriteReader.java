package dev.holdfast.agent.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads one item of {@code remote_write}: Prometheus's keys, and ours ({@code order}, {@code max_age}, {@code backfill}).
 *
 * <p>A key of Prometheus that cannot apply here is accepted with a warning, so that a section can be copied as it is. One
 * that would change what is sent, or to whom, and is not supported is refused: sending something else than the file says
 * would be worse than not starting.
 */
final class RemoteWriteReader {
    private static final String NOT_SUPPORTED = "is not supported: remove it, or put a proxy that does it in between";
    /** An hour is what a Prometheus takes of old samples in order; a little less, for what is under way. */
    private static final long DEFAULT_MAX_AGE_MS = 55 * 60_000L;

    private static final String ONE_CONNECTION = "one connection per upstream sends everything, in order";

    /** Stands for one that is missing or wrong, until the mistake is reported. */
    private static final URI NO_URL = URI.create("http://invalid/");

    private RemoteWriteReader() {}

    static RemoteWriteConfig read(Section section) {
        URI url = url(section);
        String name = section.value("name", defaultName(url), RemoteWriteReader::upstreamName, Yaml::quoted);
        long timeoutMs = section.durationMs("remote_timeout", 30_000, 100, 600_000);
        Map<String, Secret> headers = headers(section);
        Authentication authentication = AuthenticationReader.read(section);
        TlsConfig tls = tls(section);
        Section queueSection = section.section("queue_config");
        long sampleAgeLimitMs = queueSection.durationMs("sample_age_limit", 0, 0, Long.MAX_VALUE);
        QueueConfig queue = queue(queueSection);
        RemoteWriteConfig.Order order = section.value(
                "order",
                RemoteWriteConfig.Order.STRICT,
                RemoteWriteReader::order,
                value -> value.name().toLowerCase(Locale.ROOT));
        long maxAgeMs = maxAgeMs(section, order, sampleAgeLimitMs);
        BackfillConfig backfill =
                section.value("backfill", BackfillConfig.ALL, BackfillConfig::parse, BackfillConfig::toString);
        refuseAndWarn(section);
        section.finish();
        return new RemoteWriteConfig(
                name, url, timeoutMs, headers, authentication, tls, queue, order, maxAgeMs, backfill);
    }

    /** {@code sample_age_limit} is Prometheus's word for {@code max_age}; it counts where ours is not given. */
    private static long maxAgeMs(Section section, RemoteWriteConfig.Order order, long sampleAgeLimitMs) {
        boolean bounded = order != RemoteWriteConfig.Order.FREE;
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
        return section.value("url", NO_URL, RemoteWriteReader::parseUrl, RemoteWriteReader::maskedUrl);
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

    private static RemoteWriteConfig.Order order(String text) {
        return switch (text) {
            case "strict" -> RemoteWriteConfig.Order.STRICT;
            case "window" -> RemoteWriteConfig.Order.WINDOW;
            case "free" -> RemoteWriteConfig.Order.FREE;
            default -> throw new IllegalArgumentException("\"" + text + "\" is not one of strict, window, free");
        };
    }

    private static Map<String, Secret> headers(Section section) {
        Map<String, Secret> headers = new LinkedHashMap<>();
        section.map("headers", true).forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            boolean ours = lower.startsWith("x-prometheus-remote-write-")
                    || List.of("content-encoding", "content-type", "content-length", "host", "user-agent")
                            .contains(lower);
            if (ours) {
                section.problem("headers", "the header " + name + " is set by the protocol and cannot be changed");
            } else if (lower.equals("authorization")) {
                section.problem("headers", "write the header Authorization as basic_auth or authorization");
            }
            headers.put(name, new Secret(value));
        });
        return headers;
    }

    private static TlsConfig tls(Section parent) {
        Section section = parent.optionalSection("tls_config");
        if (section == null) {
            return TlsConfig.DEFAULT;
        }
        section.refuse("ca", "is not supported: put the certificates in a file and name it as ca_file");
        for (String key : List.of("cert", "cert_file", "key", "key_file")) {
            section.refuse(key, "is not in this version: the agent shows no certificate of its own yet");
        }
        section.refuse("server_name", "is not in this version: the certificate must have the name of the URL's host");
        section.refuse("max_version", "is not supported: the highest version that both sides know is used");
        String caFile = section.optional("ca_file");
        boolean insecure = section.bool("insecure_skip_verify", false);
        section.value("min_version", "TLS12", RemoteWriteReader::tlsVersion, value -> value);
        section.finish();
        return new TlsConfig(caFile == null ? null : Path.of(caFile), insecure);
    }

    private static String tlsVersion(String text) {
        if (!text.equals("TLS12")) {
            throw new IllegalArgumentException("\"" + text + "\" is not supported: 1.2 is the least that is spoken,"
                    + " 1.3 where the upstream knows it; write TLS12, or leave it out");
        }
        return text;
    }

    private static QueueConfig queue(Section section) {
        int maxSamples = (int) section.integer("max_samples_per_send", 2_000, 1, 100_000);
        long deadlineMs = section.durationMs("batch_send_deadline", 5_000, 0, 3_600_000);
        long minBackoffMs = section.durationMs("min_backoff", 30, 1, 3_600_000);
        long maxBackoffMs = section.durationMs("max_backoff", 5_000, 1, 3_600_000);
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

    private static void refuseAndWarn(Section section) {
        for (String key : List.of("sigv4", "azuread", "google_iam", "oauth2")) {
            section.refuse(key, "is not supported: use basic_auth or authorization, or a proxy in between");
        }
        for (String key : List.of("proxy_url", "no_proxy", "proxy_from_environment", "proxy_connect_header")) {
            section.refuse(key, NOT_SUPPORTED);
        }
        section.refuse("write_relabel_configs", "is not in this version: series are sent as they are stored");
        section.refuse("limit", "is not in this version: an upstream is sent to as fast as it answers");
        section.refuse("http_headers", "is not supported: write the headers under headers, as name: value");
        section.value("protobuf_message", "prometheus.WriteRequest", RemoteWriteReader::message, value -> value);
        section.noEffect("metadata_config", "metadata is not sent in this version");
        section.noEffect("send_exemplars", "the store has no exemplars");
        section.noEffect("send_native_histograms", "the store has no native histograms");
        section.noEffect("round_robin_dns", ONE_CONNECTION);
        section.noEffect("enable_http2", "requests go over HTTP/1.1");
        section.noEffect("follow_redirects", "a redirect is an error, so that samples go only where the file says");
    }

    private static String message(String text) {
        if (text.equals("io.prometheus.write.v2.Request")) {
            throw new IllegalArgumentException(
                    "remote write 2.0 is not in this version; write prometheus.WriteRequest, or leave it out");
        }
        if (!text.equals("prometheus.WriteRequest")) {
            throw new IllegalArgumentException("\"" + text + "\" is not a message; write prometheus.WriteRequest");
        }
        return text;
    }
}
