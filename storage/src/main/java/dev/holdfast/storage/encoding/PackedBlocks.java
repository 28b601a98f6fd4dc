package dev.holdfast.storage.encoding;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.io.ByteReader;
import dev.holdfast.storage.io.ByteWriter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Unsigned residuals in blocks of {@link ChunkFormat#PACKED_BLOCK}, each with the width of its largest: one byte for the
 * width, then the values, lowest bits first (frame of reference, Goldstein et al. 1998, with the base left to the
 * caller's bias). Pure functions.
 */
final class PackedBlocks {
    private static final int BLOCK = ChunkFormat.PACKED_BLOCK;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private PackedBlocks() {}

    /** Bytes that {@link #write} would take for residuals moved by a bias, or zigzagged. */
    static int sizeBytes(long[] residuals, int from, int toExclusive, long bias, boolean zigzag) {
        int bytes = 0;
        for (int start = from; start < toExclusive; start += BLOCK) {
            int end = Math.min(start + BLOCK, toExclusive);
            int width = width(residuals, start, end, bias, zigzag);
            bytes += 1 + (((end - start) * width + 7) >>> 3);
        }
        return bytes;
    }

    /** Writes residuals moved by a bias, or zigzagged. */
    static void write(long[] residuals, int from, int toExclusive, long bias, boolean zigzag, ByteWriter out) {
        for (int start = from; start < toExclusive; start += BLOCK) {
            int end = Math.min(start + BLOCK, toExclusive);
            int width = width(residuals, start, end, bias, zigzag);
            out.u8(width);
            pack(residuals, start, end, bias, zigzag, width, out);
        }
    }

    /** Writes residuals that are not wider than this, without saying so; the last byte is filled up. */
    static void pack(
            long[] residuals, int from, int toExclusive, long bias, boolean zigzag, int width, ByteWriter out) {
        if (width == 0) {
            return;
        }
        long pending = 0;
        int bits = 0;
        for (int i = from; i < toExclusive; i++) {
            long moved = residuals[i] - bias;
            long value = zigzag ? (moved << 1) ^ (moved >> 63) : moved;
            pending |= value << bits;
            bits += width;
            if (bits >= 64) {
                out.u64(pending);
                bits -= 64;
                pending = bits == 0 ? 0 : value >>> (width - bits);
            }
        }
        for (; bits > 0; bits -= 8) {
            out.u8((int) pending);
            pending >>>= 8;
        }
    }

    /** Reads residuals, without the bias but with the zigzag undone. */
    static void read(ByteReader in, long[] into, int from, int toExclusive, boolean zigzag) throws CorruptionException {
        for (int start = from; start < toExclusive; start += BLOCK) {
            int end = Math.min(start + BLOCK, toExclusive);
            int width = in.u8();
            if (width > 64) {
                throw in.wrong("packed width", "expected at most 64, found " + width);
            }
            unpack(in, width, into, start, end);
            if (zigzag) {
                undoZigzag(into, start, end);
            }
        }
    }

    /** Reads values of a width of at most 64 bits. */
    static void unpack(ByteReader in, int width, long[] into, int from, int toExclusive) throws CorruptionException {
        int bytes = ((toExclusive - from) * width + 7) >>> 3;
        int at = in.arrayPosition();
        in.skip(bytes);
        if (width == 0) {
            Arrays.fill(into, from, toExclusive, 0);
        } else if (width <= 56 && at + bytes + 8 <= in.array().length) {
            unpack(in.array(), at, width, into, from, toExclusive);
        } else {
            unpackSlowly(in.array(), at, width, into, from, toExclusive);
        }
    }

    static void undoZigzag(long[] values, int from, int toExclusive) {
        for (int i = from; i < toExclusive; i++) {
            values[i] = (values[i] >>> 1) ^ -(values[i] & 1);
        }
    }

    /** Bits of the widest of some residuals moved by a bias, or zigzagged. */
    static int width(long[] residuals, int from, int toExclusive, long bias, boolean zigzag) {
        long all = 0;
        if (zigzag) {
            for (int i = from; i < toExclusive; i++) {
                long moved = residuals[i] - bias;
                all |= (moved << 1) ^ (moved >> 63);
            }
        } else {
            for (int i = from; i < toExclusive; i++) {
                all |= residuals[i] - bias;
            }
        }
        return 64 - Long.numberOfLeadingZeros(all);
    }

    /** Eight bytes at a time, which may reach past the block but not past the array. */
    private static void unpack(byte[] bytes, int at, int width, long[] into, int from, int toExclusive) {
        long mask = (1L << width) - 1;
        int bit = 0;
        for (int i = from; i < toExclusive; i++) {
            into[i] = ((long) LONGS.get(bytes, at + (bit >>> 3)) >>> (bit & 7)) & mask;
            bit += width;
        }
    }

    private static void unpackSlowly(byte[] bytes, int at, int width, long[] into, int from, int toExclusive) {
        int bit = 0;
        for (int i = from; i < toExclusive; i++) {
            long value = 0;
            for (int done = 0; done < width; ) {
                int taken = Math.min(8 - (bit & 7), width - done);
                int part = ((bytes[at + (bit >>> 3)] & 0xff) >>> (bit & 7)) & ((1 << taken) - 1);
                value |= (long) part << done;
                done += taken;
                bit += taken;
            }
            into[i] = value;
        }
    }
}
