package dev.holdfast.storage.check;

import dev.holdfast.storage.Damage;
import dev.holdfast.storage.Finding;
import dev.holdfast.storage.Loss;
import dev.holdfast.storage.UnsupportedFormatException;
import dev.holdfast.storage.io.Directory;
import dev.holdfast.storage.io.ReadableFile;
import dev.holdfast.storage.manifest.FileNames;
import dev.holdfast.storage.manifest.Manifest;
import dev.holdfast.storage.manifest.ManifestStore;
import dev.holdfast.storage.partition.Partition;
import dev.holdfast.storage.sstable.BlockCache;
import dev.holdfast.storage.sstable.RunInfo;
import dev.holdfast.storage.sstable.SstableReader;
import dev.holdfast.storage.sstable.SstableVerifier;
import dev.holdfast.storage.tombstone.Tombstone;
import dev.holdfast.storage.tombstone.Tombstones;
import dev.holdfast.storage.wal.LogSurvey;
import dev.holdfast.storage.wal.WalFiles;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads a whole data directory and names everything that is not as it should be. Changes nothing and needs no lock; on a
 * directory that is being written it may name files that the writer has just deleted. One thread.
 */
public final class StoreChecker {
    private final Directory directory;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Finding> remarks = new ArrayList<>();
    private final LogSurvey log = new LogSurvey(findings::add);
    private int runs;
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
     * @param remarks files that are no part of the store and do it no harm: left by a crash, put aside, or not ours
     */
    public record Report(int runs, int segments, long samples, List<Finding> findings, List<Finding> remarks) {}

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
        Manifest manifest = loaded.manifest();
        loaded.damages().forEach(damage -> findings.add(new Finding(damage, Loss.NONE)));
        if (!loaded.rebuilt()) {
            ManifestStore.damagedBefore(directory, manifest.generation())
                    .forEach(damage -> findings.add(new Finding(damage, Loss.NONE)));
        }
        Set<Long> ids = new HashSet<>();
        Set<String> known = new HashSet<>();
        for (RunInfo run : manifest.runs()) {
            if (!ids.add(run.id()) || run.id() >= manifest.nextRunId()) {
                findings.add(Finding.of("manifest", "run " + run.id() + " is listed twice or was never given out"));
            }
            known.add(FileNames.sstable(run.partition().fromInclusiveMs(), run.id()));
            checkRun(run);
        }
        checkWindows(manifest.runs());
        checkTombstones(manifest.tombstones(), ids, manifest.nextRunId());
        loaded.damages().stream().map(Damage::file).forEach(known::add);
        for (String name : directory.list()) {
            long segment = WalFiles.segmentId(name);
            if (segment > 0 && segment >= manifest.firstSegment()) {
                try (ReadableFile file = directory.open(name)) {
                    log.read(file, segment);
                }
            } else if (!known.contains(name)) {
                checkOther(name, segment);
            }
        }
        log.end();
        return new Report(runs, log.segments(), samples + log.samples(), List.copyOf(findings), List.copyOf(remarks));
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
                if (run.isSealed() && (other.isSealed() || other.id() < run.id())) {
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
            reader.requireKnownVersion();
            runs++;
            samples += new SstableVerifier(reader, run, findings::add).verify();
        } catch (NoSuchFileException e) {
            Loss whole = new Loss(run.sampleCount(), run.seriesCount(), run.range());
            findings.add(new Finding(new Damage(name, -1, "missing"), whole));
        }
    }

    /** A file that the store does not count on. */
    private void checkOther(String name, long segment) {
        if (name.endsWith(FileNames.QUARANTINE_SUFFIX)) {
            remark(name, "put aside because it could not be read whole; delete it when nobody wants it any more");
        } else if (name.endsWith(FileNames.TEMPORARY_SUFFIX)) {
            remark(name, "unfinished: being written, or left by a crash and deleted at the next start");
        } else if (FileNames.isSstable(name)) {
            remark(name, "not part of the store: left by a crash and deleted at the next start");
        } else if (segment < 0
                && FileNames.manifestGeneration(name) < 0
                && !WalFiles.isBesideSegments(name)
                && !name.equals(FileNames.LOCK)) {
            remark(name, "not a file of Holdfast's");
        }
    }

    private void find(String file, String what) {
        findings.add(Finding.of(file, what));
    }

    private void remark(String file, String what) {
        remarks.add(Finding.of(file, what));
    }
}
