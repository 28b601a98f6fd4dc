package dev.holdfast.agent.daemon;

import dev.holdfast.agent.sampling.TickTarget;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SampleBatch;
import dev.holdfast.storage.SeriesLimitException;
import dev.holdfast.storage.Store;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The store as the sampler sees it. */
final class StoreTicks implements TickTarget {
    private static final Logger LOG = LoggerFactory.getLogger(StoreTicks.class);

    private final Store store;
    private boolean limitSaid;

    StoreTicks(Store store) {
        this.store = store;
    }

    @Override
    public int series(Labels labels) {
        try {
            return store.series(labels);
        } catch (SeriesLimitException e) {
            if (!limitSaid) {
                limitSaid = true; // whatever makes them many makes many more
                LOG.error("a new series is not taken, nor those after it, all others go on: {}", e.getMessage());
            }
            return REFUSED;
        }
    }

    @Override
    public void append(SampleBatch batch) throws IOException {
        if (store.append(batch) == Store.Appended.REFUSED) {
            throw new IOException("no room on disk nor in memory");
        }
    }
}
