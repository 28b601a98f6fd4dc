package dev.holdfast.storage.compaction;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.encoding.RollupDecoder;
import dev.holdfast.storage.encoding.RollupRows;
import dev.holdfast.storage.rollup.RollupTier;
import dev.holdfast.storage.rollup.Thinner;
import dev.holdfast.storage.sstable.ChunkCutter;
import dev.holdfast.storage.sstable.ReadTally;
import dev.holdfast.storage.sstable.RollupRef;
import dev.holdfast.storage.sstable.SstableCursor;
import dev.holdfast.storage.sstable.SstableSeries;
import dev.holdfast.storage.sstable.SstableWriter;
import dev.holdfast.storage.tombstone.DeletedRanges;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;

/**
 * What a merge does with the samples of a series: write them, or write the last of each window and rows for the rest. One
 * thread.
 */
abstract class Thinning {
    /**
     * For the runs of a merge.
     *
     * @param tier of the result; 0 thins nothing
     * @param again whether the input is thinned already, so that its rows are all that is known of most samples
     */
    static Thinning of(int tier, boolean again, SstableWriter writer, ChunkCutter cutter) {
        if (tier == 0) {
            return new Nothing(cutter);
        }
        RollupTier of = RollupTier.ofNumber(tier);
        return again ? new Again(of, writer, cutter) : new Once(of, writer, cutter);
    }

    /** The next series; before its first sample. */
    void begin(
            List<SstableSeries> oldestFirst,
            Function<SstableSeries, DeletedRanges> deletedOf,
            SstableCursor.Losses losses)
            throws IOException {}

    /** The next samples of the series. */
    abstract void add(long[] timestampsMs, long[] valueBits, int count) throws IOException;

    /** After the last sample of the series. */
    void end() throws IOException {}

    /** Every sample is written. */
    private static final class Nothing extends Thinning {
        private final ChunkCutter cutter;

        Nothing(ChunkCutter cutter) {
            this.cutter = cutter;
        }

        @Override
        void add(long[] timestampsMs, long[] valueBits, int count) throws IOException {
            cutter.add(timestampsMs, valueBits, count);
        }
    }

    /** Rows are made from the samples. */
    private static final class Once extends Thinning {
        private final SstableWriter writer;
        private final Thinner thinner;

        Once(RollupTier tier, SstableWriter writer, ChunkCutter cutter) {
            this.writer = writer;
            this.thinner = new Thinner(tier, cutter::add);
        }

        @Override
        void add(long[] timestampsMs, long[] valueBits, int count) throws IOException {
            writer.addToRollups(timestampsMs, valueBits, 0, count);
            thinner.add(timestampsMs, valueBits, count);
        }

        @Override
        void end() throws IOException {
            thinner.end();
        }
    }

    /** Rows are copied, but those of which a part is deleted: what the rest of it came to nobody knows. */
    private static final class Again extends Thinning {
        private final RollupTier tier;
        private final SstableWriter writer;
        private final Thinner thinner;
        private final RollupDecoder decoder = new RollupDecoder();
        private final RollupRows rows = new RollupRows();

        Again(RollupTier tier, SstableWriter writer, ChunkCutter cutter) {
            this.tier = tier;
            this.writer = writer;
            this.thinner = new Thinner(tier, cutter::add);
        }

        @Override
        void begin(
                List<SstableSeries> oldestFirst,
                Function<SstableSeries, DeletedRanges> deletedOf,
                SstableCursor.Losses losses)
                throws IOException {
            SstableSeries series = oldestFirst.get(0);
            if (oldestFirst.size() > 1) {
                throw new IllegalStateException("a thinned run is not merged with others: " + series.labels());
            }
            DeletedRanges deleted = deletedOf.apply(series);
            for (RollupRef ref : series.rollups()) {
                if (ref.tier().number() < tier.number()) {
                    continue;
                }
                try {
                    series.reader().readRows(ref, decoder, rows, new ReadTally());
                } catch (CorruptionException e) {
                    losses.damaged(e.damage());
                    continue;
                }
                keepWhole(ref.tier(), deleted);
                if (rows.count() > 0) {
                    writer.addRows(ref.tier(), rows);
                }
            }
        }

        private void keepWhole(RollupTier of, DeletedRanges deleted) {
            if (deleted.isEmpty()) {
                return;
            }
            int kept = 0;
            for (int row = 0; row < rows.count(); row++) {
                long endMs = of.windowEndMs(rows.lastTimesMs()[row]);
                if (!deleted.touches(endMs - of.windowMs() + 1, endMs + 1)) {
                    rows.copyRow(row, kept++);
                }
            }
            rows.resize(kept);
        }

        @Override
        void add(long[] timestampsMs, long[] valueBits, int count) throws IOException {
            thinner.add(timestampsMs, valueBits, count);
        }

        @Override
        void end() throws IOException {
            thinner.end();
        }
    }
}
