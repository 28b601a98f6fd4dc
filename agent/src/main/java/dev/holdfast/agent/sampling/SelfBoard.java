package dev.holdfast.agent.sampling;

import java.util.List;

/** Where the agent puts up what is sampled of itself. Any thread; empty at first. */
public final class SelfBoard {
    private volatile List<SelfSeries> series = List.of();

    /** Puts up other series in the place of those that are there. Those that are no more end at the next run. */
    public void show(List<SelfSeries> all) {
        series = List.copyOf(all);
    }

    /** Those that are up: the same list until others are shown. */
    public List<SelfSeries> series() {
        return series;
    }
}
