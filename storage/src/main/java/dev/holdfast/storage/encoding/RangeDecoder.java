package dev.holdfast.storage.encoding;

/**
 * Reads what {@link RangeEncoder} wrote. Wrong bytes give wrong bits, never an exception and never a read outside the
 * range given: past the end there are zeros. One thread; reusable with {@link #open}.
 */
final class RangeDecoder {
    private static final long TOP = 0xffff_ffffL;

    private byte[] bytes = new byte[0];
    private int position;
    private int end;
    private long code;
    private long range;

    private int start;
    private int backPosition;
    private long pending;
    private int pendingBits;

    /** Begins a code that fills a part of an array, which must not change until the last bit is read. */
    void open(byte[] array, int from, int length) {
        bytes = array;
        start = from;
        position = from;
        end = from + length;
        backPosition = end;
        pending = 0;
        pendingBits = 0;
        range = TOP;
        code = 0;
        for (int i = 0; i < 4; i++) {
            code = (code << 8) | next();
        }
    }

    /** One modelled bit; {@code one} is the probability that it is 1, in 65536ths. */
    int decode(int one) {
        long bound = (range >>> 16) * one;
        // Without a branch: a bit is what a processor cannot guess.
        long below = (code - bound) >> 63; // all ones for a 1
        long rest = range - bound;
        range = rest ^ ((rest ^ bound) & below);
        code -= bound & ~below;
        int bit = (int) -below;
        while (range < 1L << 24) {
            code = ((code << 8) | next()) & TOP;
            range <<= 8;
        }
        return bit;
    }

    /** Plain bits, 0 to 32 of them. */
    long plain(int bits) {
        if (pendingBits < bits) {
            refill();
        }
        long value = pending & ((1L << bits) - 1);
        pending >>>= bits;
        pendingBits -= bits;
        return value;
    }

    /** Four bytes at a time: how often one runs short depends on the data, and a processor cannot guess it. */
    private void refill() {
        for (int i = 0; i < 4; i++) {
            long next = backPosition > start ? bytes[--backPosition] & 0xff : 0;
            pending |= next << pendingBits;
            pendingBits += 8;
        }
    }

    private int next() {
        return position < end ? bytes[position++] & 0xff : 0;
    }
}
