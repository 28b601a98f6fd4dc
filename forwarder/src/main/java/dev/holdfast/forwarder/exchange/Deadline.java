package dev.holdfast.forwarder.exchange;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Breaks off what takes too long as a whole, though each of its waits is short: a receiver that sends a byte now and then,
 * or does not read what it is sent. One daemon thread for all upstreams, begun at the first request.
 */
final class Deadline implements AutoCloseable {
    private static final ScheduledThreadPoolExecutor THREAD = thread();

    private final Future<?> pending;

    private Deadline(Future<?> pending) {
        this.pending = pending;
    }

    private static ScheduledThreadPoolExecutor thread() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "forward-deadline");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true); // else requests that went well would pile up until their time
        return executor;
    }

    /** Runs something on another thread after some milliseconds, unless it is closed before. */
    static Deadline in(long ms, Runnable breakOff) {
        return new Deadline(THREAD.schedule(breakOff, ms, TimeUnit.MILLISECONDS));
    }

    /** It was in time. */
    @Override
    public void close() {
        pending.cancel(false);
    }
}
