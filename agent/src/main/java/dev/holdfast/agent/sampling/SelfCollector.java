package dev.holdfast.agent.sampling;

import dev.holdfast.storage.Labels;
import java.util.List;

/** What the agent says of itself, as other threads have put it up: {@code holdfast_*} but for the counts of ticks. */
final class SelfCollector implements Collector {
    private final SelfBoard board;
    private List<SelfSeries> shown = List.of();
    private int[] refs = new int[0];

    SelfCollector(SelfBoard board) {
        this.board = board;
    }

    @Override
    public String name() {
        return "holdfast";
    }

    @Override
    public boolean collect(SampleSink sink) {
        List<SelfSeries> series = board.series();
        if (series != shown) {
            int[] resolved = new int[series.size()];
            for (int i = 0; i < resolved.length; i++) {
                resolved[i] = series.get(i).resolve(sink);
            }
            refs = resolved;
            shown = series;
        }
        for (int i = 0; i < refs.length; i++) {
            sink.add(refs[i], series.get(i).value());
        }
        return true;
    }

    /** The first look comes some seconds after the first tick. */
    @Override
    public boolean mayStillGive(Labels series) {
        return shown.isEmpty() && series.metricName().startsWith("holdfast_");
    }
}
