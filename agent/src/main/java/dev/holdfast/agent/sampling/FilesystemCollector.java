package dev.holdfast.agent.sampling;

import dev.holdfast.storage.Labels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Room on each file system: the mounts of {@code /proc/1/mountinfo}, which are the host's own even when the agent has a
 * mount namespace, or of {@code self/mountinfo} where the first is not readable. Runs on a slow interval.
 *
 * <p>The JDK asks by statvfs and does not tell inodes, so that {@code node_filesystem_files} is missing. A file system
 * that may hang is asked by a thread of its own, see {@link MountProbe}.
 */
final class FilesystemCollector implements Collector {
    private static final String[] NAMES = {"device_error", "readonly", "size_bytes", "free_bytes", "avail_bytes"};

    private final HostPaths paths;
    private final TextFile[] mountinfo;
    private final LineScanner scanner = new LineScanner();
    private final MountProbe probe = new MountProbe();
    private byte[] lastText = new byte[0];
    private final List<Row> rows = new ArrayList<>();
    private boolean awaited; // whether a mount has not answered at all so far

    /** A mount, the refs of its series in the order of {@link #NAMES}, and the room on it. */
    private static final class Row {
        private final Mount mount;
        private final int[] refs;
        private final MountProbe.Room room;

        Row(Mount mount, int[] refs, MountProbe.Room room) {
            this.mount = mount;
            this.refs = refs;
            this.room = room;
        }
    }

    FilesystemCollector(HostFiles files) {
        paths = files.paths();
        mountinfo = new TextFile[] {files.proc("1/mountinfo"), files.proc("self/mountinfo")};
    }

    @Override
    public String name() {
        return "filesystem";
    }

    @Override
    public boolean collect(SampleSink sink) throws IOException {
        TextFile table = mountinfo[0].read(sink.timestampMs()) ? mountinfo[0] : mountinfo[1];
        if (!table.read(sink.timestampMs())) {
            return false;
        }
        if (!Arrays.equals(lastText, 0, lastText.length, table.bytes(), 0, table.length())) {
            lastText = Arrays.copyOf(table.bytes(), table.length());
            resolve(sink, table);
        }
        probe.refresh();
        awaited = false;
        for (Row row : rows) {
            MountProbe.Room room = row.room;
            MountProbe.Answer answer = probe.ask(room);
            if (answer == MountProbe.Answer.NOT_YET) {
                awaited = true;
                continue;
            }
            sink.add(row.refs[0], answer == MountProbe.Answer.FAILED ? 1 : 0);
            sink.add(row.refs[1], row.mount.readOnly() ? 1 : 0);
            if (answer == MountProbe.Answer.KNOWN) {
                sink.add(row.refs[2], room.totalBytes());
                sink.add(row.refs[3], room.freeBytes());
                sink.add(row.refs[4], room.availableBytes());
            }
        }
        return true;
    }

    @Override
    public boolean mayStillGive(Labels series) {
        return awaited && series.metricName().startsWith("node_filesystem_");
    }

    private void resolve(SampleSink sink, TextFile table) {
        rows.clear();
        probe.clear();
        Set<String> seen = new HashSet<>();
        scanner.reset(table);
        while (scanner.nextLine()) {
            Mount mount = Mount.parse(scanner.line());
            // Of two mounts with the same labels only one can be a series.
            if (mount == null
                    || !mount.isWanted()
                    || !seen.add(mount.device() + '\n' + mount.mountPoint() + '\n' + mount.type())) {
                continue;
            }
            int[] refs = new int[NAMES.length];
            for (int i = 0; i < NAMES.length; i++) {
                refs[i] = sink.series(
                        "node_filesystem_" + NAMES[i],
                        "device",
                        mount.device(),
                        "fstype",
                        mount.type(),
                        "mountpoint",
                        mount.mountPoint());
            }
            Path path = paths.rootfs().resolve(mount.mountPoint().substring(1));
            rows.add(new Row(mount, refs, probe.add(path, mount.mayHang())));
        }
    }
}
