package dev.holdfast.benchmarks.kinds;

import java.util.Random;

/**
 * How busy something is, from 0 to 1 and for moments above: a day's curve, noise that reverts to it, and bursts. What the
 * sources of a kind are driven by. One thread.
 */
final class Activity {
    private final Random random;
    private final double level;
    private final double swing;
    private final double phase;
    private double noise;
    private double burst;
    private double seconds;

    Activity(Random random) {
        this.random = random;
        this.level = 0.05 + 0.4 * random.nextDouble();
        this.swing = 0.5 * level * random.nextDouble();
        this.phase = random.nextDouble() * 86_400;
    }

    double next(double step) {
        seconds += step;
        double keep = StrictMath.exp(-step / 120);
        noise = noise * keep + Math.sqrt(1 - keep * keep) * 0.2 * level * random.nextGaussian();
        burst *= StrictMath.exp(-step / 30);
        if (random.nextDouble() < step / 1800) {
            burst += random.nextDouble() * (1 - level);
        }
        double day = swing * StrictMath.sin((seconds + phase) * 2 * Math.PI / 86_400);
        return Math.max(0, level + day + noise + burst);
    }
}
