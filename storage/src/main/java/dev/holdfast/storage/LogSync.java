package dev.holdfast.storage;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * When the log is made durable. Any thread: it waits for no other work of the store, and one thread at a time is at it.
 *
 * <p>The bound is on the age of a sample at a power cut, and a sync makes durable only what was there when it began. So the
 * next one begins an interval after the last one began, less the time that the last one took.
 */
final class LogSync {
    private static final long BUSY_MS = 50;

    private final Store store;
    private final ReentrantLock lock = new ReentrantLock();
    private long beganAtMs; // guarded by lock
    private long tookMs; // guarded by lock

    LogSync(Store store) {
        this.store = store;
        this.beganAtMs = now();
    }

    /** Syncs when it is time for that; how long it is until the next time, milliseconds. */
    long step() throws IOException {
        if (!lock.tryLock()) {
            return BUSY_MS;
        }
        try {
            long nowMs = now();
            long sinceMs = nowMs - beganAtMs;
            if (sinceMs >= 0 && sinceMs < dueMs()) {
                return dueMs() - sinceMs;
            }
            beganAtMs = nowMs;
            store.writes().syncLog();
            tookMs = Math.max(0, now() - nowMs);
            return Math.max(0, dueMs() - tookMs);
        } finally {
            lock.unlock();
        }
    }

    private long dueMs() {
        long intervalMs = store.options().syncIntervalMs();
        return intervalMs - Math.min(tookMs, intervalMs / 2);
    }

    private long now() {
        return store.options().clock().getAsLong();
    }
}
