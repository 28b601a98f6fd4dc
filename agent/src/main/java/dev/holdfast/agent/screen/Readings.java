package dev.holdfast.agent.screen;

import dev.holdfast.storage.Aggregate;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.Series;
import dev.holdfast.storage.SeriesMatcher;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.TimeRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Values, rates and histories of the series of one host around a moment, without decoding more of the store than they need.
 *
 * <p>A rate is what top and iostat show: the increase from one sample to a later one by the time between these two, resets
 * counted. It is not extrapolated as PromQL's is. One thread; valid while its snapshot is open.
 */
final class Readings {
    /** How old a value may be, as in PromQL. */
    static final long LOOKBACK_MS = 300_000;

    /** A late tick leaves a part without one; so many of them are a gap. */
    private static final int HOLE_PARTS = 3;

    private static final List<Series> NONE = List.of();

    private final Map<String, List<Series>> byName = new HashMap<>();
    private final long atMs;
    private final long stepMs;
    private final boolean known;
    private final long[] fromExclusiveMs;
    private final long[] toInclusiveMs;
    private final Aggregate[] parts;
    private final Aggregate last = new Aggregate();
    private final Aggregate before = new Aggregate();
    private final Aggregate between = new Aggregate();

    /**
     * Selects the series.
     *
     * @param host the matchers of the host
     * @param names metric names that will be asked for
     * @param known whether there is data at the moment; else there are names and histories, and every value is NaN
     * @param partMs length of a part of the history
     * @param parts how many parts a history has
     */
    Readings(
            Snapshot snapshot,
            List<SeriesMatcher> host,
            Set<String> names,
            boolean known,
            long atMs,
            long stepMs,
            long partMs,
            int parts) {
        this.atMs = atMs;
        this.stepMs = stepMs;
        this.known = known;
        fromExclusiveMs = new long[parts];
        toInclusiveMs = new long[parts];
        this.parts = new Aggregate[parts];
        for (int i = 0; i < parts; i++) {
            toInclusiveMs[i] = atMs - (parts - 1 - i) * partMs;
            fromExclusiveMs[i] = toInclusiveMs[i] - partMs;
            this.parts[i] = new Aggregate();
        }
        List<SeriesMatcher> matchers = new ArrayList<>(host);
        matchers.add(SeriesMatcher.of(Labels.METRIC_NAME, names::contains, "one of " + names.size() + " names"));
        // What a series has outside of the range that it was selected for may be left out.
        long backMs = Math.max(stepMs, partMs * parts) + LOOKBACK_MS;
        TimeRange range = new TimeRange(atMs - backMs, atMs + 1);
        for (Series series : snapshot.select(matchers, range)) {
            byName.computeIfAbsent(series.labels().metricName(), name -> new ArrayList<>())
                    .add(series);
        }
    }

    /** The series of a name that are alive, sorted by labels. */
    List<Series> series(String name) {
        return byName.getOrDefault(name, NONE);
    }

    /** Their values of a label in order of first appearance, of those that have a value now. */
    List<String> values(String name, String label) {
        List<String> values = new ArrayList<>();
        for (Series series : series(name)) {
            String value = series.labels().get(label);
            if (!values.contains(value) && isThere(series)) {
                values.add(value);
            }
        }
        return values;
    }

    /** The newest value of the only series of a name; NaN when there is none. */
    double gauge(String name) {
        List<Series> found = series(name);
        return found.isEmpty() ? Double.NaN : gauge(found.get(0));
    }

    /** That of the series with a label. */
    double gauge(String name, String label, String value) {
        for (Series series : series(name)) {
            if (series.labels().get(label).equals(value)) {
                return gauge(series);
            }
        }
        return Double.NaN;
    }

    /** Whether a series goes on; when there is no data, whether there is one. */
    boolean isThere(Series series) {
        return !known || newest(series, atMs, last);
    }

    /** The newest value of a series; NaN when it has ended. */
    double gauge(Series series) {
        return known && newest(series, atMs, last) ? last.last() : Double.NaN;
    }

    double rate(String name) {
        List<Series> found = series(name);
        return found.isEmpty() ? Double.NaN : rate(found.get(0));
    }

    double rate(String name, String label, String value) {
        for (Series series : series(name)) {
            if (series.labels().get(label).equals(value)) {
                return rate(series);
            }
        }
        return Double.NaN;
    }

    /** The increase a second over the step; over the distance of two samples where that is longer. */
    double rate(Series series) {
        if (!known || !newest(series, atMs, last)) {
            return Double.NaN;
        }
        long lastMs = last.lastTimeMs();
        if (!newest(series, Math.min(atMs - stepMs, lastMs - 1), before)) {
            return Double.NaN;
        }
        long beforeMs = before.lastTimeMs();
        // A series that should have had three more samples by now has stopped, if nobody said so.
        if (atMs - lastMs > stepMs + 3 * (lastMs - beforeMs)) {
            return Double.NaN;
        }
        series.aggregate(new long[] {beforeMs}, new long[] {lastMs}, true, new Aggregate[] {between});
        return increase(before.last(), between) * 1000 / (lastMs - beforeMs);
    }

    private static double increase(double from, Aggregate later) {
        double step = later.first() < from ? later.first() : later.first() - from;
        return step + later.last() - later.first() + later.lost();
    }

    private static boolean newest(Series series, long toInclusiveMs, Aggregate into) {
        series.newest(toInclusiveMs - LOOKBACK_MS, toInclusiveMs, into);
        return into.count() > 0 && into.lastTimeMs() > into.staleTimeMs();
    }

    /** By how much a counter rose in the window, as far as it is known. */
    double windowIncrease(String name) {
        if (!known || series(name).isEmpty()) {
            return Double.NaN;
        }
        double seconds = parts.length == 0 ? 0 : (toInclusiveMs[0] - fromExclusiveMs[0]) / 1e3;
        double sum = 0;
        for (double rate : rateHistory(series(name).get(0))) {
            sum += Double.isNaN(rate) ? 0 : rate * seconds;
        }
        return sum;
    }

    /** Averages of a value over the parts of the window. A part without a sample has that of the one before, when that is not far. */
    double[] gaugeHistory(String name) {
        double[] history = noHistory();
        if (!series(name).isEmpty()) {
            series(name).get(0).aggregate(fromExclusiveMs, toInclusiveMs, false, parts);
            int known = Integer.MIN_VALUE / 2;
            for (int i = 0; i < parts.length; i++) {
                if (parts[i].count() > 0) {
                    history[i] = parts[i].sum() / parts[i].count();
                    known = i;
                } else if (i - known < HOLE_PARTS) {
                    history[i] = history[known];
                }
            }
        }
        return history;
    }

    /** Rates over the parts of the window. */
    double[] rateHistory(String name, String label, String value) {
        for (Series series : series(name)) {
            if (series.labels().get(label).equals(value)) {
                return rateHistory(series);
            }
        }
        return noHistory();
    }

    /** As above. A part without a sample has the rate of the next one, when that is not far. */
    double[] rateHistory(Series series) {
        double[] history = noHistory();
        series.aggregate(fromExclusiveMs, toInclusiveMs, true, parts);
        int previous = -1;
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].count() == 0) {
                continue;
            }
            if (previous >= 0 && i - previous <= HOLE_PARTS) {
                double spanMs = parts[i].lastTimeMs() - parts[previous].lastTimeMs();
                double rate = increase(parts[previous].last(), parts[i]) * 1000 / spanMs;
                Arrays.fill(history, previous + 1, i + 1, rate);
            } else if (parts[i].count() > 1) {
                double spanMs = parts[i].lastTimeMs() - parts[i].firstTimeMs();
                history[i] = (parts[i].last() - parts[i].first() + parts[i].lost()) * 1000 / spanMs;
            }
            previous = i;
        }
        return history;
    }

    /** A history in which nothing is known. */
    double[] noHistory() {
        double[] history = new double[parts.length];
        Arrays.fill(history, Double.NaN);
        return history;
    }
}
