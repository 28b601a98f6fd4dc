package dev.holdfast.agent.daemon;

import dev.holdfast.storage.Store;

/**
 * Makes the log durable in time. On a thread of its own: when the machine was slow or the memtable large, samples waited for as
 * long as a step of {@link MaintainRole} took, and a power cut cost more of them than {@code storage.sync} allows.
 */
final class SyncRole implements Role {
    /** Another interval is in force after so long. */
    private static final long LONGEST_MS = 1_000;

    private static final long SHORTEST_MS = 10;

    private final Store store;

    SyncRole(Store store) {
        this.store = store;
    }

    @Override
    public String name() {
        return "sync";
    }

    @Override
    public long doWork() {
        return Math.max(SHORTEST_MS, Math.min(LONGEST_MS, store.syncIfDue()));
    }
}
