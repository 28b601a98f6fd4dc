package dev.holdfast.agent.sampling;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a sampler that runs is to do from its next moment between two ticks on. Made by any thread; used once. */
public final class SamplingChange {
    private final long intervalMs;
    private final List<Collectors.Scheduled> collectors;
    private final CountDownLatch taken = new CountDownLatch(1);

    /**
     * The whole of what is to be, the parts that stay as they are included.
     *
     * @param intervalMs between ticks, at least {@link SamplingOptions#MIN_INTERVAL_MS}
     * @param collectors of the same {@link Collectors} as those that run
     */
    public SamplingChange(long intervalMs, List<Collectors.Scheduled> collectors) {
        if (intervalMs < SamplingOptions.MIN_INTERVAL_MS) {
            throw new IllegalArgumentException("interval is too short: intervalMs=" + intervalMs);
        }
        this.intervalMs = intervalMs;
        this.collectors = List.copyOf(collectors);
    }

    long intervalMs() {
        return intervalMs;
    }

    List<Collectors.Scheduled> collectors() {
        return collectors;
    }

    /** It is in force, or another one has taken its place. */
    void taken() {
        taken.countDown();
    }

    /** Waits until it is in force; false when the tick that is under way takes longer than that. */
    public boolean awaitTaken(long timeoutMs) throws InterruptedException {
        return taken.await(timeoutMs, TimeUnit.MILLISECONDS);
    }
}
