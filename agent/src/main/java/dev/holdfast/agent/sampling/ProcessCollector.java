package dev.holdfast.agent.sampling;

import java.io.IOException;

/** What the agent itself uses, from {@code /proc/self/stat}, under the names that every Prometheus client has. */
final class ProcessCollector implements Collector {
    // Counted after the name of the program, which is in parentheses and may hold anything.
    private static final int WORDS_BEFORE_UTIME = 11;
    private static final int WORDS_BEFORE_VSIZE = 7;

    private final TextFile stat;
    private final double pageBytes;
    private final LineScanner scanner = new LineScanner();
    private final FixedSeries series = new FixedSeries(
            "process_cpu_seconds_total", "process_virtual_memory_bytes", "process_resident_memory_bytes");

    ProcessCollector(HostFiles files, long pageBytes) {
        stat = files.proc("self/stat");
        this.pageBytes = pageBytes;
    }

    @Override
    public String name() {
        return "process";
    }

    @Override
    public boolean collect(SampleSink sink) throws IOException {
        if (!stat.read(sink.timestampMs()) || !scanner.reset(stat).nextLine()) {
            return false;
        }
        scanner.moveTo(scanner.lastIndexOf(')') + 1);
        scanner.skipWords(WORDS_BEFORE_UTIME);
        scanner.nextWord();
        double ticks = scanner.number();
        scanner.nextWord();
        ticks += scanner.number();
        series.add(sink, 0, ticks / CpuCollector.USER_HZ);
        scanner.skipWords(WORDS_BEFORE_VSIZE);
        scanner.nextWord();
        series.add(sink, 1, scanner.number());
        scanner.nextWord();
        series.add(sink, 2, scanner.number() * pageBytes);
        return true;
    }
}
