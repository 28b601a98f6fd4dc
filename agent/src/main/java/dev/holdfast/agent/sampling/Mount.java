package dev.holdfast.agent.sampling;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One line of {@code mountinfo}.
 *
 * @param device what is mounted
 * @param mountPoint where, as the host sees it
 * @param type type of the file system
 * @param readOnly whether the mount or the file system is read-only
 * @param id the mount's number in its table, or -1
 * @param parentId the number of the mount that it stands on
 * @param fileSystem the kernel's number of the file system, the same in every mount of it and every namespace
 * @param fileSystemReadOnly whether the file system itself is read-only, in every mount of it
 */
record Mount(
        String device,
        String mountPoint,
        String type,
        boolean readOnly,
        int id,
        int parentId,
        String fileSystem,
        boolean fileSystemReadOnly) {
    /** Types without storage of their own: node_exporter's default. */
    private static final Set<String> PSEUDO_TYPES = Set.of(
            "autofs",
            "binfmt_misc",
            "bpf",
            "cgroup",
            "cgroup2",
            "configfs",
            "debugfs",
            "devpts",
            "devtmpfs",
            "fusectl",
            "hugetlbfs",
            "iso9660",
            "mqueue",
            "nsfs",
            "overlay",
            "proc",
            "procfs",
            "pstore",
            "rpc_pipefs",
            "securityfs",
            "selinuxfs",
            "squashfs",
            "erofs",
            "sysfs",
            "tracefs");

    private static final Set<String> REMOTE_TYPES =
            Set.of("nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "glusterfs", "lustre", "9p", "ncpfs", "gfs2");

    /** The mount of a line, or null when the line is not one. */
    static @Nullable Mount parse(String line) {
        // 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue
        int dash = line.indexOf(" - ");
        if (dash < 0) {
            return null;
        }
        String[] before = line.substring(0, dash).split(" ", -1);
        String[] after = line.substring(dash + 3).split(" ", -1);
        if (before.length < 6 || after.length < 2) {
            return null;
        }
        boolean fileSystemReadOnly = after.length > 2 && hasOption(after[2], "ro");
        boolean readOnly = fileSystemReadOnly || hasOption(before[5], "ro");
        return new Mount(
                unescape(after[1]),
                unescape(before[4]),
                after[0],
                readOnly,
                number(before[0]),
                number(before[1]),
                before[2],
                fileSystemReadOnly);
    }

    /** The same without what this mount alone forbids: as the file system is where it is mounted elsewhere. */
    Mount asFileSystem() {
        return new Mount(device, mountPoint, type, fileSystemReadOnly, id, parentId, fileSystem, fileSystemReadOnly);
    }

    private static int number(String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Whether it holds files that someone may want to know the room of: node_exporter's default. */
    boolean isWanted() {
        return !PSEUDO_TYPES.contains(type)
                && !isAtOrBelow("/dev")
                && !isAtOrBelow("/proc")
                && !isAtOrBelow("/sys")
                && !isBelow("/run/credentials")
                && !isBelow("/var/lib/docker")
                && !isBelow("/var/lib/containers/storage");
    }

    /** Whether asking it may take for ever, since the answer comes over a network or from another process. */
    boolean mayHang() {
        return REMOTE_TYPES.contains(type) || type.startsWith("fuse");
    }

    private boolean isAtOrBelow(String path) {
        return mountPoint.equals(path) || isBelow(path);
    }

    private boolean isBelow(String path) {
        return mountPoint.startsWith(path + '/');
    }

    private static boolean hasOption(String options, String option) {
        return (',' + options + ',').contains(',' + option + ',');
    }

    /** Blanks, tabs, line feeds and backslashes come as three octal digits. */
    private static String unescape(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream plain = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\\' && i + 3 < bytes.length && isOctal(bytes, i + 1)) {
                plain.write((bytes[i + 1] - '0') << 6 | (bytes[i + 2] - '0') << 3 | (bytes[i + 3] - '0'));
                i += 3;
            } else {
                plain.write(bytes[i]);
            }
        }
        return plain.toString(StandardCharsets.UTF_8);
    }

    private static boolean isOctal(byte[] bytes, int from) {
        for (int i = from; i < from + 3; i++) {
            if (bytes[i] < '0' || bytes[i] > '7') {
                return false;
            }
        }
        return true;
    }
}
