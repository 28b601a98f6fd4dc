package dev.holdfast.agent.daemon;

import dev.holdfast.agent.sampling.TickTarget;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SampleBatch;
import dev.holdfast.storage.Store;
import java.io.IOException;

/** The store as the sampler sees it. */
final class StoreTicks implements TickTarget {
    private final Store store;

    StoreTicks(Store store) {
        this.store = store;
    }

    @Override
    public int series(Labels labels) {
        return store.series(labels);
    }

    @Override
    public void append(SampleBatch batch) throws IOException {
        if (store.append(batch) == Store.Appended.REFUSED) {
            throw new IOException("no room on disk nor in memory");
        }
    }
}
