package dev.holdfast.agent.views;

import dev.holdfast.agent.views.Measure.Unit;
import java.util.List;

/** What is asked about disks and file systems. */
final class DiskMeasures {
    private static final String USED = "(node_filesystem_size_bytes{$h} - node_filesystem_free_bytes{$h})";

    static final List<Measure> ALL = List.of(
            Measure.rest("space", "space left on", "node_filesystem_avail_bytes{$h}", "mountpoint", 3 * 86_400),
            Measure.level(
                    "full",
                    "full",
                    USED + " / (" + USED + " + node_filesystem_avail_bytes{$h})",
                    "mountpoint",
                    Unit.SHARE,
                    0.9,
                    0.6),
            Measure.rate(
                    "busy",
                    "disk busy",
                    "rate(node_disk_io_time_seconds_total{$h}[$r])",
                    "device",
                    Unit.SHARE,
                    0.8,
                    0.2),
            Measure.rate(
                    "stalled",
                    "tasks waited for I/O",
                    "rate(node_pressure_io_waiting_seconds_total{$h}[$r])",
                    "",
                    Unit.SHARE,
                    0.3,
                    0.1),
            Measure.rate(
                    "read_latency",
                    "a read takes",
                    "rate(node_disk_read_time_seconds_total{$h}[$r]) / (rate(node_disk_reads_completed_total{$h}[$r]) > 0)",
                    "device",
                    Unit.SECONDS,
                    0.1,
                    0.02),
            Measure.rate(
                    "write_latency",
                    "a write takes",
                    "rate(node_disk_write_time_seconds_total{$h}[$r]) / (rate(node_disk_writes_completed_total{$h}[$r]) > 0)",
                    "device",
                    Unit.SECONDS,
                    0.2,
                    0.05),
            Measure.rate(
                    "read",
                    "read from disk",
                    "rate(node_disk_read_bytes_total{$h}[$r])",
                    "device",
                    Unit.BYTES_PER_SECOND,
                    1e15,
                    4 << 20),
            Measure.rate(
                    "written",
                    "written to disk",
                    "rate(node_disk_written_bytes_total{$h}[$r])",
                    "device",
                    Unit.BYTES_PER_SECOND,
                    1e15,
                    4 << 20),
            Measure.rate(
                    "queue",
                    "requests under way",
                    "rate(node_disk_io_time_weighted_seconds_total{$h}[$r])",
                    "device",
                    Unit.COUNT,
                    1e9,
                    2),
            Measure.level(
                    "inodes",
                    "inodes used",
                    "1 - node_filesystem_files_free{$h} / (node_filesystem_files{$h} > 0)",
                    "mountpoint",
                    Unit.SHARE,
                    0.9,
                    0.6),
            Measure.state("read_only", "read-only", "node_filesystem_readonly{$h}", "mountpoint"),
            Measure.state("device_error", "no answer from", "node_filesystem_device_error{$h}", "mountpoint"));

    private DiskMeasures() {}
}
