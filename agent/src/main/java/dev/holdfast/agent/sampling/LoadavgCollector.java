package dev.holdfast.agent.sampling;

import java.io.IOException;

/** Load averages, from {@code /proc/loadavg}. */
final class LoadavgCollector implements Collector {
    private static final int COUNT = 3;

    private final TextFile loadavg;
    private final LineScanner scanner = new LineScanner();
    private final FixedSeries series = new FixedSeries("node_load1", "node_load5", "node_load15");

    LoadavgCollector(HostFiles files) {
        loadavg = files.proc("loadavg");
    }

    @Override
    public String name() {
        return "loadavg";
    }

    @Override
    public boolean collect(SampleSink sink) throws IOException {
        if (!loadavg.read(sink.timestampMs())) {
            return false;
        }
        scanner.reset(loadavg).nextLine();
        for (int i = 0; i < COUNT; i++) {
            scanner.nextWord();
            series.add(sink, i, scanner.number());
        }
        return true;
    }
}
