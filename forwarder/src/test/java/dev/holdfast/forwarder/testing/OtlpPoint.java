package dev.holdfast.forwarder.testing;

import dev.holdfast.storage.Labels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One point of an OTLP request as a receiver sees it, with all that it is inside of.
 *
 * @param resource attributes of its resource
 * @param schemaUrl of the scope, empty for none
 * @param metric name
 * @param form {@code gauge}, {@code sum} (cumulative), or {@code counter} (cumulative and monotonic)
 * @param attributes of the point; texts and whole numbers
 * @param startNanos 0 for not known
 * @param bits of the value; null for a point that says that there is none
 */
public record OtlpPoint(
        Map<String, Object> resource,
        String schemaUrl,
        String metric,
        String unit,
        String description,
        String form,
        Map<String, Object> attributes,
        long startNanos,
        long timeNanos,
        @Nullable Long bits) {
    private static final long STALE = 0x7ff0000000000002L;

    /** Time in milliseconds. */
    public long timestampMs() {
        return timeNanos / 1_000_000;
    }

    /** The labels of the series that it was made from, under stored names. */
    public Labels labels() {
        Labels.Builder labels = Labels.EMPTY.toBuilder();
        labels.set(Labels.METRIC_NAME, metric);
        attributes.forEach((key, value) -> labels.set(key, value.toString()));
        labels.set("job", resource.getOrDefault("service.name", "").toString());
        labels.set("instance", resource.getOrDefault("service.instance.id", "").toString());
        return labels.build();
    }

    /** One line for golden outputs. */
    public String line() {
        return metric + " " + form + " " + unit + " " + attributes + " " + timestampMs() + " "
                + (bits == null ? "none" : Double.toString(Double.longBitsToDouble(bits)));
    }

    /** Points as series, in the order they came, to be put into a receiver's memory. */
    public static List<DecodedSeries> series(List<OtlpPoint> points) {
        Map<Labels, DecodedSeries> series = new LinkedHashMap<>();
        for (OtlpPoint point : points) {
            Labels labels = point.labels();
            DecodedSeries one = series.computeIfAbsent(labels, key -> {
                List<String> pairs = new ArrayList<>();
                key.forEach((name, value) -> {
                    pairs.add(name);
                    pairs.add(value);
                });
                return new DecodedSeries(pairs, new ArrayList<>(), new ArrayList<>());
            });
            one.timestampsMs().add(point.timestampMs());
            one.valueBits().add(point.bits == null ? STALE : point.bits);
        }
        return List.copyOf(series.values());
    }
}
