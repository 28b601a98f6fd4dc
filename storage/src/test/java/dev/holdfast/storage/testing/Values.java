package dev.holdfast.storage.testing;

import java.util.Random;

/** Bits of values as hosts and hostile inputs have them. */
public final class Values {
    private static final long[] SPECIAL = {
        0x7ff0_0000_0000_0002L, // stale marker
        0x7ff8_0000_0000_0000L,
        0x7ff8_0000_dead_beefL,
        0xfff8_0000_0000_0001L,
        0x7ff0_0000_0000_0001L,
        0x7ff0_0000_0000_0000L,
        0xfff0_0000_0000_0000L,
        0x8000_0000_0000_0000L,
        1L,
        0x7fef_ffff_ffff_ffffL,
        Double.doubleToRawLongBits(1L << 53),
        Double.doubleToRawLongBits(-(double) (1L << 53)),
        Double.doubleToRawLongBits(0.1),
        Double.doubleToRawLongBits(1e300)
    };

    private Values() {}

    /** A value that follows another: mostly what a counter or gauge would do, at times anything. */
    public static long next(Random random, long before) {
        double value = Double.longBitsToDouble(before);
        return switch (random.nextInt(12)) {
            case 0 -> SPECIAL[random.nextInt(SPECIAL.length)];
            case 1 -> random.nextLong();
            case 2 -> Double.doubleToRawLongBits(random.nextInt(1000) / 100.0);
            case 3 -> Double.doubleToRawLongBits(random.nextGaussian());
            case 4, 5, 6 -> before;
            default ->
                Double.doubleToRawLongBits(
                        Double.isFinite(value) && Math.abs(value) < 1e15 ? Math.rint(value) + random.nextInt(50) : 0);
        };
    }
}
