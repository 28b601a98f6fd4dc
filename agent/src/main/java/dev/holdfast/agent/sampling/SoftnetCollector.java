package dev.holdfast.agent.sampling;

import java.io.IOException;
import java.util.Arrays;

/**
 * Work of the network's soft interrupts on each CPU, from {@code /proc/net/softnet_stat}: a line a CPU, in hexadecimal,
 * with more columns in newer kernels. The line of a CPU that is offline is left out by the kernel, and its number is the
 * 13th column; before that column came, the number of the line has to do.
 */
final class SoftnetCollector implements Collector {
    private static final String[] NAMES = {
        "processed_total",
        "dropped_total",
        "times_squeezed_total",
        "cpu_collision_total",
        "received_rps_total",
        "flow_limit_count_total",
        "backlog_len"
    };
    private static final int[] COLUMNS = {0, 1, 2, 8, 9, 10, 11};
    private static final int CPU_COLUMN = 12;
    private static final int[] UNKNOWN = {};
    private static final int MAX_CPU = 65_536;

    private final TextFile softnet;
    private final LineScanner scanner = new LineScanner();
    private final long[] values = new long[CPU_COLUMN + 1];
    private int[][] refs = new int[0][];

    SoftnetCollector(HostFiles files) {
        softnet = files.proc("net/softnet_stat");
    }

    @Override
    public String name() {
        return "softnet";
    }

    @Override
    public boolean collect(SampleSink sink) throws IOException {
        if (!softnet.read(sink.timestampMs())) {
            return false;
        }
        scanner.reset(softnet);
        for (int line = 0; scanner.nextLine(); line++) {
            int count = 0;
            while (count < values.length && scanner.nextWord()) {
                values[count++] = scanner.hexNumber();
            }
            long cpu = count > CPU_COLUMN ? values[CPU_COLUMN] : line;
            if (cpu >= MAX_CPU) {
                throw new IOException(softnet.path() + ": number of a CPU: " + cpu);
            }
            int[] series = series(sink, (int) cpu);
            for (int i = 0; i < NAMES.length; i++) {
                if (COLUMNS[i] < count) {
                    sink.add(series[i], (double) values[COLUMNS[i]]);
                }
            }
        }
        return true;
    }

    private int[] series(SampleSink sink, int cpu) {
        if (cpu >= refs.length) {
            int known = refs.length;
            refs = Arrays.copyOf(refs, cpu + 1);
            Arrays.fill(refs, known, refs.length, UNKNOWN);
        }
        if (refs[cpu].length == 0) {
            int[] series = new int[NAMES.length];
            for (int i = 0; i < NAMES.length; i++) {
                series[i] = sink.series("node_softnet_" + NAMES[i], "cpu", Integer.toString(cpu));
            }
            refs[cpu] = series;
        }
        return refs[cpu];
    }
}
