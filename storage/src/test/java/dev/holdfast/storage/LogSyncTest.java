package dev.holdfast.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.io.Directory;
import dev.holdfast.storage.testing.Operation;
import dev.holdfast.storage.testing.Proxies;
import dev.holdfast.storage.testing.SimulatedDirectory;
import dev.holdfast.storage.testing.StoreContents;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** When the log is made durable, beside all else that a store does. */
class LogSyncTest {
    private static final long T0 = 1_795_327_200_000L;

    private SimulatedDirectory directory = new SimulatedDirectory();
    private final AtomicLong clock = new AtomicLong(T0);
    private final StoreOptions options = StoreOptions.defaults().withClock(clock::get);

    @Test
    void aSampleIsDurableInTimeWhileAStepOfMaintenanceTakesLonger() throws IOException {
        leaveALog();
        AtomicReference<Store> open = new AtomicReference<>();
        AtomicBoolean wasSlow = new AtomicBoolean();
        // An sstable is being written, and takes seven seconds for it.
        Directory slow = Proxies.watching(Directory.class, directory, (method, arguments, call) -> {
            Store store = open.get();
            if (store != null && method.equals("create") && wasSlow.compareAndSet(false, true)) {
                append(store, T0 + 2);
                clock.addAndGet(7_000);
                inAnotherThread(store::syncIfDue);
                assertTrue(isDurable(T0 + 2), "not durable after 7 s");
            }
            return call.run();
        });
        try (Store store = Store.open(slow, options)) {
            append(store, T0 + 1);
            open.set(store);
            assertFalse(isDurable(T0 + 1), "durable by itself");
            while (store.maintain()) {
                // what was replayed is written out in the first steps
            }
            assertTrue(wasSlow.get(), "nothing was written that could take long");
            open.set(null);
        }
    }

    @Test
    void theNextTimeIsAnIntervalAfterTheLastSyncBegan() throws IOException {
        try (Store store = Store.open(directory, options)) {
            append(store, T0);
            assertEquals(5_000, store.syncIfDue());
            clock.addAndGet(4_999);
            assertEquals(1, store.syncIfDue());
            assertFalse(isDurable(T0));
            clock.addAndGet(1);
            store.syncIfDue();
            assertTrue(isDurable(T0));
        }
    }

    @Test
    void whatASyncTakesIsTakenFromTheWaitForTheNext() throws IOException {
        try (Store store = Store.open(directory, options)) {
            directory.intercept(operation -> {
                if (operation.kind() == Operation.Kind.FORCE) {
                    clock.addAndGet(600);
                }
            });
            append(store, T0);
            clock.addAndGet(5_000);
            assertEquals(5_000 - 600 - 600, store.syncIfDue());
        }
    }

    @Test
    void whereEachTickIsSyncedByItselfTheLedgersAreLookedAtOnceASecond() throws IOException {
        try (Store store = Store.open(directory, options.withSyncIntervalMs(0))) {
            append(store, T0);
            assertTrue(isDurable(T0));
            assertEquals(1_000, store.syncIfDue());
        }
    }

    @Test
    void aClockThatIsPutBackDelaysNothing() throws IOException {
        try (Store store = Store.open(directory, options)) {
            append(store, T0);
            clock.addAndGet(-3_600_000);
            store.syncIfDue();
            assertTrue(isDurable(T0));
        }
    }

    /** What a killed process leaves: samples that are in the log only. */
    private void leaveALog() throws IOException {
        try (Store store = Store.open(directory, options)) {
            append(store, T0);
            directory = directory.afterKill();
        }
    }

    private static void append(Store store, long timestampMs) throws IOException {
        SampleBatch tick = new SampleBatch(1).reset(timestampMs);
        tick.addBits(store.series(Labels.of("__name__", "m")), timestampMs);
        assertEquals(Store.Appended.LOGGED, store.append(tick));
    }

    /** Whether a power cut now leaves the sample in any case: whatever survives of what was not synced. */
    private boolean isDurable(long timestampMs) throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            SimulatedDirectory left = directory.afterPowerCut(new Random(seed));
            try (Store store = Store.open(left, options)) {
                if (StoreContents.of(store).values().stream().noneMatch(samples -> samples.containsKey(timestampMs))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static void inAnotherThread(Runnable work) {
        Thread thread = new Thread(work, "sync");
        thread.start();
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        assertFalse(thread.isAlive(), "a sync waits for maintenance");
    }
}
