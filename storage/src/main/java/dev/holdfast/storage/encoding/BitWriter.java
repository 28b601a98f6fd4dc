package dev.holdfast.storage.encoding;

import dev.holdfast.storage.io.ByteWriter;

/** Appends bits to bytes, lowest first. One thread. */
final class BitWriter {
    private final ByteWriter out;
    private long pending;
    private int filled;

    /** Begins at a byte boundary; nobody else may append until {@link #finish}. */
    BitWriter(ByteWriter out) {
        this.out = out;
    }

    /** The low bits of a value, 0 to 32 of them. */
    void put(long value, int bits) {
        pending |= (value & ((1L << bits) - 1)) << filled;
        filled += bits;
        while (filled >= 8) {
            out.u8((int) pending);
            pending >>>= 8;
            filled -= 8;
        }
    }

    /** The low bits of a value, 0 to 64 of them. */
    void putLong(long value, int bits) {
        if (bits > 32) {
            put(value, 32);
            put(value >>> 32, bits - 32);
        } else {
            put(value, bits);
        }
    }

    /** Fills the last byte with zeros. */
    void finish() {
        if (filled > 0) {
            out.u8((int) pending);
        }
    }
}
