package dev.holdfast.storage.wal;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.io.ByteReader;
import dev.holdfast.storage.io.ByteWriter;

/**
 * The values of one tick as the difference to those of the tick before.
 *
 * <p>Two bits a value say how it changed, four values a byte; what it takes to make the change follows:
 *
 * <ul>
 *   <li>0, same bits: nothing
 *   <li>1, both are integers: zigzag varint of the difference
 *   <li>2, both are integers divided by 100 (CPU seconds, loads): zigzag varint of the difference of these
 *   <li>3, anything: the exclusive-or of the bits as a byte {@code leading zero bytes * 16 + length} and that many bytes
 * </ul>
 *
 * <p>A log row of host data becomes about a tenth of its eight bytes a value by this, in one pass and without state but the
 * row before. Stateless; any thread.
 */
final class RowCodec {
    private static final int SAME = 0;
    private static final int INTEGER = 1;
    private static final int HUNDREDTHS = 2;
    private static final int XOR = 3;

    /** Integers of at most this magnitude are exact in a double, and so are their differences in a long. */
    private static final double EXACT = 1L << 53;

    private RowCodec() {}

    static void encode(long[] before, long[] now, int count, ByteWriter out) {
        int codes = (count + 3) / 4;
        int start = out.size();
        out.ensure(codes + 10 * count);
        for (int i = 0; i < codes; i++) {
            out.u8(0);
        }
        for (int i = 0; i < count; i++) {
            if (now[i] == before[i]) {
                continue;
            }
            int code = encodeChange(before[i], now[i], out);
            out.array()[start + (i >> 2)] |= (byte) (code << ((i & 3) << 1));
        }
    }

    private static int encodeChange(long before, long now, ByteWriter out) {
        double from = Double.longBitsToDouble(before);
        double to = Double.longBitsToDouble(now);
        if (Math.abs(from) <= EXACT && Math.abs(to) <= EXACT) { // false for NaN
            long fromInteger = (long) from;
            long toInteger = (long) to;
            if (bitsOf(fromInteger) == before && bitsOf(toInteger) == now) {
                out.varint(toInteger - fromInteger);
                return INTEGER;
            }
            long fromHundredths = Math.round(from * 100);
            long toHundredths = Math.round(to * 100);
            if (bitsOfHundredths(fromHundredths) == before && bitsOfHundredths(toHundredths) == now) {
                out.varint(toHundredths - fromHundredths);
                return HUNDREDTHS;
            }
        }
        long xor = before ^ now;
        int leading = Long.numberOfLeadingZeros(xor) >>> 3;
        int trailing = Long.numberOfTrailingZeros(xor) >>> 3;
        int length = 8 - leading - trailing;
        out.u8(leading << 4 | length);
        for (int i = 0; i < length; i++) {
            out.u8((int) (xor >>> ((trailing + i) << 3)));
        }
        return XOR;
    }

    static void decode(ByteReader in, long[] row, int count) throws CorruptionException {
        int codes = (count + 3) / 4;
        byte[] array = in.array();
        int start = in.arrayPosition();
        in.skip(codes);
        for (int i = 0; i < count; i++) {
            int code = array[start + (i >> 2)] >>> ((i & 3) << 1) & 3;
            switch (code) {
                case SAME -> {}
                case INTEGER -> row[i] = bitsOf((long) Double.longBitsToDouble(row[i]) + in.varint());
                case HUNDREDTHS -> {
                    long hundredths = Math.round(Double.longBitsToDouble(row[i]) * 100);
                    row[i] = bitsOfHundredths(hundredths + in.varint());
                }
                default -> row[i] ^= decodeXor(in);
            }
        }
    }

    private static long decodeXor(ByteReader in) throws CorruptionException {
        int shape = in.u8();
        int leading = shape >>> 4;
        int length = shape & 15;
        if (leading + length > 8) {
            throw in.wrong("log value", "expected at most eight bytes, found shape " + shape);
        }
        long xor = 0;
        int trailing = 8 - leading - length;
        for (int i = 0; i < length; i++) {
            xor |= (long) in.u8() << ((trailing + i) << 3);
        }
        return xor;
    }

    private static long bitsOf(long integer) {
        return Double.doubleToRawLongBits((double) integer);
    }

    private static long bitsOfHundredths(long hundredths) {
        return Double.doubleToRawLongBits(hundredths / 100.0);
    }
}
