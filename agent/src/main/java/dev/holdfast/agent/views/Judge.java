package dev.holdfast.agent.views;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says of a curve whether it stands out, and since when. Pure but for asking for more of the curve. */
final class Judge {
    /** More of the curves of the measure. */
    @FunctionalInterface
    interface More {
        Map<String, Curve> curves(long fromMs, long toMs, long stepMs);
    }

    private static final long BACK_MS = 86_400_000;
    private static final long COARSE_STEP_MS = 300_000;
    /** A level counts that lasts for so many steps. */
    private static final int STEPS_OF_LEVEL = 3;

    private static final double TIMES_USUAL = 2;
    private static final double LEAST_FIT = 0.85;
    private static final double LEAST_FALL = 0.03;
    private static final double MUCH_FALL = 0.1;

    private final Measure measure;
    private final String expression;
    private final More more;

    Judge(Measure measure, String expression, More more) {
        this.measure = measure;
        this.expression = expression;
        this.more = more;
    }

    /** What there is to say of a curve, with that of the usual time where there is one. */
    Finding judge(String name, Curve curve, @Nullable Curve usual) {
        return switch (measure.kind()) {
            case RATE, LEVEL -> high(name, curve, usual);
            case EVENT -> event(name, curve, usual);
            case STATE -> isNew(curve, usual) ? event(name, curve, usual) : plain(name, curve, usual, curve.max());
            case REST -> rest(name, curve, usual);
        };
    }

    private Finding high(String name, Curve curve, @Nullable Curve usual) {
        double level = level(curve);
        double base = usual == null || usual.highest() < 0 ? curve.quantile(0.1) : usual.average();
        double often = usual == null || usual.highest() < 0 ? 1.5 * curve.quantile(0.25) : usual.quantile(0.95);
        boolean high = level >= measure.alarm();
        boolean unusual = level >= measure.notable() && level >= TIMES_USUAL * often && level - often > 0;
        if (!high && !unusual) {
            return plain(name, curve, usual, level);
        }
        double threshold = base < 0.7 * level ? (base + level) / 2 : Math.min(measure.alarm(), 0.9 * level);
        HighStretch stretch = HighStretch.of(curve, threshold);
        if (stretch == null) {
            return plain(name, curve, usual, level);
        }
        long sinceMs = begin(curve.timeMs(stretch.first()), curve.stepMs());
        boolean longer = false;
        if (stretch.first() <= 1) {
            long earlierMs = earlier(name, curve, threshold);
            longer = earlierMs <= curve.fromMs() - BACK_MS + COARSE_STEP_MS;
            sinceMs = Math.min(sinceMs, earlierMs);
        }
        long untilMs = stretch.last() >= curve.size() - 2 ? 0 : curve.timeMs(stretch.last());
        Finding.Severity severity = high ? Finding.Severity.HIGH : Finding.Severity.UNUSUAL;
        return new Finding(
                measure,
                name,
                expression,
                curve,
                severity,
                level,
                average(usual),
                sinceMs,
                untilMs,
                longer,
                Double.NaN);
    }

    /** A rate at a step is of the time up to it, so that what made it high began before. */
    private long begin(long firstMs, long stepMs) {
        return measure.kind() == Measure.Kind.RATE ? firstMs - stepMs : firstMs;
    }

    /** Since when it has been high that was so at the beginning: by coarse steps, then by fine ones. */
    private long earlier(String name, Curve curve, double threshold) {
        long foundMs = curve.fromMs();
        Curve coarse = more.curves(curve.fromMs() - BACK_MS, curve.fromMs(), COARSE_STEP_MS)
                .get(name);
        if (coarse == null) {
            return foundMs;
        }
        int dips = 0;
        for (int i = coarse.size() - 1; i >= 0 && dips <= 2; i--) {
            if (coarse.value(i) >= threshold) {
                foundMs = coarse.timeMs(i);
                dips = 0;
            } else {
                dips++;
            }
        }
        if (curve.stepMs() >= COARSE_STEP_MS || foundMs <= coarse.fromMs()) {
            return begin(foundMs, COARSE_STEP_MS);
        }
        // The coarse step above may have begun anywhere in the one before.
        Curve fine = more.curves(foundMs - 2 * COARSE_STEP_MS, foundMs, curve.stepMs())
                .get(name);
        if (fine == null) {
            return foundMs;
        }
        int first = fine.size() - 1;
        int below = 0;
        for (int i = fine.size() - 1; i >= 0 && below <= 2; i--) {
            below = fine.value(i) >= threshold ? 0 : below + 1;
            first = below == 0 ? i : first;
        }
        return begin(fine.timeMs(first), curve.stepMs());
    }

    /** Whether a state was not so at the beginning, or not so usually. */
    private static boolean isNew(Curve curve, @Nullable Curve usual) {
        return curve.quantile(0) < 0.5 || (usual != null && usual.average() < 0.5);
    }

    private Finding event(String name, Curve curve, @Nullable Curve usual) {
        int first = -1;
        int last = -1;
        for (int i = 0; i < curve.size(); i++) {
            if (curve.value(i) >= measure.alarm()) {
                first = first < 0 ? i : first;
                last = i;
            }
        }
        if (first < 0) {
            return plain(name, curve, usual, curve.max());
        }
        long untilMs = last >= curve.size() - 2 ? 0 : curve.timeMs(last);
        return new Finding(
                measure,
                name,
                expression,
                curve,
                Finding.Severity.HIGH,
                curve.max(),
                average(usual),
                curve.timeMs(first) - curve.stepMs(),
                untilMs,
                false,
                Double.NaN);
    }

    private Finding rest(String name, Curve curve, @Nullable Curve usual) {
        FallingLine line = FallingLine.of(curve);
        Curve of = curve;
        boolean longer = false;
        if (line != null && line.begin() == 0) {
            Curve day = more.curves(
                            curve.timeMs(curve.size() - 1) - BACK_MS, curve.timeMs(curve.size() - 1), COARSE_STEP_MS)
                    .get(name);
            FallingLine longLine = day == null ? null : FallingLine.of(day);
            if (day != null && longLine != null && longLine.fit() >= LEAST_FIT) {
                line = longLine;
                of = day;
                longer = line.begin() == 0;
            }
        }
        if (line == null || line.fit() < LEAST_FIT) {
            return plain(name, curve, usual, curve.max());
        }
        double fall = line.perStep() * (of.size() - 1 - line.begin());
        double perSecond = line.perStep() * 1000 / of.stepMs();
        double secondsLeft = curve.last() / perSecond;
        boolean soon = secondsLeft < measure.alarm() && fall >= LEAST_FALL * of.max();
        if (!soon && fall < MUCH_FALL * of.max()) {
            return plain(name, curve, usual, curve.max());
        }
        return new Finding(
                measure,
                name,
                expression,
                curve,
                soon ? Finding.Severity.HIGH : Finding.Severity.UNUSUAL,
                curve.max(),
                average(usual),
                of.timeMs(line.begin()),
                0,
                longer,
                perSecond);
    }

    private Finding plain(String name, Curve curve, @Nullable Curve usual, double level) {
        return new Finding(
                measure,
                name,
                expression,
                curve,
                Finding.Severity.USUAL,
                level,
                average(usual),
                0,
                0,
                false,
                Double.NaN);
    }

    private static double average(@Nullable Curve usual) {
        return usual == null ? Double.NaN : usual.average();
    }

    private static double level(Curve curve) {
        double[] sorted = curve.sorted();
        int count = Math.min(STEPS_OF_LEVEL, sorted.length);
        return Arrays.stream(sorted, sorted.length - count, sorted.length)
                .average()
                .orElse(Double.NaN);
    }
}
