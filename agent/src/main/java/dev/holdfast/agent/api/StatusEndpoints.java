package dev.holdfast.agent.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.holdfast.agent.answer.JsonAnswer;
import dev.holdfast.agent.gaps.GapReport;
import dev.holdfast.agent.gaps.GapsJson;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.TimeRange;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code status/*}, our own {@code holdfast/*}, and the lists that are always empty here. */
final class StatusEndpoints {
    /** More than a picture has columns, and than anybody reads. */
    static final int MAX_INTERVALS = 10_000;

    private final ApiContext context;

    StatusEndpoints(ApiContext context) {
        this.context = context;
    }

    void answer(Route route, Request request, Reply reply) throws IOException {
        if (route == Route.RULES) {
            requireRuleType(request.parameters().first("type"));
        }
        switch (route) {
            case STATUS -> status(reply);
            case GAPS -> gaps(request, reply);
            case RUNTIMEINFO -> runtimeinfo(reply);
            default -> data(reply, json -> write(route, json));
        }
    }

    private static void requireRuleType(String type) {
        if (!type.isEmpty() && !type.equals("alert") && !type.equals("record")) {
            throw ApiException.invalid("type", "not supported value " + Grammar.quoted(type));
        }
    }

    private void write(Route route, JsonGenerator json) throws IOException {
        switch (route) {
            case BUILDINFO -> buildinfo(json);
            case FLAGS -> map(json, context.host().flags());
            case CONFIG -> map(json, Map.of("yaml", context.host().configYaml()));
            case RULES -> emptyLists(json, "groups");
            case ALERTS -> emptyLists(json, "alerts");
            case ALERTMANAGERS -> emptyLists(json, "activeAlertmanagers", "droppedAlertmanagers");
            case TARGETS -> targets(json);
            case WALREPLAY -> {
                json.writeStartObject();
                for (String name : new String[] {"min", "max", "current"}) {
                    json.writeNumberField(name, 0);
                }
                json.writeEndObject();
            }
            case TARGETS_METADATA -> {
                json.writeStartArray();
                json.writeEndArray();
            }
            default -> throw new IllegalArgumentException("route=" + route);
        }
    }

    /** Without a key {@code features}: by that one Grafana knows another product. */
    private void buildinfo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("version", context.host().version());
        json.writeStringField("revision", "");
        json.writeStringField("branch", "");
        json.writeStringField("buildUser", "");
        json.writeStringField("buildDate", "");
        json.writeStringField("goVersion", "");
        json.writeEndObject();
    }

    private void runtimeinfo(Reply reply) throws IOException {
        int damages;
        try (StoreSource.Lease lease = context.source().lease()) {
            damages = lease.store().stats().damages().size();
        }
        data(reply, json -> {
            Runtime runtime = Runtime.getRuntime();
            json.writeStartObject();
            json.writeStringField("startTime", time(context.host().startedMs()));
            json.writeStringField("CWD", "/");
            json.writeBooleanField("reloadConfigSuccess", true);
            json.writeStringField("lastConfigTime", time(context.host().startedMs()));
            json.writeNumberField("corruptionCount", damages);
            json.writeNumberField("goroutineCount", Thread.activeCount());
            json.writeNumberField("GOMAXPROCS", runtime.availableProcessors());
            json.writeNumberField("GOMEMLIMIT", runtime.maxMemory());
            json.writeStringField("GOGC", "");
            json.writeStringField("GODEBUG", "");
            json.writeStringField("storageRetention", context.host().retention());
            json.writeStringField("serverTime", time(context.host().nowMs()));
            json.writeEndObject();
        });
    }

    private static String time(long timestampMs) {
        return Instant.ofEpochMilli(timestampMs).toString();
    }

    private void status(Reply reply) throws IOException {
        try (StoreSource.Lease lease = context.source().lease()) {
            data(reply, json -> context.host().writeStatus(json, lease.store()));
        }
    }

    private void gaps(Request request, Reply reply) throws IOException {
        Parameters parameters = request.parameters();
        long nowMs = context.host().nowMs();
        try (StoreSource.Lease lease = context.source().lease()) {
            TimeRange whole = GapReport.whole(lease.store(), nowMs);
            long endMs = Math.min(nowMs, Grammar.timeMs(parameters, "end", nowMs));
            long startMs = Grammar.timeMs(parameters, "start", Math.min(endMs, whole.fromInclusiveMs()));
            if (startMs > endMs) {
                throw ApiException.invalid("end", "end timestamp must not be before start time");
            }
            if (startMs == endMs) {
                throw ApiException.invalid("start", "there is no time between start and end");
            }
            GapReport report = GapReport.of(
                    lease.store(),
                    new TimeRange(startMs, endMs),
                    nowMs,
                    context.host().isSampling());
            boolean intervals = "true".equals(parameters.first("intervals"));
            List<String> warnings = new ArrayList<>();
            if (GapsJson.hasMoreThan(MAX_INTERVALS, report)) {
                warnings.add("of each list only the newest " + MAX_INTERVALS
                        + " entries are given; ask for a shorter span for the others");
            }
            try (Snapshot snapshot = lease.store().snapshot()) {
                warnings.addAll(QueryEndpoints.damages(snapshot));
            }
            JsonAnswer.data(reply.begin(200, Reply.JSON), warnings, json -> {
                GapsJson gaps = new GapsJson(json, MAX_INTERVALS);
                if (intervals) {
                    gaps.writeIntervals(report);
                } else {
                    gaps.write(report, null);
                }
            });
        }
    }

    private static void targets(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("activeTargets");
        json.writeEndArray();
        json.writeArrayFieldStart("droppedTargets");
        json.writeEndArray();
        json.writeObjectFieldStart("droppedTargetCounts");
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void emptyLists(JsonGenerator json, String... names) throws IOException {
        json.writeStartObject();
        for (String name : names) {
            json.writeArrayFieldStart(name);
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void map(JsonGenerator json, Map<String, String> entries) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, String> entry : entries.entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }

    private static void data(Reply reply, JsonAnswer.Body body) throws IOException {
        JsonAnswer.data(reply.begin(200, Reply.JSON), List.of(), body);
    }
}
