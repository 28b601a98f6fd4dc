package dev.holdfast.agent.daemon;

import dev.holdfast.agent.sampling.TickTarget;
import dev.holdfast.agent.supervisor.Watchdog;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SampleBatch;
import dev.holdfast.storage.SeriesLimitException;
import dev.holdfast.storage.Store;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store as the sampler sees it. A tick that comes back from it is what the agent is there for, hence what the service manager's
 * watchdog is fed by, here and nowhere else: a sampler that hangs or has died, a tick that never returns, a lock of the store that is
 * never given back, and it starves, though all other threads live.
 */
final class StoreTicks implements TickTarget {
    private static final Logger LOG = LoggerFactory.getLogger(StoreTicks.class);

    private final Store store;
    private final Watchdog watchdog;
    private boolean limitSaid;

    StoreTicks(Store store, Watchdog watchdog) {
        this.store = store;
        this.watchdog = watchdog;
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
        Store.Appended appended = store.append(batch);
        // Also of a tick that is in memory only, which a restart would lose, and of one that there was no room for: a
        // restart frees
        // no disk, and costs what is in memory.
        watchdog.progress();
        if (appended == Store.Appended.REFUSED) {
            throw new IOException("no room on disk nor in memory");
        }
    }
}
