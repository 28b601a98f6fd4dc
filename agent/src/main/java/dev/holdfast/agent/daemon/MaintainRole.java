package dev.holdfast.agent.daemon;

import dev.holdfast.storage.Damage;
import dev.holdfast.storage.Store;
import dev.holdfast.storage.StoreStats;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store's background work, a step at a time, about once a second. Says once when the store cannot keep what it
 * should, and once when it can again.
 */
final class MaintainRole implements Role {
    private static final Logger LOG = LoggerFactory.getLogger(MaintainRole.class);
    private static final long IDLE_MS = 1_000;
    private static final int STEPS_PER_LOOK = 10;

    private final Store store;
    private int steps;
    private String degraded = "";
    private int damagesSeen;

    MaintainRole(Store store) {
        this.store = store;
    }

    @Override
    public String name() {
        return "maintain";
    }

    @Override
    public long doWork() {
        boolean more = store.maintain();
        if (steps++ % STEPS_PER_LOOK == 0) {
            look();
        }
        return more ? 0 : IDLE_MS;
    }

    private void look() {
        StoreStats stats = store.stats();
        // A cause that changes while the state lasts (another file name) is not worth a line.
        if (stats.degraded().isEmpty() != degraded.isEmpty()) {
            if (stats.degraded().isEmpty()) {
                LOG.info("the store is durable again");
            } else {
                LOG.error(
                        "the store is not durable, new samples go to what is left of the log, then to memory only: {}",
                        stats.degraded());
            }
        }
        degraded = stats.degraded();
        for (; damagesSeen < stats.damages().size(); damagesSeen++) {
            Damage damage = stats.damages().get(damagesSeen);
            LOG.error("damage in the store, all else is read: {}", damage);
        }
    }
}
