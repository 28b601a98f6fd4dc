package dev.holdfast.agent.openmetrics;

import dev.holdfast.agent.sampling.MetricCatalogue;
import dev.holdfast.agent.sampling.MetricFamily;
import dev.holdfast.storage.SampleCursor;
import dev.holdfast.storage.Series;
import dev.holdfast.storage.SeriesMatcher;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.TimeRange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes what a snapshot holds as OpenMetrics: families by name, their series by labels, samples by time.
 *
 * <p>Memory is that of the list of series; samples stream. A series without a metric name has no text and is left out and
 * counted. Afterwards the caller asks {@link Snapshot#damages()} whether anything could not be read.
 */
public final class SnapshotExport {
    private final Snapshot snapshot;
    private final MetricCatalogue catalogue;
    private long seriesCount;
    private long namelessSeriesCount;

    /** An export from a snapshot, which the caller closes; types and help come from the catalogue. */
    public SnapshotExport(Snapshot snapshot, MetricCatalogue catalogue) {
        this.snapshot = snapshot;
        this.catalogue = catalogue;
    }

    /** Writes the series that match, with their samples in a range; the returned writer has the counts. */
    public OpenMetricsWriter write(OutputStream out, Collection<SeriesMatcher> matchers, TimeRange range)
            throws IOException {
        OpenMetricsWriter writer = new OpenMetricsWriter(out);
        TreeMap<String, List<Series>> byMetric = new TreeMap<>();
        for (Series series : snapshot.select(matchers, range)) {
            String metric = series.labels().metricName();
            if (metric.isEmpty()) {
                namelessSeriesCount++;
            } else {
                byMetric.computeIfAbsent(metric, name -> new ArrayList<>()).add(series);
            }
        }
        for (Map.Entry<String, List<Series>> entry : byMetric.entrySet()) {
            MetricFamily family = Families.of(catalogue, entry.getKey(), byMetric.keySet());
            boolean begun = false;
            for (Series series : entry.getValue()) {
                begun |= write(writer, family, begun, series, range);
            }
        }
        writer.finish();
        return writer;
    }

    private boolean write(OpenMetricsWriter writer, MetricFamily family, boolean begun, Series series, TimeRange range)
            throws IOException {
        SampleCursor cursor = series.samples(range.fromInclusiveMs(), range.toExclusiveMs());
        boolean any = false;
        while (cursor.next()) {
            long bits = cursor.valueBits();
            if (!any && bits != OpenMetricsWriter.STALE_MARKER_BITS) {
                if (!begun) {
                    writer.beginFamily(family);
                }
                writer.beginSeries(series.labels());
                seriesCount++;
                any = true;
            }
            writer.sample(cursor.timestampMs(), bits);
        }
        return any;
    }

    /** Series of which at least one sample was written. */
    public long seriesCount() {
        return seriesCount;
    }

    /** Series left out because they have no metric name. */
    public long namelessSeriesCount() {
        return namelessSeriesCount;
    }
}
