package dev.holdfast.agent.sampling;

import java.io.IOException;

/** Context switches, forks, interrupts, processes and boot time, from {@code /proc/stat}. */
final class StatCollector implements Collector {
    private static final int[] NOT_WANTED = {};

    private final TextFile stat;
    private final LineScanner scanner = new LineScanner();
    private final RowTable fields = new RowTable(StatCollector::resolve);

    StatCollector(HostFiles files) {
        stat = files.proc("stat");
    }

    @Override
    public String name() {
        return "stat";
    }

    private static int[] resolve(SampleSink sink, String key) {
        String name = switch (key) {
            case "ctxt" -> "node_context_switches_total";
            case "processes" -> "node_forks_total";
            case "intr" -> "node_intr_total";
            case "procs_running" -> "node_procs_running";
            case "procs_blocked" -> "node_procs_blocked";
            case "btime" -> "node_boot_time_seconds";
            default -> "";
        };
        return name.isEmpty() ? NOT_WANTED : new int[] {sink.series(name)};
    }

    @Override
    public boolean collect(SampleSink sink) throws IOException {
        if (!stat.read(sink.timestampMs())) {
            return false;
        }
        scanner.reset(stat);
        fields.begin();
        while (scanner.nextLine()) {
            if (!scanner.lineStartsWith("cpu") && scanner.nextWord()) {
                int[] refs = fields.row(sink, scanner).refs();
                // The line of interrupts goes on with one number for each source; the first is their sum.
                if (refs.length > 0 && scanner.nextWord()) {
                    sink.add(refs[0], scanner.number());
                }
            }
        }
        fields.end();
        return true;
    }
}
