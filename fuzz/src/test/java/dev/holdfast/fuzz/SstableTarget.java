package dev.holdfast.fuzz;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.Damage;
import dev.holdfast.storage.Finding;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SampleCursor;
import dev.holdfast.storage.SeriesMatcher;
import dev.holdfast.storage.TimeRange;
import dev.holdfast.storage.UnsupportedFormatException;
import dev.holdfast.storage.ValueFilter;
import dev.holdfast.storage.compaction.CompactionJob;
import dev.holdfast.storage.partition.Run;
import dev.holdfast.storage.sstable.BlockCache;
import dev.holdfast.storage.sstable.ChunkCutter;
import dev.holdfast.storage.sstable.ReadTally;
import dev.holdfast.storage.sstable.RunInfo;
import dev.holdfast.storage.sstable.SstableCursor;
import dev.holdfast.storage.sstable.SstableReader;
import dev.holdfast.storage.sstable.SstableSeries;
import dev.holdfast.storage.sstable.SstableVerifier;
import dev.holdfast.storage.testing.SimulatedDirectory;
import dev.holdfast.storage.tombstone.DeletedRanges;
import dev.holdfast.storage.tombstone.Tombstones;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A whole sstable with changed bytes and right checksums, through everything that reads one. */
final class SstableTarget implements FuzzTarget {
    private static final TimeRange PARTITION = new TimeRange(Stores.T0, Stores.T0 + 120_000);

    private final List<FramedFile> bases = new ArrayList<>();

    SstableTarget() throws IOException {
        for (byte[] sstable : Stores.sstables()) {
            bases.add(new FramedFile(sstable));
        }
    }

    @Override
    public void run(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        byte[] file = bases.get((input[0] & 0xff) % bases.size()).edited(input, 1);
        try {
            Allocation.bounded(64 << 20, () -> readAll(file));
        } catch (CorruptionException | UnsupportedFormatException e) {
            return;
        }
    }

    private static void readAll(byte[] file) throws IOException {
        try (SstableReader reader = new SstableReader(new BytesFile("x.sst", file), new BlockCache(1 << 20))) {
            List<Damage> damages = new ArrayList<>();
            SortedMap<Labels, SortedMap<Long, Long>> all =
                    contents(reader.select(List.of(), TimeRange.ALL, new ReadTally(), damages::add), damages);
            for (SeriesMatcher matcher :
                    List.of(SeriesMatcher.equal("mode", "idle"), SeriesMatcher.equal("nothing", ""))) {
                reader.select(List.of(matcher), TimeRange.ALL, new ReadTally(), damages::add);
            }
            List<Finding> findings = new ArrayList<>();
            RunInfo info = info(reader);
            new SstableVerifier(reader, info, findings::add).verify();
            for (Finding finding : findings) {
                if (finding.offset() > file.length) {
                    throw new IllegalStateException("no offset of the file: " + finding);
                }
            }
            // With checksums that fit, wrong order or times out of the partition are no damage that a merge expects.
            if (findings.stream().allMatch(finding -> finding.offset() >= 0)) {
                merge(reader, info, all);
            }
            reader.readInfo();
            reader.mayMatch(List.of(SeriesMatcher.equal("mode", "idle")));
            reader.select(List.of(SeriesMatcher.equal("mode", "idle")), TimeRange.ALL);
        }
    }

    /** What the manifest would say. */
    private static RunInfo info(SstableReader reader) throws IOException {
        try {
            return reader.readInfo();
        } catch (CorruptionException e) {
            return new RunInfo(1, PARTITION, RunInfo.LEVEL_YOUNG, 0, PARTITION, 1, 1, 1, List.of());
        }
    }

    private static void merge(SstableReader reader, RunInfo info, SortedMap<Labels, SortedMap<Long, Long>> all)
            throws IOException {
        SimulatedDirectory directory = new SimulatedDirectory();
        List<Damage> damages = new ArrayList<>();
        boolean any = new CompactionJob(
                        directory,
                        "merged.sst",
                        9,
                        List.of(new Run(info, reader)),
                        info.partition(),
                        RunInfo.LEVEL_SEALED,
                        0,
                        ChunkCutter.SEALED_SAMPLES,
                        Tombstones.NONE,
                        damages::add)
                .run()
                .isPresent();
        if (any) {
            try (SstableReader merged = new SstableReader(directory.open("merged.sst"), new BlockCache(0))) {
                List<Damage> none = new ArrayList<>();
                if (!all.equals(contents(merged.select(List.of(), TimeRange.ALL), none)) || !none.isEmpty()) {
                    throw new IllegalStateException("a merge changes the samples: " + none);
                }
            }
        } else if (!all.isEmpty()) {
            throw new IllegalStateException("a merge loses all samples");
        }
    }

    private static SortedMap<Labels, SortedMap<Long, Long>> contents(List<SstableSeries> series, List<Damage> damages) {
        SortedMap<Labels, SortedMap<Long, Long>> result = new TreeMap<>();
        for (SstableSeries one : series) {
            SortedMap<Long, Long> samples = new TreeMap<>();
            SstableCursor.Losses losses = new SstableCursor.Losses() {
                @Override
                public void damaged(Damage damage) {
                    damages.add(damage);
                }

                @Override
                public void unreadable(String file, IOException reason) {
                    throw new java.io.UncheckedIOException(reason);
                }
            };
            SampleCursor cursor = SstableCursor.live(
                    one, Long.MIN_VALUE, Long.MAX_VALUE, losses, DeletedRanges.NONE, ValueFilter.ANY, new ReadTally());
            while (cursor.next()) {
                samples.put(cursor.timestampMs(), cursor.valueBits());
            }
            if (!samples.isEmpty()) {
                result.put(one.labels(), samples);
            }
        }
        return result;
    }

    @Override
    public List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (int i = 0; i < bases.size(); i++) {
            seeds.add(new byte[] {(byte) i});
            seeds.add(new byte[] {(byte) i, 40, 1, 7, 0, 2, (byte) 200});
        }
        return seeds;
    }
}
