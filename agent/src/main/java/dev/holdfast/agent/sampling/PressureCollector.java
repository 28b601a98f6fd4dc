package dev.holdfast.agent.sampling;

import java.io.IOException;

/**
 * Pressure stall information, from {@code /proc/pressure}: for how long something waited for a resource ("some"), and
 * for how long nothing could go on without it ("full").
 */
final class PressureCollector implements Collector {
    private static final int NONE = -1;
    private static final double MICROS_PER_SECOND = 1e6;

    private final TextFile[] files;
    private final LineScanner scanner = new LineScanner();
    private final FixedSeries series = new FixedSeries(
            "node_pressure_cpu_waiting_seconds_total",
            "node_pressure_io_waiting_seconds_total",
            "node_pressure_io_stalled_seconds_total",
            "node_pressure_memory_waiting_seconds_total",
            "node_pressure_memory_stalled_seconds_total",
            "node_pressure_irq_stalled_seconds_total");
    // By file: which series is "some" and which is "full". A CPU is never wanted by everyone and had by none.
    private final int[] some = {0, 1, 3, NONE};
    private final int[] full = {NONE, 2, 4, 5};

    PressureCollector(HostFiles files) {
        this.files = new TextFile[] {
            files.proc("pressure/cpu"),
            files.proc("pressure/io"),
            files.proc("pressure/memory"),
            files.proc("pressure/irq")
        };
    }

    @Override
    public String name() {
        return "pressure";
    }

    @Override
    public boolean collect(SampleSink sink) throws IOException {
        boolean any = false;
        for (int i = 0; i < files.length; i++) {
            if (files[i].read(sink.timestampMs())) {
                any = true;
                scanner.reset(files[i]);
                while (scanner.nextLine()) {
                    collectLine(sink, scanner.lineStartsWith("some ") ? some[i] : full[i]);
                }
            }
        }
        return any;
    }

    private void collectLine(SampleSink sink, int index) throws IOException {
        while (scanner.nextWord()) {
            if (index != NONE && scanner.dropPrefix("total=")) {
                series.add(sink, index, scanner.number() / MICROS_PER_SECOND);
            }
        }
    }
}
