package dev.holdfast.storage.wal;

import dev.holdfast.storage.io.Directory;
import dev.holdfast.storage.io.ReadableFile;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** The names of the log's files in the data directory. */
public final class WalFiles {
    /** A released segment that waits to be used again. */
    public static final String SPARE = "wal-spare";

    /** A spare segment that is not complete. */
    static final String SPARE_BEING_MADE = "wal-spare.tmp";

    private static final String PREFIX = "wal-";
    private static final int DIGITS = 16;

    private WalFiles() {}

    /** The file of a segment: {@code wal-} and the id in 16 hexadecimal digits, so that names sort by age. */
    public static String segmentName(long id) {
        StringBuilder name = new StringBuilder(PREFIX);
        String hex = Long.toHexString(id);
        for (int i = hex.length(); i < DIGITS; i++) {
            name.append('0');
        }
        return name.append(hex).toString();
    }

    /** Whether a file is one of the log's. */
    public static boolean isWalFile(String name) {
        return name.startsWith(PREFIX);
    }

    /** The segment id in a file's name, or -1 when it is not a segment. */
    public static long segmentId(String name) {
        if (!name.startsWith(PREFIX) || name.length() != PREFIX.length() + DIGITS) {
            return -1;
        }
        try {
            return Long.parseLong(name, PREFIX.length(), name.length(), 16);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** The segments of a directory, id to size in bytes. */
    public static Map<Long, Long> segments(Directory directory) throws IOException {
        Map<Long, Long> result = new TreeMap<>();
        for (String name : directory.list()) {
            long id = segmentId(name);
            if (id > 0) {
                try (ReadableFile file = directory.open(name)) {
                    result.put(id, file.size());
                }
            }
        }
        return result;
    }
}
