package dev.holdfast.agent.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.holdfast.agent.text.TimeText;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SampleCursor;
import dev.holdfast.storage.Series;
import dev.holdfast.storage.SeriesMatcher;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.TimeRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What some selectors name in a range, counted to the sample.
 *
 * @param series the series that have samples there, sorted
 * @param samples how many
 * @param firstMs time of the first, milliseconds since the epoch
 * @param lastMs time of the last
 * @param everything whether it is all that is stored
 */
record DeletePreview(List<Labels> series, long samples, long firstMs, long lastMs, boolean everything) {
    /** So many series are shown. */
    private static final int SHOWN = 10;

    /** Counts. Cost: decodes every sample that is named. */
    static DeletePreview of(Snapshot snapshot, List<List<SeriesMatcher>> selectors, TimeRange range) {
        TreeMap<Labels, Series> named = new TreeMap<>();
        for (List<SeriesMatcher> matchers : selectors) {
            snapshot.select(matchers, range).forEach(series -> named.put(series.labels(), series));
        }
        List<Labels> found = new ArrayList<>();
        long samples = 0;
        long firstMs = Long.MAX_VALUE;
        long lastMs = Long.MIN_VALUE;
        for (Map.Entry<Labels, Series> entry : named.entrySet()) {
            SampleCursor cursor = entry.getValue().samples(range.fromInclusiveMs(), range.toExclusiveMs());
            if (!cursor.next()) {
                continue;
            }
            found.add(entry.getKey());
            do {
                samples++;
                firstMs = Math.min(firstMs, cursor.timestampMs());
                lastMs = Math.max(lastMs, cursor.timestampMs());
            } while (cursor.next());
        }
        boolean everything = range.equals(TimeRange.ALL)
                && found.size() == snapshot.select(List.of(), range).size();
        return new DeletePreview(found, samples, firstMs, lastMs, everything);
    }

    boolean isEmpty() {
        return samples == 0;
    }

    /** In one line, without a verb. */
    String text(Console console) {
        return String.format(
                Locale.ROOT,
                "%,d samples of %,d series, from %s to %s %s%s",
                samples,
                series.size(),
                TimeText.format(firstMs, console.zone()),
                TimeText.format(lastMs, console.zone()),
                TimeText.zoneName(lastMs, console.zone()),
                everything ? ": all that is stored here" : "");
    }

    /** Names the series, or the first of them. */
    void listSeries(java.io.PrintStream out) {
        series.stream().limit(SHOWN).forEach(labels -> out.println("  " + labels));
        if (series.size() > SHOWN) {
            out.println(String.format(Locale.ROOT, "  and %,d more", series.size() - SHOWN));
        }
    }

    /** As an object, with whether it was done. */
    void writeJson(JsonGenerator json, boolean deleted) throws IOException {
        json.writeStartObject();
        json.writeBooleanField("deleted", deleted);
        json.writeNumberField("samples", samples);
        json.writeNumberField("series", series.size());
        if (!isEmpty()) {
            json.writeNumberField("firstMs", firstMs);
            json.writeNumberField("lastMs", lastMs);
        }
        json.writeEndObject();
    }
}
