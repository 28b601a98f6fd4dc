package dev.holdfast.storage.encoding;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.io.ByteReader;
import dev.holdfast.storage.io.ByteWriter;

/**
 * A column of integers by itself: head (predictor, zigzag, bias), first integer, packed residuals. For columns of rollups,
 * which are short and read often. One thread; reusable. Sums wrap at 2^64.
 */
final class PackedColumn {
    private static final int ZIGZAG = 1 << 2;
    private static final int HAS_BIAS = 1 << 3;
    private static final int SPARSE = 1 << 4;
    private static final int KNOWN = 3 | ZIGZAG | HAS_BIAS | SPARSE;

    private long[] distances = new long[0];
    private long[] residuals = new long[0];

    /** Appends the first {@code count} integers, at least one, in the shortest of a few ways. */
    void write(long[] values, int count, ByteWriter out) {
        if (distances.length < count) {
            distances = new long[Math.max(64, count)];
            residuals = new long[Math.max(64, count)];
        }
        for (int i = 0; i < count; i++) {
            distances[i] = values[i] - values[0];
        }
        Predictor best = Predictor.NONE;
        long bestBias = 0;
        boolean bestZigzag = false;
        boolean bestSparse = false;
        int bestBytes = Integer.MAX_VALUE;
        for (int id = 0; id < Predictor.count(); id++) {
            Predictor predictor = Predictor.byId(id);
            predictor.residuals(distances, count, 0, 0, residuals);
            long least = least(count);
            for (int form = 0; form < 4; form++) {
                boolean zigzag = (form & 1) != 0;
                boolean sparse = (form & 2) != 0;
                long bias = zigzag ? 0 : least;
                int bytes = (bias == 0 ? 0 : 3)
                        + (sparse
                                ? SparseBlocks.sizeBytes(residuals, 1, count, bias, zigzag)
                                : PackedBlocks.sizeBytes(residuals, 1, count, bias, zigzag));
                if (bytes < bestBytes) {
                    best = predictor;
                    bestBytes = bytes;
                    bestZigzag = zigzag;
                    bestSparse = sparse;
                    bestBias = bias;
                }
            }
        }
        out.u8(best.id() | (bestZigzag ? ZIGZAG : 0) | (bestBias == 0 ? 0 : HAS_BIAS) | (bestSparse ? SPARSE : 0));
        out.varint(values[0]);
        if (bestBias != 0) {
            out.varint(bestBias);
        }
        best.residuals(distances, count, 0, 0, residuals);
        if (bestSparse) {
            SparseBlocks.write(residuals, 1, count, bestBias, bestZigzag, out);
        } else {
            PackedBlocks.write(residuals, 1, count, bestBias, bestZigzag, out);
        }
    }

    private long least(int count) {
        long least = count > 1 ? Long.MAX_VALUE : 0;
        for (int i = 1; i < count; i++) {
            least = Math.min(least, residuals[i]);
        }
        return least;
    }

    /** Reads what {@link #write} wrote of so many integers. */
    static void read(ByteReader in, long[] into, int count) throws CorruptionException {
        int head = in.u8();
        int predictorId = head & 3;
        if ((head & ~KNOWN) != 0 || predictorId >= Predictor.count()) {
            throw in.wrong("column head", "found " + head);
        }
        long first = in.varint();
        long bias = (head & HAS_BIAS) != 0 ? in.varint() : 0;
        into[0] = 0;
        if ((head & SPARSE) != 0) {
            SparseBlocks.read(in, into, 1, count, (head & ZIGZAG) != 0);
        } else {
            PackedBlocks.read(in, into, 1, count, (head & ZIGZAG) != 0);
        }
        Predictor.byId(predictorId).restore(into, 0, count, 0, bias);
        for (int i = 0; i < count; i++) {
            into[i] += first;
        }
    }
}
