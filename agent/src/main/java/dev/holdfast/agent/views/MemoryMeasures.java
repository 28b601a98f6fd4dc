package dev.holdfast.agent.views;

import dev.holdfast.agent.views.Measure.Unit;
import java.util.List;

/** What is asked about memory and swap. */
final class MemoryMeasures {
    static final List<Measure> ALL = List.of(
            Measure.rest("available", "memory available", "node_memory_MemAvailable_bytes{$h}", "", 86_400),
            Measure.level(
                    "used",
                    "memory in use",
                    "1 - node_memory_MemAvailable_bytes{$h} / node_memory_MemTotal_bytes{$h}",
                    "",
                    Unit.SHARE,
                    0.9,
                    0.5),
            Measure.event(
                    "oom_kills",
                    "killed, out of memory",
                    "increase(node_vmstat_oom_kill{$h}[$r])",
                    "",
                    Unit.COUNT,
                    0.5),
            Measure.rate(
                    "stalled",
                    "tasks waited for memory",
                    "rate(node_pressure_memory_waiting_seconds_total{$h}[$r])",
                    "",
                    Unit.SHARE,
                    0.1,
                    0.02),
            Measure.rate(
                    "swap_in", "pages swapped in", "rate(node_vmstat_pswpin{$h}[$r])", "", Unit.PER_SECOND, 100, 10),
            Measure.rate(
                    "swap_out", "pages swapped out", "rate(node_vmstat_pswpout{$h}[$r])", "", Unit.PER_SECOND, 100, 10),
            Measure.level(
                    "swap_used",
                    "swap in use",
                    "1 - node_memory_SwapFree_bytes{$h} / (node_memory_SwapTotal_bytes{$h} > 0)",
                    "",
                    Unit.SHARE,
                    0.8,
                    0.2),
            Measure.rate(
                    "major_faults",
                    "major page faults",
                    "rate(node_vmstat_pgmajfault{$h}[$r])",
                    "",
                    Unit.PER_SECOND,
                    1e12,
                    50),
            kind("anonymous", "memory of processes", "AnonPages"),
            kind("shared", "shared memory and tmpfs", "Shmem"),
            kind("slab", "kernel slab", "SUnreclaim"),
            kind("page_tables", "page tables", "PageTables"),
            kind("huge_pages", "huge pages set aside", "Hugetlb"),
            kind("dirty", "dirty pages", "Dirty"));

    private MemoryMeasures() {}

    private static Measure kind(String id, String title, String name) {
        String share = "node_memory_" + name + "_bytes{$h} / node_memory_MemTotal_bytes{$h}";
        return Measure.level(id, title, share, "", Unit.SHARE, 2, 0.1);
    }
}
