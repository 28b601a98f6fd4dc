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
 * directory gets nothing else of root's. Stateless; any thread; costs a few looks at attributes and at the names of users.
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

    /**
     * Refuses to write over a file that is somewhere else too, and another's than its directory: where the kernel lets anybody
     * make hard links to what is not theirs, who owns a directory could have root write over any file.
     */
    static void requireNoForeignLink(Path directory, Path file) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                && links(file) > 1
                && !Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(directory))) {
            throw new IOException(file + " is a hard link to another user's file: remove it");
        }
    }

    /** How many names a file has; 1 where that cannot be told. */
    private static int links(Path file) throws IOException {
        try {
            Object links = Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
            return links instanceof Integer count ? count : 1;
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return 1;
        }
    }

    private static void give(PosixFileAttributes parent, Path made, PosixFileAttributeView child) throws IOException {
        PosixFileAttributes before = child.readAttributes();
        // What has another name too was not just made here: it may be anything of root's.
        boolean isOnlyName = before.isDirectory() || links(made) == 1;
        boolean isRoots = isOnlyName
                && Integer.valueOf(ROOT).equals(Files.getAttribute(made, "unix:uid", LinkOption.NOFOLLOW_LINKS));
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
