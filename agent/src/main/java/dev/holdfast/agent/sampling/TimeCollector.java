package dev.holdfast.agent.sampling;

/** The host's wall time at the tick, as the host sees it; comparing it with the receiver's shows a wrong clock. */
final class TimeCollector implements Collector {
    private static final double MS_PER_SECOND = 1000;

    private final Clock clock;
    private final FixedSeries series = new FixedSeries("node_time_seconds");

    TimeCollector(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "time";
    }

    @Override
    public boolean collect(SampleSink sink) {
        series.add(sink, 0, clock.wallMs() / MS_PER_SECOND);
        return true;
    }
}
