package dev.holdfast.agent.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The upright axis of a chart: round numbers that span the values, and their texts.
 *
 * @param low value at the bottom
 * @param high value at the top
 * @param step distance of the ticks
 */
public record ValueAxis(double low, double high, double step) {
    private static final String[] UNITS = {"", "k", "M", "G", "T", "P"};

    /** An axis for values between two finite bounds, with about so many ticks. */
    public static ValueAxis spanning(double least, double most, int ticks) {
        double low = least;
        double high = most;
        // Near enough to zero, zero is shown: the eye compares heights.
        if (low > 0 && low < high / 2) {
            low = 0;
        } else if (high < 0 && high > low / 2) {
            high = 0;
        }
        if (high - low <= Math.ulp(high) * 16) {
            double margin = high == 0 ? 1 : Math.abs(high) * 0.1;
            low -= margin;
            high += margin;
        }
        double step = roundUp((high - low) / Math.max(1, ticks));
        return new ValueAxis(Math.floor(low / step) * step, Math.ceil(high / step) * step, step);
    }

    /** The next of 1, 2, 2.5 and 5 times a power of ten. */
    private static double roundUp(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (double factor : new double[] {1, 2, 2.5, 5}) {
            // A hair of tolerance: 0.1 * 3 must not need a step of 0.4.
            if (value <= factor * power * (1 + 1e-9)) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    /** The values of the ticks, from the bottom. */
    public List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        int count = (int) Math.round((high - low) / step);
        for (int i = 0; i <= count; i++) {
            ticks.add(low + i * step);
        }
        return ticks;
    }

    /** The text of a tick: all ticks of an axis have one unit and as many decimals as their step needs. */
    public String label(double tick) {
        double largest = Math.max(Math.abs(low), Math.abs(high));
        int unit = 0;
        double scale = 1;
        while (largest / scale >= 1000 && unit < UNITS.length - 1) {
            scale *= 1000;
            unit++;
        }
        if (largest / scale >= 1e6 || largest < 1e-4) {
            return String.format(Locale.ROOT, "%.2e", tick);
        }
        double scaledStep = step / scale;
        int decimals = 0;
        while (decimals < 9 && Math.abs(scaledStep - Math.rint(scaledStep)) > 1e-6) {
            scaledStep *= 10;
            decimals++;
        }
        double value = tick / scale;
        // Not "-0.0".
        double shown = Math.abs(value) < step / scale / 1e6 ? 0 : value;
        return String.format(Locale.ROOT, "%." + decimals + "f", shown) + UNITS[unit];
    }
}
