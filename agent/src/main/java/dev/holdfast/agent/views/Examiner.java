package dev.holdfast.agent.views;

import dev.holdfast.agent.gaps.GapReport;
import dev.holdfast.agent.gaps.Stretch;
import dev.holdfast.agent.text.RoundSteps;
import dev.holdfast.query.PromDuration;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SeriesMatcher;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.StoreReader;
import dev.holdfast.storage.TimeRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Looks at a stretch of time of a host, and at the time that it is to be compared with. All numbers are PromQL's. Cost: two range
 * queries of some hundred steps for each measure, and two more for what was high already when the stretch begins. One thread.
 */
public final class Examiner {
    private static final int STEPS = 120;
    private static final int INTERVALS_IN_RANGE = 4;
    /** The end is on a round time, but what happened a moment ago is not to be missed. */
    private static final long LONGEST_GRID_MS = 30_000;

    private static final long DAY_MS = 86_400_000L;
    private static final int SERIES_MAX = 64;
    private static final double ENOUGH = 0.5;

    private final StoreReader store;
    private final Snapshot snapshot;
    private final Asker asker;
    private final long nowMs;
    private final boolean running;

    /**
     * An examiner of a view of a store.
     *
     * @param snapshot of {@code store}; stays the caller's to close
     * @param running whether an agent writes to the store now
     */
    public Examiner(StoreReader store, Snapshot snapshot, long nowMs, boolean running) {
        this.store = store;
        this.snapshot = snapshot;
        this.asker = new Asker(snapshot);
        this.nowMs = nowMs;
        this.running = running;
    }

    /**
     * What there is to say.
     *
     * @param windowMs length of the stretch that ends at {@code atMs}
     * @param asked the {@code instance} to look at; empty for the agent's own, else the first
     */
    public Diagnosis examine(Topic topic, long atMs, long windowMs, String asked) {
        long stepMs = RoundSteps.shortest(step -> step >= windowMs / STEPS);
        long gridMs = Math.min(stepMs, LONGEST_GRID_MS);
        long endMs = Math.floorDiv(atMs, gridMs) * gridMs;
        long fromMs = endMs - Math.max(1, windowMs / stepMs) * stepMs;
        List<String> hosts = hosts(fromMs, endMs);
        String host = host(asked, hosts, fromMs, endMs);
        // With one host there is nothing to tell apart, and the expressions stay short.
        String matched = asked.isEmpty() && hosts.size() < 2 ? "" : host;
        long leastMs = INTERVALS_IN_RANGE * intervalMs(matched, endMs);
        long rangeMs = RoundSteps.shortest(step -> step >= Math.max(stepMs, leastMs - leastMs / 10));
        Window window = new Window(fromMs, endMs, stepMs, PromDuration.format(rangeMs), matched);
        Comparison comparison = comparison(topic, window);
        List<Finding> findings = new ArrayList<>();
        List<Measure> absent = new ArrayList<>();
        for (Measure measure : topic.measures()) {
            List<Finding> found = examine(measure, window, comparison);
            findings.addAll(found);
            if (found.isEmpty()) {
                absent.add(measure);
            }
        }
        return new Diagnosis(
                topic,
                host,
                fromMs,
                endMs,
                stepMs,
                window.range,
                comparison.words,
                List.copyOf(findings),
                List.copyOf(absent),
                missing(fromMs, endMs),
                snapshot.timeRange());
    }

    /** Where expressions are evaluated. */
    private record Window(long fromMs, long toMs, long stepMs, String range, String host) {
        Window shifted(long byMs) {
            return new Window(fromMs - byMs, toMs - byMs, stepMs, range, host);
        }
    }

    /** What is taken for usual: another window, or none when the words are empty. */
    private record Comparison(Window window, String words) {}

    private Map<String, Curve> curves(Measure measure, Window window) {
        return asker.curves(
                measure.expression(window.range, window.host),
                measure.label(),
                window.fromMs,
                window.toMs,
                window.stepMs);
    }

    private List<Finding> examine(Measure measure, Window window, Comparison comparison) {
        Map<String, Curve> curves = curves(measure, window);
        Map<String, Curve> before = comparison.words.isEmpty() ? Map.of() : curves(measure, comparison.window);
        Judge judge = new Judge(
                measure,
                measure.expression(window.range, window.host),
                (from, to, step) -> asker.curves(
                        measure.expression(
                                PromDuration.format(Math.max(step, PromDuration.parse(window.range))), window.host),
                        measure.label(),
                        from,
                        to,
                        step));
        List<Finding> findings = new ArrayList<>();
        curves.forEach((name, curve) -> {
            if (curve.highest() >= 0 && findings.size() < SERIES_MAX) {
                findings.add(judge.judge(name, curve, before.get(name)));
            }
        });
        findings.sort(Comparator.comparingDouble(Finding::level).reversed());
        return findings;
    }

    private Comparison comparison(Topic topic, Window window) {
        Window yesterday = window.shifted(DAY_MS);
        Window lastWeek = window.shifted(7 * DAY_MS);
        long lengthMs = window.toMs - window.fromMs;
        Window before = new Window(
                window.fromMs - 3 * lengthMs, window.fromMs - window.stepMs, window.stepMs, window.range, window.host);
        for (Comparison each : List.of(
                new Comparison(yesterday, "the same time yesterday"),
                new Comparison(lastWeek, "the same time last week"),
                new Comparison(before, "the time before"))) {
            if (each.window.toMs >= snapshot.timeRange().fromInclusiveMs() && isKnown(topic, each.window)) {
                return each;
            }
        }
        return new Comparison(before, "");
    }

    /** Whether the first measure that has any data has enough of it there; of the time before a sixth will do. */
    private boolean isKnown(Topic topic, Window window) {
        for (Measure measure : topic.measures()) {
            for (Curve curve : curves(measure, window).values()) {
                double enough = curve.size() > 2 * STEPS ? ENOUGH / 3 : ENOUGH;
                return curve.sorted().length >= enough * curve.size();
            }
        }
        return false;
    }

    private long intervalMs(String host, long atMs) {
        double count = asker.instant(Measure.filled("count_over_time(node_load1{$h}[$r])", "10m", host), atMs);
        return count >= 2 ? Math.max(1, Math.round(600_000 / count)) : 1_000;
    }

    private List<String> hosts(long fromMs, long toMs) {
        return List.copyOf(snapshot.labelValues(
                "instance",
                List.of(SeriesMatcher.of(Labels.METRIC_NAME, name -> name.startsWith("node_"), "node_.*")),
                new TimeRange(fromMs, toMs + 1)));
    }

    private String host(String asked, List<String> hosts, long fromMs, long toMs) {
        if (!asked.isEmpty()) {
            return asked;
        }
        for (String own : snapshot.labelValues(
                "instance",
                List.of(SeriesMatcher.equal(Labels.METRIC_NAME, "holdfast_ticks_total")),
                new TimeRange(fromMs, toMs + 1))) {
            if (hosts.contains(own)) {
                return own;
            }
        }
        return hosts.isEmpty() ? "" : hosts.get(0);
    }

    private List<Diagnosis.Missing> missing(long fromMs, long toMs) {
        TimeRange span = new TimeRange(Math.min(fromMs, nowMs), Math.min(toMs, nowMs));
        if (span.isEmpty()) {
            return List.of();
        }
        List<Diagnosis.Missing> missing = new ArrayList<>();
        for (Stretch stretch :
                GapReport.of(store, span, nowMs, running).timeline().of(Stretch.Kind.MISSED)) {
            missing.add(new Diagnosis.Missing(
                    stretch.range(), Objects.requireNonNull(stretch.cause()).explanation()));
        }
        return missing;
    }
}
