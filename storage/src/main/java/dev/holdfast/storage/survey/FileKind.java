package dev.holdfast.storage.survey;

import dev.holdfast.storage.manifest.FileNames;
import dev.holdfast.storage.wal.WalFiles;
import java.util.Set;

/** What a file in a data directory is. */
public enum FileKind {
    /** An sstable that belongs to the store. */
    SSTABLE,
    /** An sstable that no manifest lists: left by a crash, or not deleted yet. */
    UNLISTED_SSTABLE,
    /** A segment of the log. */
    LOG,
    /** A segment that waits to be used again. */
    SPARE_LOG,
    /** What belongs to the store. */
    MANIFEST,
    /** The writer's lock. */
    LOCK,
    /** Being written, or left by a crash. */
    TEMPORARY,
    /** Put aside because it could not be read whole. */
    PUT_ASIDE,
    /** None of ours. */
    OTHER;

    /** By a file's name. */
    static FileKind of(String name, Set<String> live) {
        if (name.endsWith(FileNames.TEMPORARY_SUFFIX)) {
            return TEMPORARY;
        }
        if (name.endsWith(FileNames.QUARANTINE_SUFFIX)) {
            return PUT_ASIDE;
        }
        if (FileNames.isSstable(name)) {
            return live.contains(name) ? SSTABLE : UNLISTED_SSTABLE;
        }
        if (WalFiles.isSpare(name)) {
            return SPARE_LOG;
        }
        if (WalFiles.isWalFile(name)) {
            return LOG;
        }
        if (FileNames.manifestGeneration(name) >= 0) {
            return MANIFEST;
        }
        return name.equals(FileNames.LOCK) ? LOCK : OTHER;
    }
}
