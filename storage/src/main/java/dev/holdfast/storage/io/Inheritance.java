package dev.holdfast.storage.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is made in a directory is given to those whose the directory is.
 *
 * <p>What root makes in the directory of another user belongs to that user: else one {@code sudo holdfast compact} would leave
 * files that the agent, which is no root, cannot write any more. And the directory's group may read a file when it may read the
 * directory, whatever the umask of the shell that a command is typed into.
 *
 * <p>What cannot be given stays as it was made: that is no reason to lose samples. Links are not followed, so that who owns the
 * directory gets nothing else of root's. Stateless; any thread; costs two looks at attributes.
 */
final class Inheritance {
    private static final int ROOT = 0;

    private Inheritance() {}

    /** Gives a file or folder that was just made in a directory. */
    static void give(Path directory, Path made) {
        PosixFileAttributeView parent = Files.getFileAttributeView(directory, PosixFileAttributeView.class);
        @Nullable
        PosixFileAttributeView child =
                Files.getFileAttributeView(made, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (parent == null || child == null) {
            return; // no such attributes on this file system
        }
        try {
            give(parent.readAttributes(), made, child);
        } catch (IOException | UnsupportedOperationException e) {
            // It stays as it was made.
        }
    }

    private static void give(PosixFileAttributes parent, Path made, PosixFileAttributeView child) throws IOException {
        PosixFileAttributes before = child.readAttributes();
        boolean isRoots = Integer.valueOf(ROOT).equals(Files.getAttribute(made, "unix:uid", LinkOption.NOFOLLOW_LINKS));
        if (isRoots && !parent.owner().equals(before.owner())) {
            child.setGroup(parent.group());
            child.setOwner(parent.owner());
        }
        PosixFileAttributes now = child.readAttributes();
        Set<PosixFilePermission> permissions = EnumSet.copyOf(now.permissions());
        if (now.isRegularFile()
                && parent.permissions().contains(PosixFilePermission.GROUP_READ)
                && parent.group().equals(now.group())
                && permissions.add(PosixFilePermission.GROUP_READ)) {
            child.setPermissions(permissions);
        }
    }
}
