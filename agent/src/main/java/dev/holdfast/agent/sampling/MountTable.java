package dev.holdfast.agent.sampling;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The mounts of one namespace, and which of them answers at a path: as the kernel walks it, so that what is mounted below a
 * directory that something else was mounted over is not found. Immutable.
 */
final class MountTable {
    private final List<Mount> mounts;

    private MountTable(List<Mount> mounts) {
        this.mounts = mounts;
    }

    /** The table of the lines that a scanner has before it; others than mounts are passed over. */
    static MountTable read(LineScanner scanner) {
        List<String> lines = new ArrayList<>();
        while (scanner.nextLine()) {
            lines.add(scanner.line());
        }
        return of(lines);
    }

    /** The same of lines. */
    static MountTable of(List<String> lines) {
        List<Mount> mounts = new ArrayList<>();
        for (String line : lines) {
            Mount mount = Mount.parse(line);
            if (mount != null) {
                mounts.add(mount);
            }
        }
        return new MountTable(List.copyOf(mounts));
    }

    /** All of them, in the order of the table. */
    List<Mount> mounts() {
        return mounts;
    }

    /** The mount that answers at an absolute path, or null when the table has no beginning. */
    @Nullable
    Mount at(String path) {
        Mount current = onTop(root(), "/");
        for (int end = 1; current != null && end <= path.length(); end++) {
            if (end == path.length() || path.charAt(end) == '/') {
                current = onTop(current, path.substring(0, end));
            }
        }
        return current;
    }

    /** The first mount that stands on none of the others. */
    private @Nullable Mount root() {
        for (Mount mount : mounts) {
            if (mount.mountPoint().equals("/")
                    && mounts.stream().noneMatch(other -> other != mount && other.id() == mount.parentId())) {
                return mount;
            }
        }
        return null;
    }

    /** What is mounted at a directory of a mount, and on that, and so on. */
    private @Nullable Mount onTop(@Nullable Mount below, String directory) {
        Mount top = below;
        for (int depth = 0; top != null && depth < mounts.size(); depth++) {
            Mount next = null;
            for (Mount mount : mounts) {
                if (mount != top
                        && mount.parentId() == top.id()
                        && mount.mountPoint().equals(directory)) {
                    next = mount;
                }
            }
            if (next == null) {
                break;
            }
            top = next;
        }
        return top;
    }

    /**
     * Where a mount of another namespace can be asked in this one.
     *
     * @param prefix what the other namespace's root is called here, without a slash at the end; empty where it is the same
     * @return the path, or null where that file system cannot be reached from here
     */
    @Nullable
    String whereIs(Mount other, String prefix) {
        String path = prefix + other.mountPoint();
        Mount own = at(path);
        if (own == null || own.fileSystem().equals(other.fileSystem())) {
            return path; // without a beginning of the table nothing is known against it
        }
        for (Mount mount : mounts) {
            if (mount.fileSystem().equals(other.fileSystem()) && mount.equals(at(mount.mountPoint()))) {
                return mount.mountPoint();
            }
        }
        return null;
    }

    /**
     * Whether what is read-only here is so by this namespace's own doing: a service manager that lets a service write nowhere
     * mounts everything so, while the file systems are not.
     */
    boolean isSealed() {
        Mount root = at("/");
        return root != null && root.readOnly() && !root.fileSystemReadOnly();
    }
}
