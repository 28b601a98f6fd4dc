package dev.holdfast.storage.encoding;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.io.ByteReader;
import dev.holdfast.storage.io.ByteWriter;
import java.util.Arrays;

/**
 * {@link PackedBlocks} for columns that are zero most of the time, or in which one residual of many is large: a block may say
 * by a bit for each residual which ones are not zero, and pack these only; and blocks of nothing but zeros are counted. A
 * byte says which: up to 64 a packed block of that width, from {@link #ZEROS} on so many blocks of zeros, from {@link #MASKED} on a
 * mask and that width. Pure functions.
 */
final class SparseBlocks {
    private static final int BLOCK = ChunkFormat.PACKED_BLOCK;

    /** Plus a number of blocks, 1 to {@link #MOST_ZEROS}. */
    private static final int ZEROS = 64;

    private static final int MOST_ZEROS = 63;

    /** Plus a width, 1 to 64. */
    private static final int MASKED = 128;

    private SparseBlocks() {}

    /** Bytes that {@link #write} would take. */
    static int sizeBytes(long[] residuals, int from, int toExclusive, long bias, boolean zigzag) {
        int bytes = 0;
        int zeros = 0;
        for (int start = from; start < toExclusive; start += BLOCK) {
            int end = Math.min(start + BLOCK, toExclusive);
            int width = PackedBlocks.width(residuals, start, end, bias, zigzag);
            if (width == 0) {
                zeros = zeros % MOST_ZEROS + 1;
                bytes += zeros == 1 ? 1 : 0;
            } else {
                zeros = 0;
                bytes += 1 + Math.min(packedBytes(end - start, width), maskedBytes(residuals, start, end, bias, width));
            }
        }
        return bytes;
    }

    private static int packedBytes(int count, int width) {
        return (count * width + 7) >>> 3;
    }

    private static int maskedBytes(long[] residuals, int from, int toExclusive, long bias, int width) {
        int others = 0;
        for (int i = from; i < toExclusive; i++) {
            others += residuals[i] == bias ? 0 : 1;
        }
        return ((toExclusive - from + 7) >>> 3) + packedBytes(others, width);
    }

    /** Writes residuals moved by a bias, or zigzagged. */
    static void write(long[] residuals, int from, int toExclusive, long bias, boolean zigzag, ByteWriter out) {
        long[] others = new long[BLOCK];
        int zeros = 0;
        for (int start = from; start < toExclusive; start += BLOCK) {
            int end = Math.min(start + BLOCK, toExclusive);
            int width = PackedBlocks.width(residuals, start, end, bias, zigzag);
            if (width == 0) {
                if (++zeros == MOST_ZEROS) {
                    out.u8(ZEROS + zeros);
                    zeros = 0;
                }
                continue;
            }
            if (zeros > 0) {
                out.u8(ZEROS + zeros);
                zeros = 0;
            }
            if (packedBytes(end - start, width) <= maskedBytes(residuals, start, end, bias, width)) {
                out.u8(width);
                PackedBlocks.pack(residuals, start, end, bias, zigzag, width, out);
                continue;
            }
            out.u8(MASKED + width);
            int count = 0;
            for (int i = start; i < end; i += 8) {
                int mask = 0;
                for (int j = i; j < Math.min(i + 8, end); j++) {
                    if (residuals[j] != bias) {
                        mask |= 1 << (j - i);
                        others[count++] = residuals[j];
                    }
                }
                out.u8(mask);
            }
            PackedBlocks.pack(others, 0, count, bias, zigzag, width, out);
        }
        if (zeros > 0) {
            out.u8(ZEROS + zeros);
        }
    }

    /** Reads residuals, without the bias but with the zigzag undone. */
    static void read(ByteReader in, long[] into, int from, int toExclusive, boolean zigzag) throws CorruptionException {
        for (int start = from; start < toExclusive; ) {
            int head = in.u8();
            int end = Math.min(start + BLOCK, toExclusive);
            if (head <= ZEROS) {
                PackedBlocks.unpack(in, head, into, start, end);
            } else if (head <= ZEROS + MOST_ZEROS) {
                int blocks = head - ZEROS;
                if (start + (blocks - 1) * BLOCK >= toExclusive) {
                    throw in.wrong(
                            "blocks of zeros", "found " + blocks + " for " + (toExclusive - start) + " integers");
                }
                end = Math.min(start + blocks * BLOCK, toExclusive);
                Arrays.fill(into, start, end, 0);
            } else if (head > MASKED && head <= MASKED + 64) {
                unpackMasked(in, head - MASKED, into, start, end);
            } else {
                throw in.wrong("sparse block", "found " + head);
            }
            if (zigzag) {
                PackedBlocks.undoZigzag(into, start, end);
            }
            start = end;
        }
    }

    /** Packed values go to the front of the block, and from there to their places, the last one first. */
    private static void unpackMasked(ByteReader in, int width, long[] into, int from, int toExclusive)
            throws CorruptionException {
        int mask = 0;
        for (int i = from; i < toExclusive; i += 8) {
            mask |= in.u8() << (i - from);
        }
        int length = toExclusive - from;
        mask &= length == 32 ? -1 : (1 << length) - 1;
        int left = Integer.bitCount(mask);
        PackedBlocks.unpack(in, width, into, from, from + left);
        for (int i = length - 1; i >= 0; i--) {
            into[from + i] = ((mask >>> i) & 1) != 0 ? into[from + --left] : 0;
        }
    }
}
