package dev.holdfast.agent.sampling;

import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SampleBatch;
import java.io.IOException;

/** Where ticks go: the store, or what a test puts in its place. Called on the sampler's thread. */
public interface TickTarget {
    /** The ref of a series that is not taken; samples of it are left out. */
    int REFUSED = -2;

    /** The ref of a series, the same for the same labels; or {@link #REFUSED} when there are too many. */
    int series(Labels labels);

    /**
     * Takes one tick.
     *
     * @throws IOException when there is no room for it; the tick is lost then
     */
    void append(SampleBatch batch) throws IOException;
}
