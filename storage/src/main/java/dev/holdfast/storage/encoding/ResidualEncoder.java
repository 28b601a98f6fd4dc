package dev.holdfast.storage.encoding;

import dev.holdfast.storage.io.ByteWriter;

/**
 * Entropy codes a column of residuals: {@link ResidualModel} predicts, {@link RangeEncoder} codes. One thread; reusable.
 */
final class ResidualEncoder {
    private final ResidualModel model = new ResidualModel();
    private final RangeEncoder coder = new RangeEncoder();
    private final int[] decisions = new int[ResidualModel.MAX_DECISIONS];
    private int lowest;
    private int highest;
    private boolean anyZero;
    private boolean anyNegative;

    /**
     * Codes into memory of its own; {@link #finish} then writes it.
     *
     * @param residuals the caller's, not kept
     */
    void encode(long[] residuals, int from, int toExclusive) {
        survey(residuals, from, toExclusive);
        coder.reset();
        if (highest == 0) {
            return;
        }
        model.open(highest - lowest + 1);
        for (int i = from; i < toExclusive; i++) {
            code(residuals[i]);
        }
    }

    /** Writes what {@link #encode} made. */
    void finish(ByteWriter out) {
        out.u8(highest | (anyNegative ? ChunkFormat.BODY_NEGATIVE : 0));
        if (highest == 0) {
            return;
        }
        out.u8(lowest | (anyZero ? ChunkFormat.BODY_ZERO : 0));
        coder.finish(out);
    }

    private void survey(long[] residuals, int from, int toExclusive) {
        lowest = 64;
        highest = 0;
        anyZero = false;
        anyNegative = false;
        for (int i = from; i < toExclusive; i++) {
            long residual = residuals[i];
            if (residual == 0) {
                anyZero = true;
                continue;
            }
            anyNegative |= residual < 0;
            int bits = classOf(residual);
            lowest = Math.min(lowest, bits);
            highest = Math.max(highest, bits);
        }
    }

    private void code(long residual) {
        int[] decided = decisions;
        int count = 0;
        if (anyZero) {
            decided[count++] = ResidualModel.zeroDecision(residual == 0 ? 1 : 0);
            if (residual == 0) {
                model.encode(coder, decided, count);
                model.sawZero();
                return;
            }
        }
        int bits = classOf(residual);
        int index = bits - lowest;
        int depth = model.depth();
        int node = 1;
        for (int level = 0; level < depth; level++) {
            int bit = (index >>> (depth - 1 - level)) & 1;
            decided[count++] = ResidualModel.classDecision(bit, node, level);
            node = (node << 1) | bit;
        }
        int sign = (int) (residual >>> 63);
        if (anyNegative) {
            decided[count++] = model.signDecision(sign, index);
        }
        long magnitude = Math.abs(residual);
        int below = bits - 1;
        int modelled = ResidualModel.modelledBits(below);
        int prefix = 1;
        for (int level = 0; level < modelled; level++) {
            int bit = (int) (magnitude >>> (below - 1 - level)) & 1;
            decided[count++] = model.bitDecision(bit, index, prefix, level);
            prefix = (prefix << 1) | bit;
        }
        model.encode(coder, decided, count);
        int rest = below - modelled;
        if (rest > 32) {
            coder.plain(magnitude >>> 32, rest - 32);
            rest = 32;
        }
        coder.plain(magnitude, rest);
        model.saw(index, sign);
    }

    /** Bit length of the magnitude; {@link Long#MIN_VALUE}, whose magnitude is 2^63, has 64. */
    private static int classOf(long residual) {
        return 64 - Long.numberOfLeadingZeros(Math.abs(residual));
    }
}
