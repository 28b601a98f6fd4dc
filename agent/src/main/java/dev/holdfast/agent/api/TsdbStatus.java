package dev.holdfast.agent.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.Series;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.TimeRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where the many series of a store come from, in the shape that Prometheus says it. Counts series, reads no sample. */
final class TsdbStatus {
    static final int DEFAULT_ROWS = 10;

    /** Once in so many it is asked whether there is time for more. */
    private static final int SERIES_PER_LOOK = 1_000;

    private final Map<String, Long> seriesByMetric = new HashMap<>();
    private final Map<String, Long> seriesByPair = new HashMap<>();
    private final Map<String, Set<String>> valuesByName = new HashMap<>();
    private final Map<String, Long> bytesByName = new HashMap<>();
    private final TimeRange range;
    private long seriesCount;

    private TsdbStatus(TimeRange range) {
        this.range = range;
    }

    static TsdbStatus of(Snapshot snapshot, Deadline deadline) {
        TsdbStatus status = new TsdbStatus(snapshot.timeRange());
        for (Series series : snapshot.select(List.of(), TimeRange.ALL)) {
            status.count(series.labels());
            if (status.seriesCount % SERIES_PER_LOOK == 1) {
                deadline.check();
            }
        }
        return status;
    }

    private void count(Labels labels) {
        seriesCount++;
        seriesByMetric.merge(labels.metricName(), 1L, Long::sum);
        for (int i = 0; i < labels.size(); i++) {
            String name = labels.name(i);
            String value = labels.value(i);
            seriesByPair.merge(name + "=" + value, 1L, Long::sum);
            bytesByName.merge(name, (long) value.length(), Long::sum);
            valuesByName.computeIfAbsent(name, key -> new HashSet<>()).add(value);
        }
    }

    void write(JsonGenerator json, int rows) throws IOException {
        Map<String, Long> valueCounts = new HashMap<>();
        valuesByName.forEach((name, values) -> valueCounts.put(name, (long) values.size()));
        json.writeStartObject();
        json.writeObjectFieldStart("headStats");
        json.writeNumberField("numSeries", seriesCount);
        json.writeNumberField("numLabelPairs", seriesByPair.size());
        json.writeNumberField("chunkCount", 0);
        json.writeNumberField("minTime", range.isEmpty() ? 0 : range.fromInclusiveMs());
        json.writeNumberField("maxTime", range.isEmpty() ? 0 : range.toExclusiveMs() - 1);
        json.writeEndObject();
        write(json, "seriesCountByMetricName", seriesByMetric, rows);
        write(json, "labelValueCountByLabelName", valueCounts, rows);
        write(json, "memoryInBytesByLabelName", bytesByName, rows);
        write(json, "seriesCountByLabelValuePair", seriesByPair, rows);
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, Map<String, Long> counts, int rows) throws IOException {
        List<Map.Entry<String, Long>> sorted = new ArrayList<>(counts.entrySet());
        sorted.sort(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()));
        json.writeArrayFieldStart(name);
        for (Map.Entry<String, Long> entry : sorted.subList(0, Math.min(rows, sorted.size()))) {
            json.writeStartObject();
            json.writeStringField("name", entry.getKey());
            json.writeNumberField("value", entry.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
