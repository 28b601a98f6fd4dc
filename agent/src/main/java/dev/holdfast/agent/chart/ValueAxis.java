package dev.holdfast.agent.chart;

import java.util.ArrayList;
import java.util.List;

/**
 * The upright axis of a chart: round numbers that span the values, and their texts.
 *
 * @param low value at the bottom
 * @param high value at the top
 * @param step distance of the ticks
 * @param unit what is measured; steps are round in it
 */
record ValueAxis(double low, double high, double step, Unit unit) {
    /** Beyond this an axis would overflow; such values lie on its end. */
    private static final double LARGEST = 1e307;

    private static final double SMALLEST = 1e-300;
    private static final double[] ROUND = {1, 2, 2.5, 5, 10};
    /** Steps of minutes and hours. */
    private static final double[] ROUND_OF_SIXTY = {1, 2, 5, 10, 15, 20, 30, 60};

    /** An axis for values between two finite bounds, with about so many ticks. */
    static ValueAxis spanning(double least, double most, int ticks, Unit unit) {
        double low = Math.max(-LARGEST, Math.min(LARGEST, least));
        double high = Math.max(-LARGEST, Math.min(LARGEST, most));
        // Near enough to zero, zero is shown: the eye compares heights.
        if (low > 0 && low < high / 2) {
            low = 0;
        } else if (high < 0 && high > low / 2) {
            high = 0;
        }
        double magnitude = Math.max(Math.abs(low), Math.abs(high));
        if (high - low <= Math.max(SMALLEST, Math.ulp(magnitude) * 16)) {
            double margin = magnitude < SMALLEST ? 1 : magnitude * 0.1;
            low -= margin;
            high += margin;
        }
        // Nothing is less than no bytes, and of percents there are seldom more than a hundred.
        if (least >= 0 && low < 0) {
            low = 0;
        }
        double factor = unit.scale(Math.max(Math.abs(low), Math.abs(high))).factor();
        double step = roundUp((high - low) / Math.max(1, ticks) / factor, unit, factor) * factor;
        return new ValueAxis(Math.floor(low / step) * step, Math.ceil(high / step) * step, step, unit);
    }

    /** The next of 1, 2, 2.5 and 5 times a power of ten; of minutes and hours what divides sixty. */
    private static double roundUp(double value, Unit unit, double factor) {
        boolean sixty = unit == Unit.SECONDS && factor >= 60 && factor <= 3600 && value >= 1 && value <= 60;
        double power = sixty ? 1 : Math.pow(10, Math.floor(Math.log10(value)));
        for (double round : sixty ? ROUND_OF_SIXTY : ROUND) {
            // A hair of tolerance: 0.1 * 3 must not need a step of 0.4.
            if (value <= round * power * (1 + 1e-9)) {
                return round * power;
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
        Unit.Scale scale = unit.scale(largest);
        if (largest / scale.factor() >= 1e6 || largest / scale.factor() < 1e-4) {
            return Decimals.scientific(Math.abs(tick) < step / 1e6 ? 0 : tick / scale.factor()) + scale.name();
        }
        double scaledStep = step / scale.factor();
        int decimals = 0;
        while (decimals < 9 && Math.abs(scaledStep - Math.rint(scaledStep)) > 1e-6 * scaledStep) {
            scaledStep *= 10;
            decimals++;
        }
        double value = tick / scale.factor();
        double shown = Math.abs(value) < step / scale.factor() / 1e6 ? 0 : value;
        return Decimals.fixed(shown, decimals) + scale.name();
    }

    /** Where a value lies: 0 at the top, 1 at the bottom, and at an end what lies beyond it. */
    public double shareFromTop(double value) {
        return Math.max(0, Math.min(1, (high - value) / (high - low)));
    }
}
