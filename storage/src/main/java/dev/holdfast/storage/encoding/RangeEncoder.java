package dev.holdfast.storage.encoding;

import dev.holdfast.storage.io.ByteWriter;
import java.util.Arrays;

/**
 * Binary range coder with a side lane for bits that are not worth a model.
 *
 * <p>Modelled bits grow from the front, plain bits from the back, as in Opus (RFC 6716, section 4.1), so that one length
 * bounds both. The coder is Martin's range coder (1979) for two symbols, with 16-bit probabilities; a carry is added to
 * the bytes already written, which are still in memory. One thread; reusable after {@link #finish}.
 */
final class RangeEncoder {
    private static final long LEAST_RANGE = 1L << 24;
    private static final long TOP = 0xffff_ffffL;

    private byte[] front = new byte[1024];
    private int frontSize;
    private long low;
    private long range = TOP;

    private byte[] back = new byte[1024];
    private int backSize;
    private long pending;
    private int pendingBits;

    /** Forgets everything. */
    void reset() {
        frontSize = 0;
        low = 0;
        range = TOP;
        backSize = 0;
        pending = 0;
        pendingBits = 0;
    }

    /**
     * One modelled bit.
     *
     * @param one probability that it is 1, in 65536ths, 1 to 65535
     */
    void encode(int bit, int one) {
        long bound = (range >>> 16) * one;
        // Without a branch on the bit, which a processor cannot guess.
        long zero = bit - 1L; // all ones for a 0
        range = bound ^ ((range - bound ^ bound) & zero);
        low += bound & zero;
        while (range < LEAST_RANGE) {
            putTop();
            range <<= 8;
        }
    }

    /** Writes the top byte of the interval's lower end, which a carry may have pushed past {@link #TOP}. */
    private void putTop() {
        if (low > TOP) {
            carry();
        }
        putFront((int) (low >>> 24));
        low = (low << 8) & TOP;
    }

    /** The low bits of a value as they are, 0 to 32 of them. */
    void plain(long value, int bits) {
        pending |= (value & ((1L << bits) - 1)) << pendingBits;
        pendingBits += bits;
        while (pendingBits >= 8) {
            putBack((int) pending);
            pending >>>= 8;
            pendingBits -= 8;
        }
    }

    /** Ends the code and appends it, with its length in front. */
    void finish(ByteWriter out) {
        flushFront();
        if (pendingBits > 0) {
            putBack((int) pending);
        }
        out.uvarint(frontSize + backSize);
        out.raw(front, 0, frontSize);
        out.ensure(backSize);
        for (int i = backSize - 1; i >= 0; i--) {
            out.u8(back[i]);
        }
    }

    /** The fewest bytes that lie inside the last interval whatever bytes come after them. */
    private void flushFront() {
        if (low > TOP) {
            carry();
            low &= TOP;
        }
        for (int bytes = 1; bytes <= 4; bytes++) {
            long rest = (1L << (32 - 8 * bytes)) - 1;
            long value = (low + rest) & ~rest;
            if (value + rest < low + range) {
                if (value > TOP) {
                    carry();
                }
                for (int i = 0; i < bytes; i++) {
                    putFront((int) (value >>> (24 - 8 * i)));
                }
                return;
            }
        }
    }

    private void carry() {
        int i = frontSize - 1;
        while (i >= 0 && ++front[i] == 0) {
            i--;
        }
    }

    private void putFront(int value) {
        if (frontSize == front.length) {
            front = Arrays.copyOf(front, frontSize * 2);
        }
        front[frontSize++] = (byte) value;
    }

    private void putBack(int value) {
        if (backSize == back.length) {
            back = Arrays.copyOf(back, backSize * 2);
        }
        back[backSize++] = (byte) value;
    }
}
