package dev.holdfast.agent.sampling;

import dev.holdfast.storage.Labels;
import java.io.IOException;

/**
 * Reads one part of the host's state. Runs on the sampler's thread; may keep buffers and series refs from tick to tick.
 *
 * <p>A series that a collector gave at its last run and does not give now has ended: the sampler marks it stale.
 */
public interface Collector {
    /** The name that node_exporter has for it, used in the configuration and in {@code node_scrape_collector_*}. */
    String name();

    /**
     * Adds the samples of a tick.
     *
     * @return false when the host does not have what this collector reads; that is no error
     * @throws IOException when it has, but it could not be read or understood; what was added until then counts
     */
    boolean collect(SampleSink sink) throws IOException;

    /**
     * Whether a series that was not in the last run may be there all the same, since what it stands for has not answered
     * yet. Asked after the first runs of an agent, when it is decided which series of an earlier run have ended.
     */
    default boolean mayStillGive(Labels series) {
        return false;
    }
}
