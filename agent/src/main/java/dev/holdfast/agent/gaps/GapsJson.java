package dev.holdfast.agent.gaps;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.holdfast.forwarder.DeliverySpan;
import dev.holdfast.storage.TimeRange;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What became of every second, for programs: names that stay, times in milliseconds and after ISO 8601. */
public final class GapsJson {
    private final JsonGenerator json;
    private final int most;

    public GapsJson(JsonGenerator json) {
        this(json, Integer.MAX_VALUE);
    }

    /** Of each list the newest entries, and at most so many; the lengths are of all. */
    public GapsJson(JsonGenerator json, int most) {
        this.json = json;
        this.most = most;
    }

    /** Whether a report has a list of more entries than that. */
    public static boolean hasMoreThan(int most, GapReport report) {
        return report.timeline().stretches().size() > most
                || report.upstreams().values().stream()
                        .anyMatch(span -> span.parts().size() > most);
    }

    private <T> List<T> newest(List<T> entries) {
        return entries.subList(Math.max(0, entries.size() - most), entries.size());
    }

    /** All of it; or of one upstream, with its intervals, when that is named. */
    public void write(GapReport report, @Nullable String upstream) throws IOException {
        write(report, upstream, upstream != null);
    }

    /** All of it, with every interval of the host and of each upstream: what a picture needs. */
    public void writeIntervals(GapReport report) throws IOException {
        write(report, null, true);
    }

    private void write(GapReport report, @Nullable String upstream, boolean intervals) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("span");
        writeRange(report.timeline().span());
        json.writeEndObject();
        json.writeNumberField("intervalMs", report.intervalMs());
        if (upstream == null) {
            writeCollected(report.timeline());
            if (intervals) {
                writeStretches(report.timeline());
            }
        }
        json.writeArrayFieldStart("upstreams");
        for (Map.Entry<String, DeliverySpan> entry : report.upstreams().entrySet()) {
            if (upstream == null || upstream.equals(entry.getKey())) {
                writeUpstream(entry.getKey(), entry.getValue(), intervals);
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writeCollected(Timeline timeline) throws IOException {
        json.writeObjectFieldStart("lengthMs");
        for (Map.Entry<Stretch.Kind, Long> entry : timeline.lengthMs().entrySet()) {
            json.writeNumberField(name(entry.getKey()), entry.getValue());
        }
        json.writeEndObject();
        json.writeObjectFieldStart("missedMs");
        for (Cause cause : Cause.values()) {
            json.writeNumberField(cause.label(), timeline.missedMs().getOrDefault(cause, 0L));
        }
        json.writeEndObject();
        json.writeArrayFieldStart("missing");
        for (Stretch stretch : newest(timeline.of(Stretch.Kind.MISSED))) {
            json.writeStartObject();
            writeRange(stretch.range());
            json.writeStringField(
                    "reason", Objects.requireNonNull(stretch.cause()).label());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeStretches(Timeline timeline) throws IOException {
        json.writeArrayFieldStart("intervals");
        for (Stretch stretch : newest(timeline.stretches())) {
            json.writeStartObject();
            writeRange(stretch.range());
            json.writeStringField("state", name(stretch.kind()));
            if (stretch.cause() != null) {
                json.writeStringField("reason", stretch.cause().label());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeUpstream(String name, DeliverySpan span, boolean intervals) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", name);
        json.writeObjectFieldStart("lengthMs");
        for (Map.Entry<DeliverySpan.Fate, Long> entry : span.lengthMs().entrySet()) {
            json.writeNumberField(name(entry.getKey()), entry.getValue());
        }
        json.writeEndObject();
        json.writeObjectFieldStart("refusedMs");
        for (Map.Entry<Integer, Long> entry : span.refusedMs().entrySet()) {
            json.writeNumberField(Integer.toString(entry.getKey()), entry.getValue());
        }
        json.writeEndObject();
        if (intervals) {
            json.writeArrayFieldStart("intervals");
            for (DeliverySpan.Part part : newest(span.parts())) {
                json.writeStartObject();
                writeRange(part.range());
                json.writeStringField("state", name(part.fate()));
                if (part.status() != 0) {
                    json.writeNumberField("status", part.status());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private void writeRange(TimeRange range) throws IOException {
        json.writeNumberField("fromMs", range.fromInclusiveMs());
        json.writeStringField(
                "from", Instant.ofEpochMilli(range.fromInclusiveMs()).toString());
        json.writeNumberField("toMs", range.toExclusiveMs());
        json.writeStringField("to", Instant.ofEpochMilli(range.toExclusiveMs()).toString());
        json.writeNumberField("lengthMs", range.lengthMs());
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
