package dev.holdfast.storage.wal;

import dev.holdfast.storage.io.Directory;
import dev.holdfast.storage.io.ReadableFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The names of the log's files in the data directory. */
public final class WalFiles {
    /** A segment that waits to be used. */
    static final String SPARE = "wal-spare";

    /** End of the name of a segment that is a Chronicle queue's file. */
    static final String CHRONICLE_SUFFIX = ".cq4";

    /** What Chronicle keeps beside its file while it is open; made anew for each, and never read by us. */
    static final String CHRONICLE_METADATA = "wal-chronicle.cq4t";

    /** The folder in which Chronicle finds its two files. */
    static final String CHRONICLE_FOLDER = "chronicle";

    /** End of the name of a file that is not complete. */
    static final String TEMPORARY_SUFFIX = ".tmp";

    private static final String PREFIX = "wal-";
    private static final int DIGITS = 16;

    private WalFiles() {}

    /**
     * A segment of the log.
     *
     * @param id its number; ids of both engines are one sequence
     * @param name of its file, which says which engine wrote it
     */
    public record Segment(long id, String name, long sizeBytes) {}

    /** The file of a segment: {@code wal-} and the id in 16 hexadecimal digits, so that names sort by age. */
    static String segmentName(long id) {
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

    /** Whether a file is a segment of either engine that waits to be used. */
    public static boolean isSpare(String name) {
        return name.equals(SPARE) || name.equals(SPARE + CHRONICLE_SUFFIX);
    }

    /** Whether a file belongs to the log of one of the engines and holds nothing of it: a spare, or Chronicle's own. */
    public static boolean isBesideSegments(String name) {
        return name.equals(SPARE) || name.equals(SPARE + CHRONICLE_SUFFIX) || name.equals(CHRONICLE_METADATA);
    }

    /** Whether a segment is a Chronicle queue's file. */
    static boolean isChronicle(String name) {
        return name.endsWith(CHRONICLE_SUFFIX);
    }

    /** The segment id in a file's name, or -1 when it is not a segment. */
    public static long segmentId(String name) {
        int end = isChronicle(name) ? name.length() - CHRONICLE_SUFFIX.length() : name.length();
        if (!name.startsWith(PREFIX) || end != PREFIX.length() + DIGITS) {
            return -1;
        }
        try {
            return Long.parseLong(name, PREFIX.length(), end, 16);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** The segments of a directory in the order in which they were written, whichever engine did. */
    public static List<Segment> segments(Directory directory) throws IOException {
        List<Segment> result = new ArrayList<>();
        for (String name : directory.list()) {
            long id = segmentId(name);
            if (id > 0) {
                try (ReadableFile file = directory.open(name)) {
                    result.add(new Segment(id, name, file.size()));
                }
            }
        }
        result.sort(Comparator.comparingLong(Segment::id));
        return result;
    }
}
