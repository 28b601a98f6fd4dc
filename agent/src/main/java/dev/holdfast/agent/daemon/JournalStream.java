package dev.holdfast.agent.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether what is written to standard error goes to systemd's journal, which adds time and process to each line itself and
 * reads its priority from a {@code <N>} in front of it. The variable JOURNAL_STREAM alone does not tell: children inherit it
 * whatever their standard error is. It names a device and an inode, and the file has to be that one (systemd.exec(5)).
 */
public final class JournalStream {
    /** What {@link #priority} is given for something that failed, as in syslog(3). */
    public static final int ERROR = 3;

    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    private JournalStream() {}

    /** Whether standard error of this process is the journal's. */
    public static boolean isStandardError(Map<String, String> environment) {
        return isStream(environment.get("JOURNAL_STREAM"), STANDARD_ERROR);
    }

    /** Whether a file is the one that the variable names. */
    static boolean isStream(@Nullable String variable, Path file) {
        if (variable == null) {
            return false;
        }
        try {
            Map<String, Object> attributes = Files.readAttributes(file, "unix:dev,ino");
            return variable.equals(
                    Objects.toString(attributes.get("dev")) + ':' + Objects.toString(attributes.get("ino")));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return false; // no such file, or a system that knows no inodes
        }
    }

    /** A text with a priority before each of its lines, since each is an entry of its own in the journal. */
    public static String priority(int priority, String text) {
        String mark = "<" + priority + '>';
        return mark + text.replace("\n", '\n' + mark);
    }
}
