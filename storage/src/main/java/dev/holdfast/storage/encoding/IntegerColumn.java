package dev.holdfast.storage.encoding;

import java.util.Arrays;

/**
 * A chunk's values as integers that start at 0 and have no common divisor, with all that is needed to say them again:
 * the mapping, the first integer, the divisor, and the exceptions. What an encoder compares ways to write. Reusable.
 */
final class IntegerColumn {
    /**
     * Integers that spread over more bits than this are hardly what a source counted: any double is some integer over some
     * power, so other mappings are worth a look.
     */
    static final int WIDE_BITS = 44;

    final ExceptionList exceptions = new ExceptionList();
    int mapping;
    /** Of a mapping that has one. */
    long parameter;

    /** Exceptions that are finite: what the mapping should have said and does not. */
    int finiteMisses;

    int count;
    long first;
    long divisor;
    long[] values = new long[0];

    /** Makes room, forgets the rest. */
    void begin(int newMapping, int newCount) {
        mapping = newMapping;
        count = newCount;
        exceptions.clear();
        finiteMisses = 0;
        if (values.length < newCount) {
            values = new long[Math.max(newCount, 1024)];
        }
    }

    /** Takes the bits themselves, in the order of doubles. */
    void mapOrderedBits(long[] bits, int from, int newCount) {
        begin(ChunkFormat.MAPPING_ORDERED_BITS, newCount);
        for (int i = 0; i < newCount; i++) {
            values[i] = OrderedBits.swap(bits[from + i]);
        }
        reduce();
    }

    /**
     * Takes the integers behind a scale; what it does not explain becomes an exception, and repeats its neighbour here so
     * that it costs nothing.
     *
     * @param limit gives up when there are more exceptions of finite values than this
     * @return index of the finite value that was one too many, or -1 if all went well
     */
    int mapScale(Scale scale, long[] bits, int from, int newCount, int limit) {
        begin(scale.id(), newCount);
        parameter = scale.parameter();
        long held = 0;
        int firstGood = -1;
        for (int i = 0; i < newCount; i++) {
            long hidden = scale.recover(bits[from + i]);
            if (hidden == Scale.NONE) {
                exceptions.add(i, bits[from + i]);
                if (ScaleFinder.canBeScaled(bits[from + i]) && ++finiteMisses > limit) {
                    return i;
                }
            } else {
                held = hidden;
                if (firstGood < 0) {
                    firstGood = i;
                }
            }
            values[i] = held;
        }
        if (firstGood > 0) {
            Arrays.fill(values, 0, firstGood, values[firstGood]);
        }
        reduce();
        return -1;
    }

    /** The scale behind the integers; not of a table, nor of bits. */
    Scale scale() {
        Scale fixed = Scale.byId(mapping);
        return fixed == null ? Scale.of(mapping, parameter) : fixed;
    }

    /** Subtracts the first value and divides by the greatest common divisor. */
    void reduce() {
        first = values[0];
        divisor = 1;
        long common = 0;
        boolean wraps = false;
        for (int i = 0; i < count; i++) {
            long value = values[i];
            long distance = value - first;
            wraps |= ((value ^ first) & (value ^ distance)) < 0;
            values[i] = distance;
            if (common != 1 && distance != 0) {
                common = greatestCommonDivisor(common, Math.abs(distance));
            }
        }
        if (wraps || common <= 1) {
            return;
        }
        divisor = common;
        if ((common & (common - 1)) == 0) {
            int shift = Long.numberOfTrailingZeros(common);
            for (int i = 0; i < count; i++) {
                values[i] >>= shift;
            }
        } else {
            for (int i = 0; i < count; i++) {
                values[i] /= common;
            }
        }
    }

    /** Whether the mapping says all that is finite, in integers that are not so large that it is in doubt. */
    boolean isExplained() {
        return finiteMisses == 0 && !isWide();
    }

    /** Whether the integers are so large that the mapping is in doubt. */
    boolean isWide() {
        return width() > WIDE_BITS;
    }

    /** Bits that the column takes without any prediction, to compare mappings by. */
    long plainBits(long missBits) {
        return (long) width() * count + finiteMisses * missBits;
    }

    private int width() {
        long all = 0;
        for (int i = 0; i < count; i++) {
            all |= values[i] ^ (values[i] >> 63);
        }
        return 64 - Long.numberOfLeadingZeros(all);
    }

    /** Of numbers from 0 to 2^63 - 1; a power of two, the usual case, needs no division. */
    private static long greatestCommonDivisor(long known, long next) {
        if (known == 0) {
            return next;
        }
        if ((known & (known - 1)) == 0 && (next & (known - 1)) == 0) {
            return known;
        }
        long a = known;
        long b = next;
        while (b != 0) {
            long rest = a % b;
            a = b;
            b = rest;
        }
        return a;
    }
}
