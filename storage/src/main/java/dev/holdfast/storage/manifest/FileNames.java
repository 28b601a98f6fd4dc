package dev.holdfast.storage.manifest;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The names of the files in a data directory, beside those of the log. They say to a person what a file is: an sstable is
 * named for the start of its partition and its number, {@code 20261122T140000Z-000012.sst}.
 */
public final class FileNames {
    /** The file that the writer locks. */
    public static final String LOCK = "holdfast.lock";

    /** End of the name of an sstable. */
    public static final String SSTABLE_SUFFIX = ".sst";

    /** End of the name of a file that is being written. */
    public static final String TEMPORARY_SUFFIX = ".tmp";

    /** End of the name of an sstable that was put aside because it cannot be read. */
    public static final String QUARANTINE_SUFFIX = ".damaged";

    private static final String MANIFEST_PREFIX = "manifest-";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private FileNames() {}

    /** The file of an sstable. */
    public static String sstable(long partitionFromMs, long id) {
        String stamp = partitionFromMs >= -62_135_596_800_000L && partitionFromMs < 253_402_300_800_000L
                ? STAMP.format(Instant.ofEpochMilli(partitionFromMs))
                : Long.toString(partitionFromMs);
        return stamp + "-" + String.format(Locale.ROOT, "%06d", id) + SSTABLE_SUFFIX;
    }

    /** Whether a file is an sstable. */
    public static boolean isSstable(String name) {
        return name.endsWith(SSTABLE_SUFFIX);
    }

    /** The id in an sstable's name, or -1 when it has none. */
    public static long sstableId(String name) {
        int dash = name.lastIndexOf('-');
        if (!isSstable(name) || dash < 0) {
            return -1;
        }
        try {
            return Long.parseLong(name, dash + 1, name.length() - SSTABLE_SUFFIX.length(), 10);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** The file of a manifest generation; names sort by generation. */
    public static String manifest(long generation) {
        return MANIFEST_PREFIX + String.format(Locale.ROOT, "%012d", generation);
    }

    /** The generation in a manifest's name, or -1 when the file is not a manifest. */
    public static long manifestGeneration(String name) {
        if (!name.startsWith(MANIFEST_PREFIX) || name.endsWith(TEMPORARY_SUFFIX)) {
            return -1;
        }
        try {
            return Long.parseLong(name, MANIFEST_PREFIX.length(), name.length(), 10);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
