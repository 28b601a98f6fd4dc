package dev.holdfast.agent.sampling;

import java.io.IOException;

/** Time that processes ran and waited on each CPU, from {@code /proc/schedstat}, where the kernel has it. */
final class SchedstatCollector implements Collector {
    private static final String[] NAMES = {"running_seconds_total", "waiting_seconds_total", "timeslices_total"};
    private static final int WORDS_BEFORE = 6;
    private static final int TIMESLICES = 2;
    private static final double NANOS_PER_SECOND = 1e9;

    private final TextFile schedstat;
    private final LineScanner scanner = new LineScanner();
    private final RowTable cpus = new RowTable(SchedstatCollector::resolve);

    SchedstatCollector(HostFiles files) {
        schedstat = files.proc("schedstat");
    }

    @Override
    public String name() {
        return "schedstat";
    }

    private static int[] resolve(SampleSink sink, String key) {
        int[] refs = new int[NAMES.length];
        for (int i = 0; i < NAMES.length; i++) {
            refs[i] = sink.series("node_schedstat_" + NAMES[i], "cpu", key.substring("cpu".length()));
        }
        return refs;
    }

    @Override
    public boolean collect(SampleSink sink) throws IOException {
        if (!schedstat.read(sink.timestampMs())) {
            return false;
        }
        scanner.reset(schedstat);
        cpus.begin();
        while (scanner.nextLine()) {
            if (!scanner.lineStartsWith("cpu")) {
                continue; // version, timestamp, domains
            }
            scanner.nextWord();
            int[] refs = cpus.row(sink, scanner).refs();
            scanner.skipWords(WORDS_BEFORE);
            for (int i = 0; i < refs.length && scanner.nextWord(); i++) {
                sink.add(refs[i], i == TIMESLICES ? scanner.number() : scanner.number() / NANOS_PER_SECOND);
            }
        }
        cpus.end();
        return true;
    }
}
