package dev.holdfast.storage.check;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.Damage;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.TimeRange;
import dev.holdfast.storage.UnsupportedFormatException;
import dev.holdfast.storage.io.Directory;
import dev.holdfast.storage.io.ReadableFile;
import dev.holdfast.storage.manifest.FileNames;
import dev.holdfast.storage.manifest.ManifestStore;
import dev.holdfast.storage.partition.Partition;
import dev.holdfast.storage.sstable.BlockCache;
import dev.holdfast.storage.sstable.RunInfo;
import dev.holdfast.storage.sstable.SstableReader;
import dev.holdfast.storage.sstable.SstableVerifier;
import dev.holdfast.storage.tombstone.Tombstone;
import dev.holdfast.storage.tombstone.Tombstones;
import dev.holdfast.storage.wal.LedgerChange;
import dev.holdfast.storage.wal.SegmentReader;
import dev.holdfast.storage.wal.WalDecoder;
import dev.holdfast.storage.wal.WalFiles;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a whole data directory and names everything that is not as it should be. Needs no lock; on a directory that is
 * being written it may name files that the writer has just deleted. One thread.
 */
public final class StoreChecker {
    private final Directory directory;
    private final List<Damage> findings = new ArrayList<>();
    private int runs;
    private int segments;
    private final SegmentReader log = new SegmentReader();
    private long samples;

    /** Over a directory that stays the caller's. */
    public StoreChecker(Directory directory) {
        this.directory = directory;
    }

    /**
     * What a check looked at and found.
     *
     * @param runs sstables read
     * @param segments log segments read
     * @param samples samples decoded, those of the log included
     * @param findings what is wrong, empty when nothing is
     */
    public record Report(int runs, int segments, long samples, List<Damage> findings) {}

    /**
     * Checks everything.
     *
     * @throws NoSuchFileException when there is no store
     * @throws UnsupportedFormatException when a newer holdfast wrote it
     */
    public Report check() throws IOException {
        ManifestStore.Loaded loaded = ManifestStore.load(directory);
        if (!loaded.exists()) {
            throw new NoSuchFileException(directory.toString(), null, "no Holdfast data here");
        }
        findings.addAll(loaded.damages());
        Set<Long> ids = new HashSet<>();
        for (RunInfo run : loaded.manifest().runs()) {
            if (!ids.add(run.id()) || run.id() >= loaded.manifest().nextRunId()) {
                find("manifest", "run " + run.id() + " is listed twice or was never given out");
            }
            checkRun(run);
        }
        checkWindows(loaded.manifest().runs());
        checkTombstones(loaded.manifest().tombstones(), ids, loaded.manifest().nextRunId());
        for (String name : directory.list()) {
            long segment = WalFiles.segmentId(name);
            if (segment > 0 && segment >= loaded.manifest().firstSegment()) {
                checkSegment(name, segment);
            }
            if (name.endsWith(FileNames.QUARANTINE_SUFFIX)) {
                find(name, "put aside earlier because it could not be read whole");
            }
        }
        return new Report(runs, segments, samples, List.copyOf(findings));
    }

    /**
     * Windows nest or are apart, and what overlaps a sealed run is newer and not sealed: a sealing merge takes every run
     * inside its window, so an older one that is left would come back.
     */
    private void checkWindows(List<RunInfo> runs) {
        for (RunInfo run : runs) {
            String name = FileNames.sstable(run.partition().fromInclusiveMs(), run.id());
            if (!Partition.contains(run.partition(), run.range())) {
                find(name, "has samples of " + run.range() + " outside of its window " + run.partition());
            }
            for (RunInfo other : runs) {
                if (other.id() == run.id() || !other.partition().overlaps(run.partition())) {
                    continue;
                }
                if (!Partition.contains(run.partition(), other.partition())
                        && !Partition.contains(other.partition(), run.partition())) {
                    find(name, "its window " + run.partition() + " straddles that of run " + other.id());
                }
                if (run.level() == RunInfo.LEVEL_SEALED
                        && (other.level() == RunInfo.LEVEL_SEALED || other.id() < run.id())) {
                    find(name, "is sealed, and run " + other.id() + " in its window is older or sealed too");
                }
            }
        }
    }

    /** What they name must be there; one that could go by now is no mistake. */
    private void checkTombstones(Tombstones tombstones, Set<Long> runIds, long nextRunId) {
        for (Tombstone tombstone : tombstones.all()) {
            if (tombstone.beforeRunId() > nextRunId) {
                find(
                        "manifest",
                        "tombstone from before run " + tombstone.beforeRunId() + ", which was never given out");
            }
            for (long run : tombstone.hits().keySet()) {
                if (!runIds.contains(run) || run >= tombstone.beforeRunId()) {
                    find("manifest", "tombstone of run " + run + ", which is not listed or newer than the tombstone");
                }
            }
        }
    }

    private void checkRun(RunInfo run) throws IOException {
        String name = FileNames.sstable(run.partition().fromInclusiveMs(), run.id());
        try (SstableReader reader = new SstableReader(directory.open(name), new BlockCache(1 << 20))) {
            runs++;
            RunInfo own;
            try {
                own = reader.readInfo();
            } catch (CorruptionException e) {
                findings.add(new Damage(
                        name, e.damage().offset(), e.damage().what() + "; " + run.sampleCount() + " samples are lost"));
                return;
            }
            if (!own.equals(run)) {
                find(name, "is not the file that the manifest means: " + own + " instead of " + run);
            }
            samples += new SstableVerifier(reader, findings::add).verify();
        } catch (NoSuchFileException e) {
            find(name, "missing; " + run.sampleCount() + " samples are lost with it");
        }
    }

    private void checkSegment(String name, long segment) throws IOException {
        segments++;
        WalDecoder decoder = new WalDecoder(name, new LogVisitor());
        try (ReadableFile file = directory.open(name)) {
            log.read(file, segment, decoder);
            decoder.end();
        } catch (CorruptionException e) {
            findings.add(e.damage());
        }
    }

    private void find(String file, String what) {
        findings.add(new Damage(file, -1, what));
    }

    /** Counts what the log says. */
    private final class LogVisitor implements WalDecoder.Visitor {
        private final Map<Labels, Integer> refs = new HashMap<>();

        @Override
        public int series(Labels labels) {
            return refs.computeIfAbsent(labels, known -> refs.size());
        }

        @Override
        public void row(int[] rowRefs, int count, long timestampMs, long[] valueBits) {
            samples += count;
        }

        @Override
        public void ledger(LedgerChange change) {
            for (TimeRange range : change.reopened()) {
                if (range.isEmpty()) {
                    find(change.name(), "empty range in a change of the ledger");
                }
            }
        }

        @Override
        public void damage(Damage damage) {
            findings.add(damage);
        }
    }
}
