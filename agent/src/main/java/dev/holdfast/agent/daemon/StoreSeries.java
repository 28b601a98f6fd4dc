package dev.holdfast.agent.daemon;

import dev.holdfast.agent.sampling.SelfSeries;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/** The series that say how the store and the agent as a whole are. As few classes as {@link UpstreamSeries}, for its reason. */
final class StoreSeries {
    private static final String WRITTEN = "holdfast_store_written_bytes_total";

    private static final List<String> NAMES = List.of(
            "holdfast_ready",
            "holdfast_store_bytes",
            "holdfast_store_wal_bytes",
            "holdfast_store_series",
            "holdfast_store_samples",
            "holdfast_store_unflushed_samples",
            "holdfast_store_sstables",
            "holdfast_store_degraded",
            "holdfast_store_damages",
            "holdfast_store_refused_samples_total",
            "holdfast_store_refused_series_total");

    private static final List<String> WRITTEN_KINDS = List.of("log", "flush", "merge");

    private StoreSeries() {}

    /** Over the newest look of a watch, whichever that is when they are sampled; counts of a life go on from an earlier run. */
    static List<SelfSeries> of(SelfWatch watch, LastCounts before) {
        List<SelfSeries> all = new ArrayList<>();
        for (String name : NAMES) {
            all.add(new SelfSeries(name, new Value(watch, name, 0)));
        }
        for (String kind : WRITTEN_KINDS) {
            Value value = new Value(watch, kind, before.value(WRITTEN, kind));
            all.add(new SelfSeries(WRITTEN, value, "kind", kind));
        }
        return all;
    }

    private static final class Value implements DoubleSupplier {
        private final SelfWatch watch;
        private final String name;
        private final double least;

        Value(SelfWatch watch, String name, double least) {
            this.watch = watch;
            this.name = name;
            this.least = least;
        }

        @Override
        public double getAsDouble() {
            return Math.max(least, value(watch, name));
        }
    }

    private static double value(SelfWatch watch, String name) {
        SelfLook look = watch.last();
        return switch (name) {
            case "holdfast_ready" -> watch.isReady() ? 1 : 0;
            case "holdfast_store_bytes" -> look.stats().totalBytes();
            case "holdfast_store_wal_bytes" -> look.stats().walBytes();
            case "holdfast_store_series" -> look.stats().seriesCount();
            case "holdfast_store_samples" -> look.stats().sampleCount();
            case "holdfast_store_unflushed_samples" -> look.stats().unflushedSampleCount();
            case "holdfast_store_sstables" -> look.stats().runCount();
            case "holdfast_store_degraded" -> look.stats().degraded().isEmpty() ? 0 : 1;
            case "holdfast_store_damages" -> look.stats().damages().size();
            case "holdfast_store_refused_samples_total" -> look.stats().refusedSampleCount();
            case "holdfast_store_refused_series_total" -> look.stats().refusedSeriesCount();
            case "log" -> look.written().loggedBytes();
            case "flush" -> look.written().flushedBytes();
            case "merge" -> look.written().mergedBytes();
            default -> throw new IllegalArgumentException("name=" + name);
        };
    }
}
