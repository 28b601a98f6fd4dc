package dev.holdfast.storage.encoding;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.io.ByteReader;
import dev.holdfast.storage.io.ByteWriter;

/**
 * Each value's bits xor those of the one before, as in Gorilla (Pelkonen et al., VLDB 2015): for true floats whose low
 * bits are often zero or repeat. Pure functions.
 *
 * <p>The first value is 64 bits. Then per value: {@code 0}, the same; {@code 10}, the bits inside the last window;
 * {@code 11}, a new window as 6 bits of leading zeros and 6 of length - 1, and the bits inside it. Unlike Gorilla, any
 * number of leading zeros can be said, and a window that has become much too wide is given up.
 */
final class XorCodec {
    /** A new window costs this many bits: one that wastes more is replaced. */
    private static final int WINDOW_BITS = 12;

    private XorCodec() {}

    /** Appends a column of at least one value. */
    static void encode(long[] bits, int from, int count, ByteWriter out) {
        out.u64(bits[from]);
        BitWriter to = new BitWriter(out);
        int leading = 64;
        int length = 0;
        for (int i = from + 1; i < from + count; i++) {
            long xor = bits[i] ^ bits[i - 1];
            if (xor == 0) {
                to.put(0, 1);
                continue;
            }
            int ownLeading = Long.numberOfLeadingZeros(xor);
            int ownLength = 64 - ownLeading - Long.numberOfTrailingZeros(xor);
            boolean inside = ownLeading >= leading && ownLeading + ownLength <= leading + length;
            if (inside && length <= ownLength + WINDOW_BITS) {
                to.put(0b01, 2);
            } else {
                leading = ownLeading;
                length = ownLength;
                to.put(0b11, 2);
                to.put(leading, 6);
                to.put(length - 1, 6);
            }
            to.putLong(xor >>> (64 - leading - length), length);
        }
        to.finish();
    }

    /** Reads a column of at least one value. */
    static void decode(ByteReader in, int count, long[] into, int from) throws CorruptionException {
        long value = in.u64();
        into[from] = value;
        BitReader bits = new BitReader(in);
        int leading = 0;
        int length = 0;
        for (int i = from + 1; i < from + count; i++) {
            if (bits.get(1) != 0) {
                if (bits.get(1) != 0) {
                    leading = (int) bits.get(6);
                    length = (int) bits.get(6) + 1;
                }
                if (length == 0 || leading + length > 64) {
                    throw in.wrong("xor window", "leading=" + leading + " length=" + length);
                }
                value ^= bits.getLong(length) << (64 - leading - length);
            }
            into[i] = value;
        }
    }
}
