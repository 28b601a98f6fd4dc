package dev.holdfast.agent.sampling;

import java.io.IOException;

/**
 * Work of each disk, from {@code /proc/diskstats}. Sectors there have 512 bytes, whatever the disk's are. How many
 * columns there are depends on the kernel; those that are missing are missing here too.
 */
final class DiskstatsCollector implements Collector {
    private static final int[] NOT_WANTED = {};
    private static final double SECTOR_BYTES = 512;
    private static final double MS_PER_SECOND = 1000;

    /** The columns after the name, in order, less {@code node_disk_}. */
    private static final String[] COLUMNS = {
        "reads_completed_total",
        "reads_merged_total",
        "read_bytes_total",
        "read_time_seconds_total",
        "writes_completed_total",
        "writes_merged_total",
        "written_bytes_total",
        "write_time_seconds_total",
        "io_now",
        "io_time_seconds_total",
        "io_time_weighted_seconds_total",
        "discards_completed_total",
        "discards_merged_total",
        "discarded_sectors_total",
        "discard_time_seconds_total",
        "flush_requests_total",
        "flush_requests_time_seconds_total"
    };

    private final TextFile diskstats;
    private final LineScanner scanner = new LineScanner();
    private final RowTable disks = new RowTable(DiskstatsCollector::resolve);
    private final boolean[] inSectors = new boolean[COLUMNS.length];
    private final boolean[] inMs = new boolean[COLUMNS.length];

    DiskstatsCollector(HostFiles files) {
        diskstats = files.proc("diskstats");
        for (int i = 0; i < COLUMNS.length; i++) {
            inSectors[i] = COLUMNS[i].endsWith("_bytes_total");
            inMs[i] = COLUMNS[i].endsWith("_seconds_total");
        }
    }

    @Override
    public String name() {
        return "diskstats";
    }

    private static int[] resolve(SampleSink sink, String device) {
        if (isIgnored(device)) {
            return NOT_WANTED;
        }
        int[] refs = new int[COLUMNS.length];
        for (int i = 0; i < COLUMNS.length; i++) {
            refs[i] = sink.series("node_disk_" + COLUMNS[i], "device", device);
        }
        return refs;
    }

    /**
     * RAM disks, loop devices and partitions: the default filter,
     * {@code ^(z?ram|loop|fd|(h|s|v|xv)d[a-z]|nvme\d+n\d+p)\d+$}.
     */
    static boolean isIgnored(String device) {
        int stem = stemLength(device, device.length());
        if (stem == device.length()) {
            return false; // no number at the end
        }
        String name = device.substring(0, stem);
        if (name.equals("ram") || name.equals("zram") || name.equals("loop") || name.equals("fd")) {
            return true;
        }
        if (name.length() > 2 && name.charAt(stem - 2) == 'd' && Character.isLowerCase(name.charAt(stem - 1))) {
            String bus = name.substring(0, stem - 2);
            return bus.equals("h") || bus.equals("s") || bus.equals("v") || bus.equals("xv");
        }
        if (!name.startsWith("nvme") || !name.endsWith("p")) {
            return false;
        }
        int namespace = stemLength(name, stem - 1);
        int controller = namespace < stem - 1 && name.charAt(namespace - 1) == 'n' ? namespace - 1 : 0;
        return controller > 0 && stemLength(name, controller) == "nvme".length() && controller > "nvme".length();
    }

    /** Length of what is left of {@code name[0, end)} without the digits at its end. */
    private static int stemLength(String name, int end) {
        int i = end;
        while (i > 0 && name.charAt(i - 1) >= '0' && name.charAt(i - 1) <= '9') {
            i--;
        }
        return i;
    }

    @Override
    public boolean collect(SampleSink sink) throws IOException {
        if (!diskstats.read(sink.timestampMs())) {
            return false;
        }
        scanner.reset(diskstats);
        disks.begin();
        while (scanner.nextLine()) {
            if (!scanner.skipWords(3)) { // major, minor, name
                continue;
            }
            int[] refs = disks.row(sink, scanner).refs();
            for (int i = 0; i < refs.length && scanner.nextWord(); i++) {
                double value = scanner.number();
                sink.add(refs[i], inSectors[i] ? value * SECTOR_BYTES : inMs[i] ? value / MS_PER_SECOND : value);
            }
        }
        disks.end();
        return true;
    }
}
