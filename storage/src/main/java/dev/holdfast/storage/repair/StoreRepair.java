package dev.holdfast.storage.repair;

import dev.holdfast.storage.Finding;
import dev.holdfast.storage.Store;
import dev.holdfast.storage.StoreLockedException;
import dev.holdfast.storage.StoreOptions;
import dev.holdfast.storage.TimeRange;
import dev.holdfast.storage.UnsupportedFormatException;
import dev.holdfast.storage.check.StoreChecker;
import dev.holdfast.storage.io.Directory;
import dev.holdfast.storage.manifest.FileNames;
import dev.holdfast.storage.wal.WalFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Repairs a data directory that nobody else writes to. One thread.
 *
 * <p>Each step ends in a manifest, and the files that it replaces go after it: a repair that is killed has lost nothing,
 * and the next one goes on.
 */
public final class StoreRepair {
    private StoreRepair() {}

    /**
     * What a repair found and did.
     *
     * @param checked what there was before
     * @param findings what was wrong, with what was done about each; empty when there was nothing to do
     * @param remarks files that are no part of the store, with what was done about those that were left by a crash
     */
    public record Report(StoreChecker.Report checked, List<Finding> findings, List<Finding> remarks) {
        /** Samples that are known to be lost for good. */
        public long samplesLost() {
            return findings.stream()
                    .mapToLong(finding -> Math.max(0, finding.loss().samples()))
                    .sum();
        }
    }

    /**
     * Repairs what is damaged; changes nothing when nothing is.
     *
     * @param options those of the agent, without limits: a repair drops nothing for its age
     * @throws StoreLockedException when another process writes to it
     * @throws NoSuchFileException when there is no store
     * @throws UnsupportedFormatException when a newer holdfast wrote it; nothing was changed
     */
    public static Report repair(Directory directory, StoreOptions options) throws IOException {
        StoreChecker.Report checked;
        try (Closeable lock =
                directory.lock(FileNames.LOCK, "pid " + ProcessHandle.current().pid())) {
            checked = new StoreChecker(directory).check();
        }
        boolean leftovers = checked.remarks().stream().anyMatch(StoreRepair::isLeftover);
        if (checked.findings().isEmpty() && !leftovers) {
            return new Report(checked, List.of(), checked.remarks());
        }
        Set<String> damaged = new HashSet<>();
        List<TimeRange> lost = new ArrayList<>();
        for (Finding finding : checked.findings()) {
            if (FileNames.isSstable(finding.file())) {
                damaged.add(finding.file());
            }
            lost.add(finding.loss().range());
        }
        try (Store store = Store.open(directory, options.withRetentionMs(0).withMaxBytes(0))) {
            store.mend(damaged, lost);
        }
        List<String> names = directory.list();
        return new Report(
                checked,
                checked.findings().stream()
                        .map(finding -> finding.withDone(deed(finding, names)))
                        .toList(),
                checked.remarks().stream()
                        .map(remark -> isLeftover(remark) ? remark.withDone(fate(remark.file(), names)) : remark)
                        .toList());
    }

    private static boolean isLeftover(Finding remark) {
        return remark.file().endsWith(FileNames.TEMPORARY_SUFFIX) || FileNames.isSstable(remark.file());
    }

    private static String deed(Finding finding, List<String> names) {
        String file = finding.file();
        if (FileNames.isSstable(file)) {
            return names.contains(file + FileNames.QUARANTINE_SUFFIX)
                    ? "what can be read was written anew, the original is kept as " + file + FileNames.QUARANTINE_SUFFIX
                    : "listed no more";
        }
        if (WalFiles.isWalFile(file)) {
            return "what can be read of the log was written to sstables, and the segment let go";
        }
        return "the manifest was written anew";
    }

    private static String fate(String file, List<String> names) {
        return names.contains(file + FileNames.QUARANTINE_SUFFIX)
                ? "kept as " + file + FileNames.QUARANTINE_SUFFIX
                : "deleted";
    }
}
