package dev.holdfast.storage.sstable;

import dev.holdfast.storage.encoding.ChunkDecoder;
import dev.holdfast.storage.encoding.RollupDecoder;
import dev.holdfast.storage.rollup.RollupTier;

/**
 * What an {@link SstableAggregator} decodes into: some hundred KiB, of use to one after another. One thread at a time.
 */
public final class AggregationBuffers {
    private final RollupDecoder rowDecoder = new RollupDecoder();
    private final ChunkDecoder chunkDecoder = new ChunkDecoder();
    private final TierRows[] coarsestFirst = {
        new TierRows(RollupTier.HOUR, rowDecoder),
        new TierRows(RollupTier.FIVE_MINUTES, rowDecoder),
        new TierRows(RollupTier.MINUTE, rowDecoder)
    };

    /** Empty ones, which grow with what is read. */
    public AggregationBuffers() {}

    ChunkDecoder chunkDecoder() {
        return chunkDecoder;
    }

    /** Lets a place each go to the tiers of which a series has rows, the coarsest first; how many they are. */
    int begin(SstableSeries series, TierRows[] into) {
        int count = 0;
        for (TierRows tier : coarsestFirst) {
            if (tier.begin(series.rollups())) {
                into[count++] = tier;
            }
        }
        return count;
    }

    static int tiers() {
        return RollupTier.values().length;
    }
}
