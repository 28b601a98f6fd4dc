package dev.holdfast.agent.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The process that writes to a data directory, as its lock file names it. The line stays when a process ends, and its
 * number may be given to another one; it also comes along when the directory is copied. So what runs under it is looked at
 * too, and whether the file is locked.
 *
 * @param pid its number
 * @param isAgent whether it is an agent; else it is a command such as {@code import}
 */
record LockHolder(long pid, boolean isAgent) {
    private static final String LOCK_FILE = "holdfast.lock";
    private static final Pattern PID = Pattern.compile("pid ([0-9]+)");

    /** The holder, or null when nobody writes there, as far as can be seen from here. */
    static @Nullable LockHolder of(Path data) {
        try {
            Matcher matcher = PID.matcher(Files.readString(data.resolve(LOCK_FILE), StandardCharsets.UTF_8));
            if (!matcher.find()) {
                return null;
            }
            long pid = Long.parseLong(matcher.group(1));
            Optional<ProcessHandle> process = ProcessHandle.of(pid);
            if (process.isEmpty() || pid == ProcessHandle.current().pid()) {
                return null;
            }
            // The arguments of a process end in a zero byte each.
            String arguments =
                    Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"), StandardCharsets.UTF_8);
            return arguments.contains("holdfast") && isLocked(data.resolve(LOCK_FILE))
                    ? new LockHolder(pid, arguments.contains("\0run\0"))
                    : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** Where it cannot be found out, the line is believed. A lock that is got here is given back at once. */
    private static boolean isLocked(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                FileLock shared = channel.tryLock(0, Long.MAX_VALUE, true)) {
            return shared == null;
        } catch (IOException | OverlappingFileLockException e) {
            return true;
        }
    }
}
