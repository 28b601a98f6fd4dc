package dev.holdfast.storage;

import dev.holdfast.storage.encoding.ChunkDecoder;
import dev.holdfast.storage.encoding.RollupDecoder;
import dev.holdfast.storage.encoding.RollupRows;
import dev.holdfast.storage.io.Directory;
import dev.holdfast.storage.manifest.FileNames;
import dev.holdfast.storage.partition.Run;
import dev.holdfast.storage.sstable.BlockCache;
import dev.holdfast.storage.sstable.ReadTally;
import dev.holdfast.storage.sstable.RollupRef;
import dev.holdfast.storage.sstable.RunInfo;
import dev.holdfast.storage.sstable.SeriesScan;
import dev.holdfast.storage.sstable.SstableCursor;
import dev.holdfast.storage.sstable.SstableFormat;
import dev.holdfast.storage.sstable.SstableReader;
import dev.holdfast.storage.sstable.SstableSeries;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The inputs of a merge that a crash left beside its result, and whether anybody may want them. */
final class Leftovers {
    private Leftovers() {}

    /** Opens the sstables in a directory that a run was merged from and that are still there, the oldest first. */
    static List<Run> of(Directory directory, RunInfo merged) throws IOException {
        Set<Long> wanted = new HashSet<>(merged.replaces());
        List<Run> result = new ArrayList<>();
        for (String name : directory.list()) {
            if (FileNames.isSstable(name) && wanted.contains(FileNames.sstableId(name))) {
                SstableReader reader = new SstableReader(directory.open(name), new BlockCache(0));
                try {
                    result.add(new Run(reader.readInfo(), reader));
                } catch (CorruptionException e) {
                    reader.close();
                }
            }
        }
        result.sort((a, b) -> Long.compare(a.info().id(), b.info().id()));
        return result;
    }

    /** Whether every sample of a run can be decoded, and every row; then nobody wants what it was merged from. */
    static boolean isWhole(Run run) {
        SstableReader reader = run.reader();
        ChunkDecoder decoder = new ChunkDecoder();
        RollupDecoder rowDecoder = new RollupDecoder();
        RollupRows rows = new RollupRows();
        long[] values = new long[SstableFormat.MAX_CHUNK_SAMPLES];
        ReadTally tally = new ReadTally();
        Blocks blocks = new Blocks();
        try {
            SeriesScan all = reader.scan();
            for (SstableSeries series = all.next(blocks); series != null; series = all.next(blocks)) {
                for (int i = 0; i < series.chunkCount(); i++) {
                    reader.readTimestamps(series.chunk(i), tally);
                    reader.readValues(series.chunk(i), decoder, values, tally);
                }
                for (RollupRef ref : series.rollups()) {
                    reader.readRows(ref, rowDecoder, rows, tally);
                }
            }
            return !blocks.damaged;
        } catch (IOException e) {
            return false; // damaged, or not now: the next start looks again
        }
    }

    private static final class Blocks implements SstableCursor.Losses {
        boolean damaged;

        @Override
        public void damaged(Damage damage) {
            damaged = true;
        }

        @Override
        public void unreadable(String file, IOException reason) {
            damaged = true;
        }
    }
}
