package dev.holdfast.storage.survey;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.Damage;
import dev.holdfast.storage.io.Directory;
import dev.holdfast.storage.io.ReadableFile;
import dev.holdfast.storage.partition.Partition;
import dev.holdfast.storage.partition.Run;
import dev.holdfast.storage.partition.Version;
import dev.holdfast.storage.sstable.BloomTotals;
import dev.holdfast.storage.sstable.ClassTotals;
import dev.holdfast.storage.sstable.SeriesClass;
import dev.holdfast.storage.sstable.SstableAccount;
import dev.holdfast.storage.sstable.SstableBytes;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Adds up what sstables say of themselves, one after the other. One thread. */
public final class StorageSurvey {
    private SstableBytes bytes = SstableBytes.NONE;
    private BloomTotals bloom = BloomTotals.NONE;
    private long chunks;
    private final Map<SeriesClass, ClassTotals> classes = new EnumMap<>(SeriesClass.class);
    private final List<Damage> unreadable = new ArrayList<>();

    private StorageSurvey() {}

    /**
     * Of runs that the caller holds, and the directory that they are in.
     *
     * @throws IOException when the directory cannot be listed
     */
    public static StorageReport of(Version version, Directory directory) throws IOException {
        StorageSurvey survey = new StorageSurvey();
        Set<String> live = new HashSet<>();
        List<PartitionReport> partitions = new ArrayList<>();
        for (Run run : version.runs()) {
            live.add(run.reader().name());
            survey.add(run);
        }
        for (Partition partition : Partition.of(version.infos())) {
            partitions.add(new PartitionReport(partition.window(), partition.runs()));
        }
        return new StorageReport(
                partitions,
                survey.bytes,
                survey.classes,
                survey.chunks,
                survey.bloom,
                version.tombstones().all().size(),
                files(directory, live),
                survey.unreadable);
    }

    private void add(Run run) {
        try {
            SstableAccount account = SstableAccount.of(run.reader());
            bytes = bytes.plus(account.bytes());
            bloom = bloom.plus(account.bloom());
            chunks += account.chunks();
            account.classes().forEach((kind, totals) -> classes.merge(kind, totals, ClassTotals::plus));
        } catch (CorruptionException e) {
            unreadable.add(e.damage());
        } catch (IOException e) {
            unreadable.add(new Damage(run.reader().name(), -1, "cannot be read: " + e.getMessage()));
        }
    }

    private static Map<FileKind, FileTotals> files(Directory directory, Set<String> live) throws IOException {
        Map<FileKind, FileTotals> files = new EnumMap<>(FileKind.class);
        for (String name : directory.list()) {
            try (ReadableFile file = directory.open(name)) {
                files.merge(FileKind.of(name, live), new FileTotals(1, file.size()), FileTotals::plus);
            } catch (NoSuchFileException e) {
                // The writer has deleted it since.
            } catch (IOException e) {
                // Somebody else's, or closed to us: it is there, and that is all that can be said.
                files.merge(FileKind.of(name, live), new FileTotals(1, 0), FileTotals::plus);
            }
        }
        return files;
    }
}
