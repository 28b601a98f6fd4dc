package dev.holdfast.agent.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import org.jspecify.annotations.Nullable;

/** Something that this user may not read or write: whose it is, and what to do about it. */
final class ClosedPath {
    private ClosedPath() {}

    /**
     * The line's second half, behind what was tried and where.
     *
     * @param path a directory that cannot be entered, or a file that cannot be opened
     */
    static String advice(Path path) {
        String me = System.getProperty("user.name", "?");
        PosixFileAttributes attributes = attributes(path);
        if (attributes == null) {
            return "it belongs to another user, and you are " + me + "; use sudo";
        }
        String owner = attributes.owner().getName();
        PosixFileAttributes parent = attributes(path.toAbsolutePath().getParent());
        if (!attributes.isDirectory()
                && parent != null
                && parent.owner().getName().equals(me)
                && !owner.equals(me)) {
            return "it belongs to user " + owner + ", and you are " + me
                    + ", as whose its directory is: \"sudo chown -R " + me + " "
                    + path.toAbsolutePath().getParent() + "\"";
        }
        return "it belongs to user " + owner + ", and you are " + me + "; use sudo" + joining(path, attributes, me);
    }

    /** How to become one of those who may read, where that would help. */
    private static String joining(Path path, PosixFileAttributes attributes, String me) {
        String group = attributes.group().getName();
        boolean groupReads = attributes.permissions().contains(PosixFilePermission.GROUP_READ)
                && (!attributes.isDirectory() || attributes.permissions().contains(PosixFilePermission.GROUP_EXECUTE));
        // Nobody is to join root's group for a look at a chart.
        if (!groupReads || Files.isReadable(path) || group.equals("root")) {
            return "";
        }
        return ", or become a member of its group: \"sudo usermod -aG " + group + " " + me + "\", and log in anew";
    }

    private static @Nullable PosixFileAttributes attributes(@Nullable Path path) {
        try {
            return path == null ? null : Files.readAttributes(path, PosixFileAttributes.class);
        } catch (IOException | UnsupportedOperationException e) {
            return null;
        }
    }
}
