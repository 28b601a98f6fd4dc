package dev.holdfast.agent.outage;

import dev.holdfast.storage.IntervalLedger;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SampleCursor;
import dev.holdfast.storage.Series;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.StoreReader;
import dev.holdfast.storage.TimeRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All that a data directory holds: samples by series, and the ledgers. */
record StoreContent(
        Map<Labels, TreeMap<Long, Long>> samples,
        Map<String, IntervalLedger> ledgers,
        List<TimeRange> populated,
        long newestMs,
        long count) {
    static StoreContent read(Path data) throws IOException {
        Map<Labels, TreeMap<Long, Long>> samples = new HashMap<>();
        Map<String, IntervalLedger> ledgers = new HashMap<>();
        long count = 0;
        try (StoreReader reader = StoreReader.open(data);
                Snapshot snapshot = reader.snapshot()) {
            for (String name : reader.ledgerNames()) {
                ledgers.put(name, reader.ledgerIntervals(name));
            }
            for (Series series : snapshot.select(List.of(), TimeRange.ALL)) {
                TreeMap<Long, Long> own = new TreeMap<>();
                SampleCursor cursor = series.samples(Long.MIN_VALUE, Long.MAX_VALUE);
                while (cursor.next()) {
                    own.put(cursor.timestampMs(), cursor.valueBits());
                }
                count += own.size();
                samples.put(series.labels(), own);
            }
            return new StoreContent(
                    samples, ledgers, snapshot.populated(), snapshot.timeRange().toExclusiveMs(), count);
        }
    }

    /** What some stretches have pending in each of the ledgers, or in none yet. */
    static Map<String, List<TimeRange>> pending(Path data, List<TimeRange> stretches) throws IOException {
        Map<String, List<TimeRange>> result = new TreeMap<>();
        try (StoreReader reader = StoreReader.open(data)) {
            for (String name : reader.ledgerNames()) {
                List<TimeRange> ranges = new ArrayList<>();
                for (TimeRange stretch : stretches) {
                    ranges.addAll(reader.ledgerIntervals(name).pending(stretch));
                }
                result.put(name, ranges);
            }
        }
        return result;
    }

    /** Where there are samples now. */
    static List<TimeRange> populated(Path data) throws IOException {
        try (StoreReader reader = StoreReader.open(data);
                Snapshot snapshot = reader.snapshot()) {
            return snapshot.populated();
        }
    }
}
