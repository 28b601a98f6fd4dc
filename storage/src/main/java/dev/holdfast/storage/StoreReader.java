package dev.holdfast.storage;

import dev.holdfast.storage.index.SeriesRegistry;
import dev.holdfast.storage.io.Directory;
import dev.holdfast.storage.io.DiskDirectory;
import dev.holdfast.storage.io.ReadableFile;
import dev.holdfast.storage.manifest.FileNames;
import dev.holdfast.storage.manifest.ManifestStore;
import dev.holdfast.storage.memtable.Memtable;
import dev.holdfast.storage.partition.Run;
import dev.holdfast.storage.partition.Version;
import dev.holdfast.storage.sstable.BlockCache;
import dev.holdfast.storage.sstable.RunInfo;
import dev.holdfast.storage.sstable.SstableReader;
import dev.holdfast.storage.survey.StorageReport;
import dev.holdfast.storage.survey.StorageSurvey;
import dev.holdfast.storage.wal.WalFiles;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A data directory as it is at one moment, read without a lock and without leave to write: that of a running agent, of a
 * stopped one, or a copy.
 *
 * <p>All files are opened at once, so that a writer that deletes them later takes nothing away; when it replaces the
 * manifest while we open, we begin again. Any thread.
 */
public final class StoreReader implements StoreView {
    private static final int ATTEMPTS = 20;

    private final SeriesRegistry registry;
    private final LedgerBook ledgers;
    private final DamageLog damages;
    private final Version version;
    private final List<Memtable> memtables;
    private final long sequence;
    private final long walBytes;
    private final Directory directory;

    /**
     * Opens a directory.
     *
     * @throws NoSuchFileException when there is no store there
     */
    public static StoreReader open(Path path) throws IOException {
        return open(new DiskDirectory(path));
    }

    /** Opens a directory. */
    public static StoreReader open(Directory directory) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                StoreReader reader = new StoreReader(directory);
                if (reader.isCurrent(directory)) {
                    return reader;
                }
                reader.close();
                if (attempt == ATTEMPTS) {
                    throw new IOException(directory + ": changes faster than it can be read");
                }
            } catch (NoSuchFileException e) {
                // The writer replaced a file between our look at the manifest and our opening of it.
                if (attempt == ATTEMPTS
                        || e.getMessage() == null
                        || directory.list().isEmpty()) {
                    throw e;
                }
            }
        }
    }

    private final long generation;
    private final WriteTotals totals;

    private StoreReader(Directory directory) throws IOException {
        this.directory = directory;
        ManifestStore.Loaded loaded = ManifestStore.load(directory);
        if (!loaded.exists()) {
            throw new NoSuchFileException(directory.toString(), null, "no Holdfast data here");
        }
        registry = new SeriesRegistry();
        damages = new DamageLog();
        loaded.damages().forEach(damages::add);
        ledgers = new LedgerBook(loaded.manifest().ledgers());
        generation = loaded.manifest().generation();
        BlockCache cache = new BlockCache(BlockCache.shareOfHeapBytes());
        List<Run> runs = new ArrayList<>();
        TreeMap<Long, ReadableFile> segments = new TreeMap<>();
        try {
            openRuns(directory, loaded, cache, runs);
            long bytes = 0;
            for (String name : directory.list()) {
                long id = WalFiles.segmentId(name);
                if (WalFiles.isWalFile(name)) {
                    try (ReadableFile file = directory.open(name)) {
                        bytes += file.size();
                    }
                }
                if (id >= Math.max(1, loaded.manifest().firstSegment())) {
                    segments.put(id, directory.open(name));
                }
            }
            walBytes = bytes;
            LogReplay replay = new LogReplay(registry, ledgers, damages, 0);
            for (var segment : segments.entrySet()) {
                replay.read(segment.getValue(), segment.getKey());
            }
            memtables = replay.memtable().isEmpty() ? List.of() : List.of(replay.memtable());
            sequence = replay.sequence();
            totals =
                    loaded.manifest().totals().withMoreSamples(replay.memtable().sampleCount());
            version = Version.of(runs, loaded.manifest().tombstones());
        } catch (IOException | RuntimeException e) {
            runs.forEach(Run::release);
            throw e;
        } finally {
            for (ReadableFile segment : segments.values()) {
                segment.close();
            }
        }
    }

    private void openRuns(Directory directory, ManifestStore.Loaded loaded, BlockCache cache, List<Run> runs)
            throws IOException {
        for (RunInfo info : loaded.manifest().runs()) {
            String name = FileNames.sstable(info.partition().fromInclusiveMs(), info.id());
            try {
                Run run = new Run(info, new SstableReader(directory.open(name), cache));
                runs.add(run);
                run.reader().requireKnownVersion();
            } catch (NoSuchFileException e) {
                if (newestGeneration(directory) != loaded.manifest().generation()) {
                    throw e;
                }
                damages.add(new Damage(name, -1, "missing; " + info.sampleCount() + " samples are lost with it"));
            }
        }
    }

    private boolean isCurrent(Directory directory) throws IOException {
        return newestGeneration(directory) == generation;
    }

    private static long newestGeneration(Directory directory) throws IOException {
        long newest = 0;
        for (String name : directory.list()) {
            newest = Math.max(newest, FileNames.manifestGeneration(name));
        }
        return newest;
    }

    @Override
    public Snapshot snapshot() {
        if (!version.acquire()) {
            throw new IllegalStateException("reader is closed");
        }
        return new StoreSnapshot(version, memtables, sequence, registry, damages, damages.all());
    }

    @Override
    public List<String> ledgerNames() {
        return ledgers.names();
    }

    @Override
    public IntervalLedger ledgerIntervals(String name) {
        return ledgers.intervals(name);
    }

    @Override
    public Ledger.@Nullable Note ledgerNote(String name) {
        return ledgers.note(name);
    }

    @Override
    public StoreStats stats() {
        return StoreStatistics.of(version, memtables, walBytes, "", 0, 0, damages.all());
    }

    @Override
    public List<TimeRange> thinned() {
        return version.thinned();
    }

    @Override
    public WriteTotals writeTotals() {
        return totals;
    }

    /**
     * What the bytes of the directory are spent on. Reads the index of every sstable, one after the other: some
     * milliseconds for each.
     */
    public StorageReport survey() throws IOException {
        return StorageSurvey.of(version, directory);
    }

    @Override
    public void close() {
        version.release();
    }
}
