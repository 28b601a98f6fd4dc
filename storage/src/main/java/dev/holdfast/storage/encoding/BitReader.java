package dev.holdfast.storage.encoding;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.io.ByteReader;

/** Reads bits as {@link BitWriter} wrote them, and takes no byte before its first bit is asked for. One thread. */
final class BitReader {
    private final ByteReader in;
    private long pending;
    private int filled;

    BitReader(ByteReader in) {
        this.in = in;
    }

    /** 0 to 32 bits. */
    long get(int bits) throws CorruptionException {
        while (filled < bits) {
            pending |= (long) in.u8() << filled;
            filled += 8;
        }
        long value = pending & ((1L << bits) - 1);
        pending >>>= bits;
        filled -= bits;
        return value;
    }

    /** 0 to 64 bits. */
    long getLong(int bits) throws CorruptionException {
        if (bits <= 32) {
            return get(bits);
        }
        long low = get(32);
        return get(bits - 32) << 32 | low;
    }
}
