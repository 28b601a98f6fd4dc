package dev.holdfast.agent.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Says which points of a grid have no tick, or two, when the interval was now this and now that. */
final class GridCheck {
    /**
     * A stretch of time in which one interval was in force for certain.
     *
     * @param fromMs when a change had been answered
     * @param toMs when the next one was asked for
     */
    record Stretch(long fromMs, long toMs, long intervalMs) {}

    private GridCheck() {}

    /**
     * What is wrong, a line each.
     *
     * @param times of all ticks, in order
     * @param coarseMs the longest interval, a multiple of all others: its points are on every grid
     */
    static List<String> findings(List<Long> times, List<Stretch> stretches, long coarseMs) {
        List<String> findings = new ArrayList<>();
        long last = Long.MIN_VALUE;
        for (long time : times) {
            if (time <= last) {
                findings.add("not in order: " + time + " after " + last);
            }
            last = time;
        }
        Set<Long> missing = new HashSet<>();
        Stretch all = new Stretch(times.get(0) - 1, last, coarseMs);
        check(times, all, false, missing, findings);
        for (Stretch stretch : stretches) {
            check(times, stretch, true, missing, findings);
        }
        return findings;
    }

    /** A tick that was late bears its own time: it still lies between its point and the next. */
    private static void check(
            List<Long> times, Stretch stretch, boolean once, Set<Long> missing, List<String> findings) {
        long interval = stretch.intervalMs();
        for (long point = Math.floorDiv(stretch.fromMs(), interval) * interval + interval;
                point + interval <= stretch.toMs();
                point += interval) {
            long from = point;
            long count = times.stream()
                    .filter(time -> time >= from && time < from + interval)
                    .count();
            if (count == 0 && missing.add(point)) {
                findings.add("no tick at " + point + " of every " + interval + " ms");
            } else if (count > 1 && once) {
                findings.add(count + " ticks at " + point + " of every " + interval + " ms");
            }
        }
    }
}
