package dev.holdfast.storage.encoding;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;

/** Makes columns of values like those that hosts show, and some that no host shows, from a seed. */
@SuppressWarnings("ImmutableEnumChecker")
enum ValueClasses {
    CONSTANT(r -> {
        double v = r.nextInt(4) == 0 ? r.nextDouble() : r.nextInt(1000);
        return i -> v;
    }),
    COUNTER(r -> {
        long[] v = {r.nextLong(1L << r.nextInt(1, 54))};
        int bound = 1 << r.nextInt(1, 24);
        return i -> v[0] += r.nextInt(bound);
    }),
    IDLE_COUNTER(r -> {
        long[] v = {r.nextInt(1000)};
        return i -> v[0] += r.nextInt(50) == 0 ? r.nextInt(1, 5) : 0;
    }),
    RESETTING_COUNTER(r -> {
        long[] v = {1L << 40};
        return i -> v[0] = r.nextInt(300) == 0 ? 0 : v[0] + r.nextInt(5000);
    }),
    TICKS(r -> {
        long[] v = {r.nextInt(1 << 20)};
        return i -> (v[0] += r.nextInt(200)) / 1e2;
    }),
    MILLIS_TIMES(r -> {
        long[] v = {r.nextInt(1 << 30)};
        return i -> (v[0] += r.nextInt(1200)) * 0.001;
    }),
    MICROS_TWO_STEPS(r -> {
        long[] v = {r.nextInt(1 << 30)};
        return i -> (v[0] += r.nextInt(1000000)) / 1000.0 / 1000.0;
    }),
    GO_DURATION(r -> i -> {
        long nanos = (long) Math.exp(10 + r.nextGaussian() * 5);
        long seconds = nanos / 1_000_000_000L;
        return seconds + (nanos - seconds * 1_000_000_000L) / 1e9;
    }),
    UNIX_NANOS(r -> {
        long[] v = {1795354911623939300L};
        return i -> (v[0] += 1_000_000_000L + r.nextInt(-4000000, 4000000)) / 1e9;
    }),
    PAGES(r -> {
        long[] v = {r.nextInt(1 << 20)};
        return i -> (v[0] += r.nextInt(-300, 300)) * 4096.0;
    }),
    LOAD_AVERAGE(r -> {
        double[] v = {1};
        return i -> {
            if (i % 5 == 0) {
                v[0] = Math.rint((v[0] * 0.92 + r.nextInt(4) * 0.08) * 100) / 100;
            }
            return v[0];
        };
    }),
    NOISE(r -> i -> Math.rint(Math.exp(10 + r.nextGaussian() * 0.7)) * 1e-9),
    SINE(r -> i -> 50 + 20 * Math.sin(i / 100.0)),
    TRUE_FLOAT(r -> i -> r.nextDouble()),
    FLOAT32(r -> i -> (float) (20 + r.nextGaussian())),
    RATIO(r -> i -> r.nextInt(100) / 97.0),
    STATES(r -> {
        double[] states = {0, 1, Double.NaN, -1.5, 1e300, Math.PI};
        return i -> states[r.nextInt(states.length)];
    }),
    BINARY_FRACTION(r -> i -> r.nextInt(1 << 20) / 1024.0),
    HUGE_INTEGERS(r -> i -> (double) (r.nextLong() & Long.MAX_VALUE)),
    NEGATIVE_DECIMALS(r -> i -> -r.nextInt(100000) / 1e4),
    SINGLE_DIVIDED(r -> i -> (float) (20 + r.nextInt(4000) / 100.0)),
    SINGLE_TIMES(r -> i -> (1000 + r.nextInt(400)) * 0.001f),
    SHARE(r -> {
        double whole = 1 + r.nextInt(1 << 25);
        return i -> r.nextInt((int) whole) / whole;
    }),
    PERCENTAGE(r -> {
        double whole = 1 + r.nextInt(1 << 25);
        return i -> r.nextInt((int) whole) / whole * 100;
    }),
    BUSY_SHARE(r -> i -> {
        int ticks = 1500 + r.nextInt(-1, 2);
        return 100.0 * r.nextInt(ticks) / ticks;
    }),
    DECIMAL_SUM(r -> {
        double[] sum = {0};
        return i -> sum[0] += r.nextInt(100_000) / 1e6;
    }),
    NORMALISED(r -> {
        double largest = 1000 + r.nextInt(50_000);
        long[] v = {(long) largest / 2};
        return i -> Math.rint(Math.abs(v[0] += r.nextInt(-9, 10)) / largest * 1e6) / 1e6;
    }),
    ANY_BITS(r -> i -> Double.longBitsToDouble(r.nextLong()));

    /** Bits that codecs get wrong. */
    static final long[] ADVERSARIAL = {
        0x7ff0_0000_0000_0002L,
        0x7ff8_0000_0000_0000L,
        0xfff8_0000_0000_0001L,
        0x7fff_ffff_ffff_ffffL,
        -1L,
        Long.MIN_VALUE,
        0L,
        1L,
        Long.MIN_VALUE | 1,
        0x000f_ffff_ffff_ffffL,
        Double.doubleToRawLongBits(Double.POSITIVE_INFINITY),
        Double.doubleToRawLongBits(Double.NEGATIVE_INFINITY),
        Double.doubleToRawLongBits(Double.MAX_VALUE),
        Double.doubleToRawLongBits(-Double.MAX_VALUE),
        Double.doubleToRawLongBits(0x1p53),
        Double.doubleToRawLongBits(0x1p53 + 2),
        Double.doubleToRawLongBits(0x1p63),
        Double.doubleToRawLongBits(-0x1p63),
        Double.doubleToRawLongBits(0.1 + 0.2),
        Double.doubleToRawLongBits(1e22),
    };

    private interface Source {
        IntToDoubleFunction open(SplittableRandom random);
    }

    private final Source source;

    ValueClasses(Source source) {
        this.source = source;
    }

    /** A column of raw bits. */
    long[] bits(long seed, int count) {
        IntToDoubleFunction values = source.open(new SplittableRandom(seed));
        long[] bits = new long[count];
        for (int i = 0; i < count; i++) {
            bits[i] = Double.doubleToRawLongBits(values.applyAsDouble(i));
        }
        return bits;
    }

    /** The same column with some values replaced by adversarial ones, singly and in runs. */
    static long[] spoiled(long[] bits, SplittableRandom random) {
        long[] result = bits.clone();
        int times = random.nextInt(1, 6);
        for (int k = 0; k < times; k++) {
            long bad = ADVERSARIAL[random.nextInt(ADVERSARIAL.length)];
            int start = random.nextInt(result.length);
            int end = Math.min(result.length, start + (random.nextBoolean() ? 1 : random.nextInt(1, 40)));
            Arrays.fill(result, start, end, bad);
        }
        return result;
    }
}
