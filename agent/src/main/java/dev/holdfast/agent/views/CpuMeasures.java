package dev.holdfast.agent.views;

import dev.holdfast.agent.views.Measure.Unit;
import java.util.List;

/** What is asked about processors. */
final class CpuMeasures {
    private static final String CORES = "scalar(count(count by (cpu) (node_cpu_seconds_total{mode=\"idle\",$h})))";

    static final List<Measure> ALL = List.of(
            Measure.rate(
                    "busy",
                    "CPU busy",
                    "sum(rate(node_cpu_seconds_total{mode!~\"idle|iowait\",$h}[$r])) / " + CORES,
                    "",
                    Unit.SHARE,
                    0.8,
                    0.25),
            Measure.rate("user", "CPU in mode user", mode("user"), "", Unit.SHARE, 0.7, 0.2),
            Measure.rate("system", "CPU in mode system", mode("system"), "", Unit.SHARE, 0.3, 0.1),
            Measure.rate("iowait", "CPU waiting for I/O", mode("iowait"), "", Unit.SHARE, 0.2, 0.05),
            Measure.rate("steal", "CPU stolen (steal)", mode("steal"), "", Unit.SHARE, 0.1, 0.03),
            Measure.rate("softirq", "CPU in interrupts", mode("irq|softirq"), "", Unit.SHARE, 0.15, 0.05),
            Measure.rate("nice", "CPU in mode nice", mode("nice"), "", Unit.SHARE, 0.7, 0.2),
            Measure.rate(
                    "core",
                    "core",
                    "sum by (cpu) (rate(node_cpu_seconds_total{mode!~\"idle|iowait\",$h}[$r]))",
                    "cpu",
                    Unit.SHARE,
                    0.95,
                    0.5),
            Measure.rate(
                    "pressure",
                    "tasks waited for a CPU",
                    "rate(node_pressure_cpu_waiting_seconds_total{$h}[$r])",
                    "",
                    Unit.SHARE,
                    0.4,
                    0.1),
            Measure.level("load_per_core", "load a core", "node_load1{$h} / " + CORES, "", Unit.COUNT, 2, 1),
            Measure.level("running", "processes to run", "node_procs_running{$h}", "", Unit.COUNT, 1e9, 4),
            Measure.rate(
                    "switches",
                    "context switches",
                    "rate(node_context_switches_total{$h}[$r])",
                    "",
                    Unit.PER_SECOND,
                    1e12,
                    20_000),
            Measure.rate("forks", "new processes", "rate(node_forks_total{$h}[$r])", "", Unit.PER_SECOND, 1e12, 20));

    private CpuMeasures() {}

    private static String mode(String modes) {
        String matcher = modes.contains("|") ? "mode=~\"" + modes + "\"" : "mode=\"" + modes + "\"";
        return "sum(rate(node_cpu_seconds_total{" + matcher + ",$h}[$r])) / " + CORES;
    }
}
