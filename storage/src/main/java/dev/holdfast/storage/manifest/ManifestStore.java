package dev.holdfast.storage.manifest;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.Damage;
import dev.holdfast.storage.io.Directory;
import dev.holdfast.storage.io.ReadableFile;
import dev.holdfast.storage.io.WritableFile;
import dev.holdfast.storage.sstable.BlockCache;
import dev.holdfast.storage.sstable.RunInfo;
import dev.holdfast.storage.sstable.SstableReader;
import dev.holdfast.storage.tombstone.Tombstones;
import dev.holdfast.storage.wal.WalFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads and writes the manifests of a directory. The two newest generations are kept: the older one gives the ledgers when
 * the newer cannot be read, and then the sstables themselves say which of them are live.
 *
 * <p>Stateless; one thread writes.
 */
public final class ManifestStore {
    private static final int MAX_MANIFEST_BYTES = 256 << 20;

    private ManifestStore() {}

    /**
     * What was found.
     *
     * @param manifest the state
     * @param exists whether there is a store at all
     * @param rebuilt whether it was made from the sstables
     * @param damages manifests and sstables that could not be read
     */
    public record Loaded(Manifest manifest, boolean exists, boolean rebuilt, List<Damage> damages) {}

    /** Writes a manifest under a temporary name; its size in bytes. When this fails the disk does not have it. */
    public static long prepare(Directory directory, Manifest manifest) throws IOException {
        String temporary = temporaryName(manifest);
        directory.deleteIfExists(temporary); // an earlier attempt may have left it
        try (WritableFile file = directory.create(temporary)) {
            ByteBuffer bytes = manifest.encode().toBuffer();
            long size = bytes.remaining();
            file.write(bytes, 0);
            file.force();
            return size;
        } catch (IOException e) {
            try {
                directory.deleteIfExists(temporary);
            } catch (IOException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    /**
     * Makes a prepared manifest the one that counts. When this fails the disk may have it or not. The caller deletes the
     * third last.
     */
    public static void publish(Directory directory, Manifest manifest) throws IOException {
        directory.rename(temporaryName(manifest), FileNames.manifest(manifest.generation()));
        directory.sync();
    }

    private static String temporaryName(Manifest manifest) {
        return FileNames.manifest(manifest.generation()) + FileNames.TEMPORARY_SUFFIX;
    }

    /** The newest manifest that can be read, or one made from the sstables. */
    public static Loaded load(Directory directory) throws IOException {
        TreeMap<Long, String> generations = new TreeMap<>();
        boolean sstables = false;
        boolean wal = false;
        List<String> names = directory.list();
        for (String name : names) {
            long generation = FileNames.manifestGeneration(name);
            if (generation >= 0) {
                generations.put(generation, name);
            }
            sstables |= FileNames.isSstable(name);
            wal |= WalFiles.segmentId(name) > 0;
        }
        if (generations.isEmpty() && !sstables) {
            return new Loaded(Manifest.EMPTY, wal, false, List.of());
        }
        List<Damage> damages = new ArrayList<>();
        boolean newest = true;
        for (String name : generations.descendingMap().values()) {
            try {
                Manifest manifest = read(directory, name);
                if (newest && !isOutrun(manifest, names)) {
                    return new Loaded(manifest, true, false, damages);
                }
                if (newest) {
                    damages.add(new Damage(
                            FileNames.manifest(manifest.generation() + 1),
                            -1,
                            "missing: there are newer files than the manifest knows; made again from the sstables"));
                }
                return rebuilt(directory, manifest, generations.lastKey(), damages);
            } catch (CorruptionException e) {
                damages.add(e.damage());
                newest = false;
            }
        }
        if (generations.isEmpty()) {
            damages.add(new Damage("manifest", -1, "missing; made again from the sstables"));
        }
        long last = generations.isEmpty() ? 0 : generations.lastKey();
        return rebuilt(directory, Manifest.EMPTY, last, damages);
    }

    /**
     * Manifests that stand by for a newer one and cannot be read. Costs nothing now; with the newest gone too it would cost
     * the ledgers.
     *
     * @param generation the newest
     */
    public static List<Damage> damagedBefore(Directory directory, long generation) throws IOException {
        List<Damage> damages = new ArrayList<>();
        for (String name : directory.list()) {
            long older = FileNames.manifestGeneration(name);
            if (older >= 0 && older < generation) {
                try {
                    read(directory, name);
                } catch (CorruptionException e) {
                    damages.add(e.damage());
                } catch (NoSuchFileException e) {
                    // The writer has just deleted it.
                }
            }
        }
        return damages;
    }

    /**
     * What is deleted of the runs of a manifest, and of those that a crash left of merges although a manifest let go of
     * them: an older manifest that still listed them says it, or a tombstone of what they were merged into.
     */
    public static Tombstones withLeftovers(Directory directory, Manifest manifest) throws IOException {
        Map<Long, List<Long>> merged = new HashMap<>();
        manifest.runs().forEach(run -> merged.put(run.id(), run.replaces()));
        Tombstones tombstones = manifest.tombstones().handedDown(merged);
        TreeMap<Long, String> generations = new TreeMap<>();
        for (String name : directory.list()) {
            long generation = FileNames.manifestGeneration(name);
            if (generation >= 0 && generation <= manifest.generation()) {
                generations.put(generation, name);
            }
        }
        Set<Long> told = new HashSet<>(merged.keySet());
        for (String name : generations.descendingMap().values()) {
            try {
                Manifest older = read(directory, name);
                tombstones = tombstones.withOthers(older.tombstones(), told);
                older.runs().forEach(run -> told.add(run.id()));
            } catch (CorruptionException | NoSuchFileException e) {
                // It says nothing, then.
            }
        }
        return tombstones;
    }

    private static Manifest read(Directory directory, String name) throws IOException {
        try (ReadableFile file = directory.open(name)) {
            long size = file.size();
            if (size < 40 || size > MAX_MANIFEST_BYTES) {
                throw new CorruptionException(name, 0, "size of the manifest", "found " + size + " bytes");
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) size);
            file.read(bytes, 0);
            Manifest manifest = Manifest.decode(name, bytes.array());
            if (manifest.generation() != FileNames.manifestGeneration(name)) {
                throw new CorruptionException(name, 12, "generation", "found " + manifest.generation());
            }
            return manifest;
        }
    }

    /**
     * Whether there must have been a newer manifest: a run is gone that only a newer one can have replaced, or the log
     * does not reach back to where this one begins. A crash leaves neither, since what a manifest lets go of is deleted
     * after it is durable; an older manifest taken for the newest would have the newer sstables deleted.
     */
    private static boolean isOutrun(Manifest manifest, List<String> files) {
        Set<String> names = new HashSet<>(files);
        Set<String> listed = new HashSet<>();
        manifest.runs().forEach(run -> listed.add(name(run)));
        boolean otherRuns = false; // not by their ids: a merge is given its own when it begins
        boolean later = false;
        boolean reachesBack = manifest.firstSegment() == 0;
        for (String name : files) {
            otherRuns |= FileNames.isSstable(name) && !listed.contains(name);
            later |= WalFiles.segmentId(name) > manifest.firstSegment();
            reachesBack |= WalFiles.segmentId(name) == manifest.firstSegment();
        }
        if (later && !reachesBack) {
            return true;
        }
        for (RunInfo run : manifest.runs()) {
            if (otherRuns && !names.contains(name(run))) {
                return true;
            }
        }
        return false;
    }

    private static String name(RunInfo run) {
        return FileNames.sstable(run.partition().fromInclusiveMs(), run.id());
    }

    /**
     * The ledgers of an older manifest, less what may have come since: samples of a run that it does not know may have
     * been appended late, and the log that said so is gone.
     */
    private static SortedMap<String, LedgerRecord> ledgersFor(List<RunInfo> live, Manifest older) {
        Set<Long> known = new HashSet<>();
        older.runs().forEach(run -> known.add(run.id()));
        SortedMap<String, LedgerRecord> ledgers = new TreeMap<>(older.ledgers());
        for (RunInfo run : live) {
            boolean seen = known.contains(run.id()) || (!run.replaces().isEmpty() && known.containsAll(run.replaces()));
            if (!seen) {
                ledgers.replaceAll(
                        (name, ledger) -> new LedgerRecord(ledger.intervals().without(run.range()), ledger.note()));
            }
        }
        return Collections.unmodifiableSortedMap(ledgers);
    }

    /**
     * The state that the sstables tell: all that can be read, less those that others replaced. The log is replayed whole:
     * what is in a run already is replaced by itself.
     */
    private static Loaded rebuilt(Directory directory, Manifest older, long generation, List<Damage> damages)
            throws IOException {
        List<RunInfo> found = new ArrayList<>();
        Set<Long> replaced = new HashSet<>();
        for (String name : directory.list()) {
            if (!FileNames.isSstable(name)) {
                continue;
            }
            try (SstableReader reader = new SstableReader(directory.open(name), new BlockCache(0))) {
                RunInfo info = reader.readInfo();
                found.add(info);
                replaced.addAll(info.replaces());
            } catch (CorruptionException e) {
                damages.add(e.damage());
            }
        }
        List<RunInfo> live = new ArrayList<>();
        long nextRunId = older.nextRunId();
        for (RunInfo info : found) {
            nextRunId = Math.max(nextRunId, info.id() + 1);
            if (!replaced.contains(info.id())) {
                live.add(info);
            }
        }
        live.sort((a, b) -> Long.compare(a.id(), b.id()));
        Set<Long> present = new HashSet<>();
        found.forEach(info -> present.add(info.id()));
        for (RunInfo run : older.runs()) {
            if (!present.contains(run.id()) && !replaced.contains(run.id())) {
                damages.add(
                        new Damage(name(run), -1, "missing; " + run.sampleCount() + " samples, if it was not dropped"));
            }
        }
        Map<Long, List<Long>> ids = new HashMap<>();
        live.forEach(info -> ids.put(info.id(), info.replaces()));
        Manifest manifest = new Manifest(
                generation,
                nextRunId,
                0,
                older.totals(),
                List.copyOf(live),
                ledgersFor(live, older),
                withLeftovers(directory, older).onlyFor(ids));
        return new Loaded(manifest, true, true, damages);
    }
}
