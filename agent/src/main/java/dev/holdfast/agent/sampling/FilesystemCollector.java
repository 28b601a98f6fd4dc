package dev.holdfast.agent.sampling;

import dev.holdfast.storage.Labels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Room on each file system: the mounts of {@code /proc/1/mountinfo}, which are the host's own even when the agent has a
 * mount namespace, or of {@code self/mountinfo} where the first is not readable. Runs on a slow interval.
 *
 * <p>A service manager gives a service other mounts than the host has: all of them read-only, some directories in the place of
 * others. What is mounted, where, and whether it is read-only is taken from the host's table alone. The room can only be asked
 * here, so it is asked where the same file system is seen here; where it is hidden the metric device_error says so, and never the
 * room of what hides it.
 *
 * <p>The JDK asks by statvfs and does not tell inodes, so that {@code node_filesystem_files} is missing. A file system
 * that may hang is asked by a thread of its own, see {@link MountProbe}.
 */
final class FilesystemCollector implements Collector {
    private static final String[] NAMES = {"device_error", "readonly", "size_bytes", "free_bytes", "avail_bytes"};

    private final HostPaths paths;
    private final TextFile hostTable;
    private final TextFile ownTable;
    private final LineScanner scanner = new LineScanner();
    private final MountProbe probe = new MountProbe();
    private byte[] lastText = new byte[0];
    private byte[] lastOwnText = new byte[0];
    private final List<Row> rows = new ArrayList<>();
    private boolean awaited; // whether a mount has not answered at all so far

    /** A mount, the refs of its series in the order of {@link #NAMES}, and the room on it, null where it cannot be asked. */
    private static final class Row {
        private final Mount mount;
        private final int[] refs;
        private final MountProbe.@Nullable Room room;

        Row(Mount mount, int[] refs, MountProbe.@Nullable Room room) {
            this.mount = mount;
            this.refs = refs;
            this.room = room;
        }
    }

    FilesystemCollector(HostFiles files) {
        paths = files.paths();
        hostTable = files.proc("1/mountinfo");
        ownTable = files.proc("self/mountinfo");
    }

    @Override
    public String name() {
        return "filesystem";
    }

    @Override
    public boolean collect(SampleSink sink) throws IOException {
        boolean own = ownTable.read(sink.timestampMs());
        boolean host = hostTable.read(sink.timestampMs());
        if (!own && !host) {
            return false;
        }
        TextFile table = host ? hostTable : ownTable;
        if (!isText(lastText, table) || (own && !isText(lastOwnText, ownTable))) {
            lastText = Arrays.copyOf(table.bytes(), table.length());
            lastOwnText = own ? Arrays.copyOf(ownTable.bytes(), ownTable.length()) : new byte[0];
            resolve(sink, table, own);
        }
        probe.refresh();
        awaited = false;
        for (Row row : rows) {
            MountProbe.@Nullable Room room = row.room;
            MountProbe.Answer answer = room == null ? MountProbe.Answer.FAILED : probe.ask(room);
            if (answer == MountProbe.Answer.NOT_YET) {
                awaited = true;
                continue;
            }
            sink.add(row.refs[0], answer == MountProbe.Answer.FAILED ? 1 : 0);
            sink.add(row.refs[1], row.mount.readOnly() ? 1 : 0);
            if (room != null && answer == MountProbe.Answer.KNOWN) {
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

    private static boolean isText(byte[] text, TextFile file) {
        return Arrays.equals(text, 0, text.length, file.bytes(), 0, file.length());
    }

    private void resolve(SampleSink sink, TextFile table, boolean ownIsKnown) {
        rows.clear();
        probe.clear();
        MountTable listed = MountTable.read(scanner.reset(table));
        @Nullable
        MountTable seenHere = table != ownTable && ownIsKnown && !Arrays.equals(lastText, lastOwnText)
                ? MountTable.read(scanner.reset(ownTable))
                : null;
        boolean sealed = table == ownTable && listed.isSealed();
        Set<String> seen = new HashSet<>();
        for (Mount each : listed.mounts()) {
            Mount mount = sealed ? each.asFileSystem() : each;
            // Of two mounts with the same labels only one can be a series.
            if (!mount.isWanted() || !seen.add(mount.device() + '\n' + mount.mountPoint() + '\n' + mount.type())) {
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
            @Nullable Path path = path(mount, seenHere);
            rows.add(new Row(mount, refs, path == null ? null : probe.add(path, mount.mayHang())));
        }
    }

    /** Where to ask a mount of the host for its room, or null where it is hidden from this process. */
    private @Nullable Path path(Mount mount, @Nullable MountTable seenHere) {
        Path usual = paths.rootfs().resolve(mount.mountPoint().substring(1));
        if (seenHere == null) {
            return usual;
        }
        String prefix = paths.rootfs().toString();
        String here = seenHere.whereIs(mount, prefix.equals("/") ? "" : prefix);
        return here == null ? null : Path.of(here);
    }
}
