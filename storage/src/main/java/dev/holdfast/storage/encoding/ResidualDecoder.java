package dev.holdfast.storage.encoding;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.io.ByteReader;
import java.util.Arrays;

/** Reads what {@link ResidualEncoder} wrote. One thread; reusable. Time is bounded by the count that is asked for. */
final class ResidualDecoder {
    private final ResidualModel model = new ResidualModel();
    private final RangeDecoder coder = new RangeDecoder();
    private int lowest;
    private int highest;
    private boolean anyZero;
    private boolean anyNegative;

    /** Fills a part of an array, which stays the caller's. */
    void decode(ByteReader in, long[] into, int from, int toExclusive) throws CorruptionException {
        int first = in.u8();
        anyNegative = (first & ChunkFormat.BODY_NEGATIVE) != 0;
        highest = first & ~ChunkFormat.BODY_NEGATIVE;
        if (highest == 0) {
            Arrays.fill(into, from, toExclusive, 0);
            return;
        }
        int second = in.u8();
        anyZero = (second & ChunkFormat.BODY_ZERO) != 0;
        lowest = second & ~ChunkFormat.BODY_ZERO;
        if (highest > 64 || lowest < 1 || lowest > highest) {
            throw in.wrong("residual classes", "found " + lowest + " to " + highest);
        }
        int size = in.count(in.remaining(), "residuals length");
        if (size > in.remaining()) {
            throw in.wrong("residuals length", "expected at most " + in.remaining() + ", found " + size);
        }
        coder.open(in.array(), in.arrayPosition(), size);
        model.open(highest - lowest + 1);
        for (int i = from; i < toExclusive; i++) {
            into[i] = next();
        }
        in.skip(size);
    }

    private long next() {
        if (anyZero && model.decodeZero(coder) != 0) {
            model.sawZero();
            return 0;
        }
        int depth = model.depth();
        int node = 1;
        for (int level = 0; level < depth; level++) {
            node = (node << 1) | model.decodeClass(coder, node, level);
        }
        // Wrong bytes may name a class past the last one, as the tree has a power of two of leaves.
        int index = Math.min(node - (1 << depth), highest - lowest);
        int sign = anyNegative ? model.decodeSign(coder, index) : 0;
        int below = lowest + index - 1;
        int modelled = ResidualModel.modelledBits(below);
        int prefix = 1;
        for (int level = 0; level < modelled; level++) {
            prefix = (prefix << 1) | model.decodeBit(coder, index, prefix, level);
        }
        long magnitude = prefix;
        int rest = below - modelled;
        if (rest > 32) {
            magnitude = (magnitude << (rest - 32)) | coder.plain(rest - 32);
            rest = 32;
        }
        magnitude = (magnitude << rest) | coder.plain(rest);
        model.saw(index, sign);
        return sign != 0 ? -magnitude : magnitude;
    }
}
