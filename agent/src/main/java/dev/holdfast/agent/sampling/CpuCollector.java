package dev.holdfast.agent.sampling;

import java.io.IOException;

/**
 * Time of each CPU by mode, from {@code /proc/stat}.
 *
 * <p>The kernel counts guest time in user and nice too, and so does this, as node_exporter does. Some counters of a CPU
 * step back a little when it goes idle or comes back from being unplugged. A counter must not, or a rate would take it
 * for a restart; so a value holds until the kernel has caught up, unless idle fell by more than 3 s: then the CPU was
 * really reset.
 */
final class CpuCollector implements Collector {
    /** Ticks of user space's clock in a second: 100 on every architecture that has Java. */
    static final double USER_HZ = 100;

    private static final String[] MODES = {"user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal"};
    private static final int IDLE = 3;
    private static final int GUEST = MODES.length;
    private static final int COLUMNS = GUEST + 2;
    private static final double LARGEST_STEP_BACK = 3 * USER_HZ;

    private final TextFile stat;
    private final LineScanner scanner = new LineScanner();
    private final RowTable cpus = new RowTable(CpuCollector::resolve);
    private final double[] ticks = new double[COLUMNS];

    CpuCollector(HostFiles files) {
        stat = files.proc("stat");
    }

    @Override
    public String name() {
        return "cpu";
    }

    private static int[] resolve(SampleSink sink, String key) {
        String cpu = key.substring("cpu".length());
        int[] refs = new int[COLUMNS];
        for (int i = 0; i < MODES.length; i++) {
            refs[i] = sink.series("node_cpu_seconds_total", "cpu", cpu, "mode", MODES[i]);
        }
        refs[GUEST] = sink.series("node_cpu_guest_seconds_total", "cpu", cpu, "mode", "user");
        refs[GUEST + 1] = sink.series("node_cpu_guest_seconds_total", "cpu", cpu, "mode", "nice");
        return refs;
    }

    @Override
    public boolean collect(SampleSink sink) throws IOException {
        if (!stat.read(sink.timestampMs())) {
            return false;
        }
        scanner.reset(stat);
        cpus.begin();
        while (scanner.nextLine() && scanner.lineStartsWith("cpu")) {
            scanner.nextWord();
            if (!scanner.wordIs("cpu")) { // the line of that name is the sum of the others
                collectCpu(sink, cpus.row(sink, scanner));
            }
        }
        cpus.end();
        return true;
    }

    private void collectCpu(SampleSink sink, RowTable.Row row) throws IOException {
        int count = 0;
        while (count < COLUMNS && scanner.nextWord()) {
            ticks[count++] = scanner.number();
        }
        int[] refs = row.refs();
        double[] last = row.last();
        boolean reset = count > IDLE && refs.length > 0 && last[IDLE] - ticks[IDLE] > LARGEST_STEP_BACK;
        for (int i = 0; i < Math.min(count, refs.length); i++) {
            last[i] = reset ? ticks[i] : Math.max(last[i], ticks[i]);
            sink.add(refs[i], last[i] / USER_HZ);
        }
    }
}
