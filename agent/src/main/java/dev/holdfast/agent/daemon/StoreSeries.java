package dev.holdfast.agent.daemon;

import dev.holdfast.agent.sampling.SelfSeries;
import java.util.List;
import java.util.function.DoubleSupplier;

/** The series that say how the store and the agent as a whole are. */
final class StoreSeries {
    private static final String WRITTEN = "holdfast_store_written_bytes_total";

    private StoreSeries() {}

    /** Over the newest look of a watch, whichever that is when they are sampled; counts go on from those of an earlier run. */
    static List<SelfSeries> of(SelfWatch watch, LastCounts before) {
        return List.of(
                new SelfSeries("holdfast_ready", () -> watch.isReady() ? 1 : 0),
                new SelfSeries(
                        "holdfast_store_bytes", () -> watch.last().stats().totalBytes()),
                new SelfSeries(
                        "holdfast_store_wal_bytes", () -> watch.last().stats().walBytes()),
                new SelfSeries(
                        "holdfast_store_series", () -> watch.last().stats().seriesCount()),
                new SelfSeries(
                        "holdfast_store_samples", () -> watch.last().stats().sampleCount()),
                new SelfSeries(
                        "holdfast_store_unflushed_samples",
                        () -> watch.last().stats().unflushedSampleCount()),
                new SelfSeries(
                        "holdfast_store_sstables", () -> watch.last().stats().runCount()),
                new SelfSeries(
                        "holdfast_store_degraded",
                        () -> watch.last().stats().degraded().isEmpty() ? 0 : 1),
                new SelfSeries(
                        "holdfast_store_damages",
                        () -> watch.last().stats().damages().size()),
                new SelfSeries(
                        "holdfast_store_refused_samples_total",
                        () -> watch.last().stats().refusedSampleCount()),
                new SelfSeries(
                        "holdfast_store_refused_series_total",
                        () -> watch.last().stats().refusedSeriesCount()),
                written(before, "log", () -> watch.last().written().loggedBytes()),
                written(before, "flush", () -> watch.last().written().flushedBytes()),
                written(before, "merge", () -> watch.last().written().mergedBytes()));
    }

    private static SelfSeries written(LastCounts before, String kind, DoubleSupplier value) {
        double least = before.value(WRITTEN, kind);
        return new SelfSeries(WRITTEN, () -> Math.max(least, value.getAsDouble()), "kind", kind);
    }
}
