package dev.holdfast.storage;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Appends numbered ticks as fast as it can while another thread maintains, as in the daemon. Tick {@code n} has the time
 * {@code T0 + 10 n} and for each series a value that only {@code n} and the series decide, so that any answer can be
 * judged by the numbers of the ticks alone.
 */
final class FastWriter implements AutoCloseable {
    static final int SERIES = 10;
    static final long TICK_MS = 10;
    static final long T0 = 1_795_327_200_000L;

    private final Store store;
    private final AtomicLong nowMs;
    private final Thread maintainer;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private volatile @Nullable Throwable failure;
    private final SampleBatch batch = new SampleBatch(SERIES);

    /** Small memtables and short partitions, so that there is much to maintain. */
    static StoreOptions options(AtomicLong nowMs) {
        return StoreOptions.defaults()
                .withPartitionMs(60_000)
                .withMemtableBytes(256 << 10)
                .withRetentionMs(0)
                .withMaxBytes(0)
                .withSyncIntervalMs(1_000)
                .withClock(nowMs::get);
    }

    FastWriter(Store store, AtomicLong nowMs) {
        this.store = store;
        this.nowMs = nowMs;
        this.maintainer = new Thread(this::maintain, "maintain");
        maintainer.setDaemon(true);
        maintainer.start();
    }

    private void maintain() {
        try {
            while (!stopped.get()) {
                if (!store.maintain()) {
                    Thread.sleep(1);
                }
            }
        } catch (InterruptedException | RuntimeException e) {
            failure = e;
        }
    }

    static Labels series(int i) {
        return Labels.of("__name__", "fast", "i", Integer.toString(i));
    }

    static long bits(long tick, int series) {
        return switch (series % 4) {
            case 0 -> Double.doubleToRawLongBits((double) tick * (series + 1));
            case 1 -> Double.doubleToRawLongBits(Math.sqrt((double) tick + series));
            case 2 -> tick % 100 == 0 ? 0x7ff0_0000_0000_0002L : Double.doubleToRawLongBits((double) (tick % 7));
            default -> (tick + 1) * 0x9e37_79b9_7f4a_7c15L;
        };
    }

    /** Appends one tick; returns when it was logged. */
    void append(long tick) throws IOException {
        nowMs.set(T0 + tick * TICK_MS);
        batch.reset(T0 + tick * TICK_MS);
        for (int i = 0; i < SERIES; i++) {
            batch.addBits(store.series(series(i)), bits(tick, i));
        }
        while (true) {
            Throwable dead = failure;
            if (dead != null) {
                throw new IllegalStateException("maintenance died", dead);
            }
            Store.Appended result = store.append(batch);
            if (result == Store.Appended.LOGGED) {
                return;
            }
            if (result == Store.Appended.IN_MEMORY) {
                throw new IllegalStateException("not logged: " + store.stats().degraded());
            }
            Thread.onSpinWait(); // refused: memory is full until the other thread has written some of it out
        }
    }

    /**
     * Judges a view: every tick from 0 to some last one, none missing, each value right.
     *
     * @return the number of ticks
     */
    static long judge(StoreView view, long acknowledged, long begun) {
        return judge(view, acknowledged, () -> begun);
    }

    /** The same beside a writer: what was begun is asked once the view is taken, however long that took. */
    static long judge(StoreView view, long acknowledged, LongSupplier begunByThen) {
        long ticks = -1;
        long begun;
        try (Snapshot snapshot = view.snapshot()) {
            begun = begunByThen.getAsLong();
            List<Series> found = snapshot.select(List.of(), TimeRange.ALL);
            for (Series series : found) {
                int number = Integer.parseInt(series.labels().get("i"));
                SampleCursor cursor = series.samples(Long.MIN_VALUE, Long.MAX_VALUE);
                long tick = 0;
                for (; cursor.next(); tick++) {
                    if (cursor.timestampMs() != T0 + tick * TICK_MS || cursor.valueBits() != bits(tick, number)) {
                        throw new AssertionError("series " + number + ": expected tick " + tick + ", found "
                                + (cursor.timestampMs() - T0) / (double) TICK_MS + " = "
                                + Long.toHexString(cursor.valueBits()) + "; " + snapshot.damages());
                    }
                }
                if (ticks >= 0 && tick != ticks) {
                    throw new AssertionError("a torn tick: " + tick + " and " + ticks + " ticks");
                }
                ticks = tick;
            }
            if (!snapshot.damages().isEmpty()) {
                throw new AssertionError(snapshot.damages().toString());
            }
        }
        ticks = Math.max(0, ticks);
        if (ticks < acknowledged || ticks > begun) {
            throw new AssertionError(
                    ticks + " ticks, but " + acknowledged + " were acknowledged and " + begun + " begun");
        }
        return ticks;
    }

    @Override
    public void close() throws InterruptedException {
        stopped.set(true);
        maintainer.join();
    }
}
