package dev.holdfast.query.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.query.functions.FunctionBody.OfWindow;
import dev.holdfast.query.memory.ArrayCursor;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a window remembers from step to step changes no bit of an answer, and the answers are right. */
class SlidingTest {
    private static final List<String> FUNCTIONS = List.of(
            "sum_over_time",
            "avg_over_time",
            "min_over_time",
            "max_over_time",
            "stddev_over_time",
            "stdvar_over_time",
            "quantile_over_time",
            "deriv",
            "predict_linear",
            "changes",
            "resets",
            "rate",
            "increase");
    private static final int SAMPLES = 6_000;
    private static final double RELATIVE = 1e-9;

    private long[] timesMs = new long[0];
    private double[] values = new double[0];

    private void data(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        timesMs = new long[SAMPLES];
        values = new double[SAMPLES];
        int kind = random.nextInt(5);
        long timeMs = 1_700_000_000_000L;
        for (int i = 0; i < SAMPLES; i++) {
            timeMs += kind == 0 ? 1_000 : 1 + random.nextInt(2_000) + (random.nextInt(900) == 0 ? 600_000 : 0);
            timesMs[i] = timeMs;
            values[i] = switch (kind) {
                case 0 -> 1e9 + random.nextDouble();
                case 1 -> random.nextInt(3);
                case 2 -> random.nextInt(400) == 0 ? Double.NaN : random.nextDouble() - 0.5;
                case 3 -> random.nextInt(2_000) == 0 ? Double.POSITIVE_INFINITY : i % 97 * 0.1;
                default -> i % 500 < 300 ? 7 : random.nextDouble() * Math.pow(10, random.nextInt(9));
            };
        }
    }

    private Window open() {
        long[] bits =
                Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
        Window window = new Window(new AmpleHost(Long.MAX_VALUE));
        window.open(new ArrayCursor(timesMs, bits));
        return window;
    }

    private static RangeFunction function(String name) {
        return ((OfWindow) FunctionTable.body(FunctionTable.signature(name))).function();
    }

    @Test
    void whatCameBeforeDoesNotMatter() {
        for (long seed = 0; seed < 12; seed++) {
            data(seed);
            SplittableRandom random = new SplittableRandom(seed);
            for (String name : FUNCTIONS) {
                long rangeMs = 1_000L + random.nextInt(4_000_000);
                long stepMs = 1L + random.nextInt((int) (rangeMs / (1 + random.nextInt(60)) + 1));
                compare(seed, name, rangeMs, Math.max(stepMs, 20_000));
            }
        }
    }

    private void compare(long seed, String name, long rangeMs, long stepMs) {
        Window sliding = open();
        RangeFunction function = function(name);
        double parameter = name.startsWith("quantile") ? 0.37 : 600;
        int steps = 0;
        for (long endMs = timesMs[0] - 5;
                endMs < timesMs[SAMPLES - 1] + rangeMs && steps < 120;
                endMs += stepMs, steps++) {
            sliding.slide(endMs - rangeMs, endMs, endMs);
            if (sliding.size() == 0) {
                continue;
            }
            Window alone = open();
            alone.slide(endMs - rangeMs, endMs, endMs);
            double expected = function.apply(alone, parameter);
            double actual = function.apply(sliding, parameter);
            String what = name + " seed=" + seed + " range=" + rangeMs + " step=" + stepMs + " end=" + endMs;
            assertEquals(Double.doubleToLongBits(expected), Double.doubleToLongBits(actual), what);
            plain(name, alone, parameter, expected, what);
        }
    }

    /** Computed once more in the plainest way. */
    private static void plain(String name, Window window, double parameter, double actual, String what) {
        double[] samples = new double[window.size()];
        window.copyValues(samples);
        double mean = Arrays.stream(samples).sum() / samples.length;
        double expected = switch (name) {
            case "sum_over_time" -> Arrays.stream(samples).sum();
            case "avg_over_time" -> mean;
            case "min_over_time" ->
                Arrays.stream(samples).filter(v -> !Double.isNaN(v)).min().orElse(Double.NaN);
            case "max_over_time" ->
                Arrays.stream(samples).filter(v -> !Double.isNaN(v)).max().orElse(Double.NaN);
            case "stdvar_over_time" ->
                Arrays.stream(samples).map(v -> (v - mean) * (v - mean)).sum() / samples.length;
            case "quantile_over_time" -> Quantile.of(parameter, samples.clone(), samples.length);
            case "changes" -> {
                int changes = 0;
                for (int i = 1; i < samples.length; i++) {
                    changes += Double.compare(samples[i], samples[i - 1]) == 0 ? 0 : 1;
                }
                yield changes;
            }
            default -> actual;
        };
        boolean same = Double.compare(expected, actual) == 0
                || Math.abs(expected - actual) <= RELATIVE * Math.max(Math.abs(expected), Math.abs(actual))
                || (name.equals("stdvar_over_time") && Math.abs(expected - actual) < 1e-6);
        assertTrue(same, what + ": expected " + expected + ", was " + actual);
    }

    @Test
    void aLineIsFoundAgain() {
        timesMs = new long[SAMPLES];
        values = new double[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            timesMs[i] = 1_700_000_000_000L + i * 7L;
            values[i] = 3 + 0.25 * i * 0.007;
        }
        Window window = open();
        window.slide(timesMs[0] - 1, timesMs[SAMPLES - 1], timesMs[SAMPLES - 1]);
        assertEquals(0.25, function("deriv").apply(window, 0), 1e-9);
        assertEquals(
                3 + 0.25 * (5_999 * 0.007 + 100), function("predict_linear").apply(window, 100), 1e-9);
    }

    @Test
    void giveBackWhatTheyTake() {
        data(1);
        AmpleHost host = new AmpleHost(Long.MAX_VALUE);
        Window window = new Window(host);
        window.open(new ArrayCursor(
                timesMs,
                Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray()));
        window.slide(0, Long.MAX_VALUE / 2, 0);
        function("quantile_over_time").apply(window, 0.5);
        function("sum_over_time").apply(window, 0);
        assertTrue(host.heldBytes() > 16L * SAMPLES, "held " + host.heldBytes());
        window.close();
        assertEquals(0, host.heldBytes());
    }

    /** What is kept in order is kept in the same arrays for every series: a query over many must not seem to take more. */
    @Test
    void oneSeriesAfterAnotherTakesNoMore() {
        AmpleHost host = new AmpleHost(Long.MAX_VALUE);
        Window window = new Window(host);
        data(0);
        slideInOrder(window);
        long once = host.heldBytes();
        for (int series = 0; series < 20; series++) {
            slideInOrder(window);
        }
        assertEquals(once, host.heldBytes());
    }

    private void slideInOrder(Window window) {
        window.open(new ArrayCursor(
                timesMs,
                Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray()));
        for (int i = 1_000; i < 1_100; i++) {
            window.slide(timesMs[i - 1_000], timesMs[i], timesMs[i]);
            function("quantile_over_time").apply(window, 0.5);
        }
    }
}
