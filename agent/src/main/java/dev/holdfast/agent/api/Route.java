package dev.holdfast.agent.api;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be asked: by which path, by which methods, and whether the store is read for it. */
enum Route {
    QUERY("/api/v1/query", true, true),
    QUERY_RANGE("/api/v1/query_range", true, true),
    SERIES("/api/v1/series", true, true),
    LABELS("/api/v1/labels", true, true),
    LABEL_VALUES("/api/v1/label/", false, true),
    METADATA("/api/v1/metadata", false, true),
    FORMAT_QUERY("/api/v1/format_query", true, false),
    QUERY_EXEMPLARS("/api/v1/query_exemplars", true, false),
    BUILDINFO("/api/v1/status/buildinfo", false, false),
    RUNTIMEINFO("/api/v1/status/runtimeinfo", false, true),
    WALREPLAY("/api/v1/status/walreplay", false, false),
    FLAGS("/api/v1/status/flags", false, false),
    CONFIG("/api/v1/status/config", false, false),
    TSDB("/api/v1/status/tsdb", false, true),
    RULES("/api/v1/rules", false, false),
    ALERTS("/api/v1/alerts", false, false),
    TARGETS("/api/v1/targets", false, false),
    TARGETS_METADATA("/api/v1/targets/metadata", false, false),
    ALERTMANAGERS("/api/v1/alertmanagers", false, false),
    STATUS("/api/v1/holdfast/status", false, true),
    GAPS("/api/v1/holdfast/gaps", false, true),
    FEDERATE("/federate", false, true),
    METRICS("/metrics", false, true),
    HEALTHY("/-/healthy", false, false),
    READY("/-/ready", false, false);

    private static final String VALUES = "/values";
    private static final Map<String, Route> BY_PATH = new HashMap<>();

    static {
        for (Route route : values()) {
            BY_PATH.put(route.path, route);
        }
        BY_PATH.remove(LABEL_VALUES.path);
    }

    private final String path;
    private final boolean post;
    private final boolean readsStore;

    Route(String path, boolean post, boolean readsStore) {
        this.path = path;
        this.post = post;
        this.readsStore = readsStore;
    }

    /** The route of a path as it was sent, or null. */
    static @Nullable Route of(String rawPath) {
        Route route = BY_PATH.get(rawPath);
        return route == null && !labelName(rawPath).isEmpty() ? LABEL_VALUES : route;
    }

    /** The label that a path of {@link #LABEL_VALUES} names, as it was sent; empty when it is no such path. */
    static String labelName(String rawPath) {
        String prefix = LABEL_VALUES.path;
        if (!rawPath.startsWith(prefix)
                || !rawPath.endsWith(VALUES)
                || rawPath.length() <= prefix.length() + VALUES.length()) {
            return "";
        }
        String name = rawPath.substring(prefix.length(), rawPath.length() - VALUES.length());
        return name.indexOf('/') >= 0 ? "" : name;
    }

    /** Whether a method is one of those that it takes. */
    boolean takes(String method) {
        return method.equals("GET") || method.equals("HEAD") || (post && method.equals("POST"));
    }

    /** The methods, as a header lists them. */
    String allowed() {
        return post ? "GET, HEAD, OPTIONS, POST" : "GET, HEAD, OPTIONS";
    }

    /** Whether it is answered out of the store, and so takes a turn. */
    boolean readsStore() {
        return readsStore;
    }

    /** Whether its answers are the JSON of the API; else plain text. */
    boolean isJson() {
        return path.startsWith("/api/");
    }
}
