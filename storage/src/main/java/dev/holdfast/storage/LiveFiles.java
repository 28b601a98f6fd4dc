package dev.holdfast.storage;

import dev.holdfast.storage.io.Directory;
import dev.holdfast.storage.io.ReadableFile;
import dev.holdfast.storage.manifest.FileNames;
import dev.holdfast.storage.manifest.LedgerRecord;
import dev.holdfast.storage.manifest.Manifest;
import dev.holdfast.storage.manifest.ManifestStore;
import dev.holdfast.storage.partition.Run;
import dev.holdfast.storage.partition.Version;
import dev.holdfast.storage.sstable.BlockCache;
import dev.holdfast.storage.sstable.RunInfo;
import dev.holdfast.storage.sstable.SstableReader;
import dev.holdfast.storage.tombstone.Tombstones;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The sstables that count, and the manifest that says so. New files are complete and durable under their names before the
 * manifest that lists them is; old ones are deleted after. One thread at a time: the lock of the maintenance.
 */
final class LiveFiles implements MemtableFlush.RunNames {
    private final Directory directory;
    private final BlockCache cache;
    private final AtomicLong nextRunId;
    private final boolean rebuilt;
    private Manifest manifest;
    private boolean written;
    private long manifestBytes;
    private long asideBytes; // of files that were put aside
    private final Map<String, Long> obsoleteBytes = new HashMap<>(); // of sstables that are still to be deleted

    /** Files that no manifest lists any more and that are still to be deleted; true: renamed instead, for damage. */
    private final Map<String, Boolean> obsolete = new TreeMap<>();

    /** Runs that the manifest lists and that are not there. */
    private final List<RunInfo> missing = new ArrayList<>();

    private Tombstones tombstonesAtStart = Tombstones.NONE;

    /** New files of a commit that failed when its manifest may have been on the disk already. */
    private final List<String> abandoned = new ArrayList<>();

    LiveFiles(Directory directory, ManifestStore.Loaded loaded, BlockCache cache) {
        this.directory = directory;
        this.cache = cache;
        this.manifest = loaded.manifest();
        this.rebuilt = loaded.rebuilt();
        this.nextRunId = new AtomicLong(manifest.nextRunId());
        for (Damage damage : rebuilt ? loaded.damages() : List.<Damage>of()) {
            if (FileNames.isSstable(damage.file()) && damage.offset() >= 0) {
                obsolete.put(
                        damage.file(),
                        true); // in no manifest from now on, which the next start takes for leave to delete
            }
        }
    }

    /** Opens the runs of the manifest; deletes sstables that it does not list, which a crash left behind. */
    Version openRuns(DamageLog damages) throws IOException {
        Set<String> listed = new HashSet<>();
        List<Run> runs = new ArrayList<>();
        tombstonesAtStart = manifest.tombstones();
        for (String name : directory.list()) {
            if (name.endsWith(FileNames.QUARANTINE_SUFFIX)) {
                try (ReadableFile file = directory.open(name)) {
                    asideBytes += file.size();
                }
            }
        }
        for (RunInfo info : manifest.runs()) {
            String name = name(info);
            listed.add(name);
            try {
                runs.add(open(info));
            } catch (NoSuchFileException e) {
                damages.add(new Damage(name, -1, "missing; " + info.sampleCount() + " samples are lost with it"));
                missing.add(info);
            }
        }
        if (rebuilt || !missing.isEmpty()) {
            tombstonesAtStart = ManifestStore.withLeftovers(directory, manifest);
        } else {
            deleteUnlisted(runs, listed);
        }
        return Version.of(runs, manifest.tombstones());
    }

    /** Deletes what a crash left, but not what a damaged run was merged from: a repair may want it. */
    private void deleteUnlisted(List<Run> runs, Set<String> listed) throws IOException {
        Map<Long, Boolean> whole = new TreeMap<>(); // by the run's id; each is read once
        for (String name : directory.list()) {
            if (FileNames.isSstable(name) && !listed.contains(name)) {
                long id = FileNames.sstableId(name);
                boolean wanted = false;
                for (Run run : runs) {
                    if (run.info().replaces().contains(id)) {
                        wanted |= !whole.computeIfAbsent(run.info().id(), runId -> Leftovers.isWhole(run));
                    }
                }
                if (wanted) {
                    tombstonesAtStart = ManifestStore.withLeftovers(directory, manifest);
                } else {
                    directory.delete(name);
                }
            }
        }
    }

    /** What was deleted of the runs of the start, and of what a crash left of others. */
    Tombstones tombstonesAtStart() {
        return tombstonesAtStart;
    }

    /** Runs that the manifest listed at the start and that were not there. */
    List<RunInfo> missing() {
        return List.copyOf(missing);
    }

    /** What a run was merged from and a crash left, opened; each held once. */
    List<Run> leftoversOf(RunInfo merged) throws IOException {
        return Leftovers.of(directory, merged);
    }

    /**
     * Lets go of every manifest but the newest two, and of every sstable that is not listed: one that cannot be read is put
     * aside. Only when nothing that is not listed is wanted any more.
     */
    void keepListedOnly() throws IOException {
        Set<String> listed = new HashSet<>();
        manifest.runs().forEach(run -> listed.add(name(run)));
        for (String name : directory.list()) {
            long generation = FileNames.manifestGeneration(name);
            if (generation >= 0 && generation != manifest.generation() && generation != manifest.generation() - 1) {
                obsolete.putIfAbsent(name, false);
            }
            if (FileNames.isSstable(name) && !listed.contains(name)) {
                obsolete.putIfAbsent(name, !isReadable(name));
            }
        }
    }

    private boolean isReadable(String name) throws IOException {
        try (SstableReader reader = new SstableReader(directory.open(name), new BlockCache(0))) {
            reader.readInfo();
            return true;
        } catch (CorruptionException e) {
            return false;
        }
    }

    private Run open(RunInfo info) throws IOException {
        return new Run(info, new SstableReader(directory.open(name(info)), cache));
    }

    @Override
    public long nextId() {
        return nextRunId.getAndIncrement();
    }

    /** The id that the next new file will have. */
    long nextRunId() {
        return nextRunId.get();
    }

    @Override
    public String temporaryName(long partitionFromMs, long id) {
        return FileNames.sstable(partitionFromMs, id) + FileNames.TEMPORARY_SUFFIX;
    }

    private String temporaryName(RunInfo info) {
        return temporaryName(info.partition().fromInclusiveMs(), info.id());
    }

    static String name(RunInfo info) {
        return FileNames.sstable(info.partition().fromInclusiveMs(), info.id());
    }

    /** Whether there is no manifest yet that says what this one does: of a new store, or of one whose manifest was lost. */
    boolean wantsFirstCommit() {
        return !written && (manifest.generation() == 0 || rebuilt);
    }

    /** The segment from which the log is replayed, by the newest manifest. */
    long firstSegment() {
        return manifest.firstSegment();
    }

    /**
     * Gives new files their names and writes the manifest. When it returns, the version that it gives is what a start would
     * find; when it throws, the one before still is, or may be this one, and the files of both are there.
     *
     * @param added runs under their temporary names
     */
    Version commit(
            Version before,
            Collection<Run> removed,
            Collection<RunInfo> added,
            long firstSegment,
            WriteTotals totals,
            SortedMap<String, LedgerRecord> ledgers)
            throws IOException {
        List<Run> opened = new ArrayList<>();
        boolean mayBeOnDisk = false;
        try {
            for (RunInfo info : added) {
                directory.rename(temporaryName(info), name(info));
                opened.add(open(info));
            }
            directory.sync();
            Version version = before.with(removed, opened);
            Manifest next = new Manifest(
                    manifest.generation() + 1,
                    nextRunId.get(),
                    firstSegment,
                    totals,
                    version.infos(),
                    ledgers,
                    version.tombstones());
            manifestBytes = ManifestStore.prepare(directory, next);
            mayBeOnDisk = true;
            ManifestStore.publish(directory, next);
            manifest = next;
            written = true;
            obsolete.put(FileNames.manifest(next.generation() - 2), false);
            abandoned.forEach(name -> obsolete.put(name, false));
            abandoned.clear();
            return version;
        } catch (IOException e) {
            opened.forEach(Run::release);
            abandon(added, mayBeOnDisk);
            throw e;
        }
    }

    /**
     * Marks the files of a commit that failed for deletion. When its manifest may be on the disk a crash may bring it back,
     * so its files stay until a later manifest is certain.
     */
    private void abandon(Collection<RunInfo> added, boolean mayBeOnDisk) {
        for (RunInfo info : added) {
            if (mayBeOnDisk) {
                abandoned.add(name(info));
            } else {
                obsolete.put(temporaryName(info), false);
                obsolete.put(name(info), false);
            }
        }
    }

    /**
     * Lets go of runs that the newest manifest does not list any more.
     *
     * @param damaged names of files that are kept aside, since not all of them could be read
     */
    void discard(Collection<Run> removed, Set<String> damaged) {
        for (Run run : removed) {
            obsolete.put(name(run.info()), damaged.contains(name(run.info())));
            obsoleteBytes.put(name(run.info()), run.info().sizeBytes());
            run.release();
        }
    }

    /** Bytes of the files beside the live sstables and the log: manifests, and what is put aside or still to be deleted. */
    long otherBytes() {
        long bytes = 2 * manifestBytes + asideBytes;
        for (long size : obsoleteBytes.values()) {
            bytes += size;
        }
        return bytes;
    }

    /** Has a file deleted that could not be deleted now. */
    void deleteLater(String name) {
        obsolete.put(name, false);
    }

    /** Deletes, or for damage puts aside, the files that are of no more use. What fails now is tried at a later step. */
    void tidyUp() throws IOException {
        var files = obsolete.entrySet().iterator();
        while (files.hasNext()) {
            Map.Entry<String, Boolean> file = files.next();
            if (file.getValue()) {
                directory.rename(file.getKey(), file.getKey() + FileNames.QUARANTINE_SUFFIX);
                asideBytes += obsoleteBytes.getOrDefault(file.getKey(), 0L);
            } else {
                directory.deleteIfExists(file.getKey());
            }
            obsoleteBytes.remove(file.getKey());
            files.remove();
        }
    }
}
