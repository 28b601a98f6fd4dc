package dev.holdfast.query.functions;

import dev.holdfast.query.functions.FunctionBody.Trait;
import java.util.List;

/** Differences over a window: extrapolated to its ends, or of the last two samples. */
final class RateFunctions {
    static final List<Function> ALL = List.of(
            extrapolating("rate", Trait.EXPECTS_COUNTER, true, true),
            extrapolating("increase", Trait.EXPECTS_COUNTER, true, false),
            extrapolating("delta", Trait.NONE, false, false),
            Function.ofWindow("irate", Trait.NONE, (window, p) -> lastTwo(window, true)),
            Function.ofWindow("idelta", Trait.NONE, (window, p) -> lastTwo(window, false)));

    /** A gap to the window's end longer than this many average intervals means that the series does not reach it. */
    private static final double THRESHOLD_INTERVALS = 1.1;

    private RateFunctions() {}

    private static Function extrapolating(String name, Trait trait, boolean counter, boolean perSecond) {
        return Function.ofTotals(
                name,
                trait,
                (window, p) -> window.size() < 2
                        ? Absent.VALUE
                        : new Edges(
                                        window.size(),
                                        window.timeMs(0),
                                        window.value(0),
                                        window.lastTimeMs(),
                                        window.lastValue())
                                .extrapolate(
                                        window.startMs(),
                                        window.endMs(),
                                        counter ? window.lostInResets() : 0,
                                        counter,
                                        perSecond),
                new Totals(
                        true,
                        (all, startMs, endMs) -> all.count() < 2
                                ? Absent.VALUE
                                : new Edges(all.count(), all.firstTimeMs(), all.first(), all.lastTimeMs(), all.last())
                                        .extrapolate(startMs, endMs, counter ? all.lost() : 0, counter, perSecond)));
    }

    /** The samples of a window from the outside: how many, the first and the last. */
    private record Edges(long size, long firstTimeMs, double first, long lastTimeMs, double last) {
        /**
         * The change from the first to the last sample, stretched to the whole window.
         *
         * <p>Samples are assumed to go on at their average distance up to the window's ends. When one is missing there, the
         * series is taken to begin or end half a distance beyond the sample. A counter is not stretched to below zero.
         */
        double extrapolate(long startMs, long endMs, double lost, boolean counter, boolean perSecond) {
            double change = last - first + lost;
            double toStart = (firstTimeMs - startMs) / 1000.0;
            double toEnd = (endMs - lastTimeMs) / 1000.0;
            double sampled = (lastTimeMs - firstTimeMs) / 1000.0;
            double interval = sampled / (size - 1);
            double threshold = interval * THRESHOLD_INTERVALS;
            if (toStart >= threshold) {
                toStart = interval / 2;
            }
            if (counter && change > 0 && first >= 0) {
                double toZero = sampled * (first / change);
                if (toZero < toStart) {
                    toStart = toZero;
                }
            }
            if (toEnd >= threshold) {
                toEnd = interval / 2;
            }
            double factor = (sampled + toStart + toEnd) / sampled;
            if (perSecond) {
                factor /= (endMs - startMs) / 1000.0;
            }
            return change * factor;
        }
    }

    private static double lastTwo(Window window, boolean perSecond) {
        int size = window.size();
        if (size < 2) {
            return Absent.VALUE;
        }
        double last = window.value(size - 1);
        double previous = window.value(size - 2);
        boolean reset = perSecond && last < previous;
        double change = reset ? last : last - previous;
        return perSecond ? change / ((window.timeMs(size - 1) - window.timeMs(size - 2)) / 1000.0) : change;
    }
}
