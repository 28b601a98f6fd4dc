package dev.holdfast.agent.gaps;

import dev.holdfast.agent.sampling.Clock;
import dev.holdfast.agent.sampling.Sampler;
import dev.holdfast.agent.sampling.SamplingOptions;
import dev.holdfast.agent.sampling.TickTarget;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SampleBatch;
import dev.holdfast.storage.Store;
import dev.holdfast.storage.StoreOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A real sampler over a real store, on a clock that is moved by hand; remembers what became of each second. */
public final class SampledHost implements AutoCloseable {
    /** When it begins: on the grid of partitions. */
    public static final long START_MS = 1_795_327_200_000L;

    /** The store. */
    public final Store store;

    private final List<@Nullable Cause> seconds = new ArrayList<>(); // null: a tick
    private final HandClock clock = new HandClock();
    private boolean full;
    private Sampler sampler;
    private long intervalMs = 1_000;

    private static final class HandClock implements Clock {
        private long wallMs = START_MS;
        private long monotonicMs = 5_000;
        private long bootMs = 7_000;

        @Override
        public long wallMs() {
            return wallMs;
        }

        @Override
        public long monotonicNanos() {
            return monotonicMs * 1_000_000;
        }

        @Override
        public long sinceBootMs() {
            return bootMs;
        }
    }

    private final class Target implements TickTarget {
        @Override
        public int series(Labels labels) {
            return store.series(labels);
        }

        @Override
        public void append(SampleBatch batch) throws IOException {
            if (full) {
                throw new IOException("no room on disk nor in memory");
            }
            store.append(batch);
        }
    }

    /** A host whose first tick is at the start. */
    public SampledHost(Path directory, long retentionMs) throws IOException {
        store = Store.open(
                directory,
                StoreOptions.defaults()
                        .withClock(() -> clock.wallMs)
                        .withPartitionMs(20_000)
                        .withRetentionMs(retentionMs)
                        .withMaxBytes(0));
        sampler = begin(-1);
        sampler.doWork();
        seconds.add(null);
    }

    private Sampler begin(long lastMs) {
        return new Sampler(
                SamplingOptions.defaults().withLabels("node", "host").withIntervalMs(intervalMs),
                List.of(),
                new Target(),
                clock,
                lastMs);
    }

    /** Wall time. */
    public long nowMs() {
        return clock.wallMs;
    }

    /** What became of each second since the start; null for a tick. */
    List<@Nullable Cause> seconds() {
        return seconds;
    }

    /** Ticks every second. */
    public SampledHost run(int count) {
        for (int i = 0; i < count; i++) {
            advance(1_000);
            sampler.doWork();
            seconds.add(full ? Cause.DISK_FULL : null);
        }
        return this;
    }

    /** Another agent, so much later. */
    public SampledHost stop(int lengthS) {
        long lastMs = sampler.lastTickMs();
        advance(lengthS * 1_000L);
        sampler = begin(lastMs);
        return tickAfter(lengthS, Cause.STOPPED);
    }

    /** From now on another interval, after a restart. */
    public SampledHost interval(long newIntervalMs, int lengthS) {
        intervalMs = newIntervalMs;
        return stop(lengthS);
    }

    /** The host sleeps. */
    public SampledHost suspend(int lengthS) {
        clock.wallMs += lengthS * 1_000L;
        clock.bootMs += lengthS * 1_000L;
        return tickAfter(lengthS, Cause.SUSPENDED);
    }

    /** Someone sets the clock forward. */
    public SampledHost step(int lengthS) {
        clock.wallMs += lengthS * 1_000L;
        return tickAfter(lengthS, Cause.STEPPED);
    }

    /** The host is starved. */
    public SampledHost starve(int lengthS) {
        advance(lengthS * 1_000L);
        return tickAfter(lengthS, Cause.LATE);
    }

    /** There is no room for some ticks. */
    public SampledHost fill(int count) {
        full = true;
        run(count);
        full = false;
        return this;
    }

    /** Says of seconds that they were deleted. */
    void lost(int fromS, int toS) {
        for (int i = fromS; i < toS; i++) {
            seconds.set(i, Cause.LOST);
        }
    }

    private SampledHost tickAfter(int lengthS, Cause cause) {
        for (int i = 1; i < lengthS; i++) {
            seconds.add(cause);
        }
        sampler.doWork();
        seconds.add(null);
        return this;
    }

    private void advance(long ms) {
        clock.wallMs += ms;
        clock.monotonicMs += ms;
        clock.bootMs += ms;
    }

    /** All background work that is due. */
    public SampledHost maintain() {
        boolean more = true;
        while (more) {
            more = store.maintain();
        }
        return this;
    }

    @Override
    public void close() {
        try {
            store.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
