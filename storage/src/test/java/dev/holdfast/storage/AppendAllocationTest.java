package dev.holdfast.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Appending makes no garbage: only a block of the memtable now and then, which is where the samples lie. */
class AppendAllocationTest {
    private static final int SERIES = 500;
    private static final int TICKS = 640;
    private static final long BLOCK_BYTES = 64L * Long.BYTES * (SERIES + 2) + 1024;

    @TempDir
    Path directory;

    private long nowMs = 1_795_327_200_000L;

    private interface Append {
        void call() throws IOException;
    }

    @Test
    void ofOneTick() throws IOException {
        try (Store store = Store.open(directory, StoreOptions.defaults())) {
            store.ledger("central"); // an upstream, which is told of each tick
            SampleBatch batch = new SampleBatch(SERIES);
            int[] refs = refs(store);
            assertSteady(allocated(TICKS, () -> {
                fill(batch, refs);
                assertEquals(Store.Appended.LOGGED, store.append(batch));
            }));
        }
    }

    @Test
    void ofSeveralTicks() throws IOException {
        try (Store store = Store.open(directory, StoreOptions.defaults())) {
            List<SampleBatch> ticks = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                ticks.add(new SampleBatch(SERIES));
            }
            int[] refs = refs(store);
            assertSteady(allocated(TICKS / 4, () -> {
                for (int i = 0; i < ticks.size(); i++) {
                    fill(ticks.get(i), refs);
                }
                assertEquals(Store.Appended.LOGGED, store.append(ticks));
            }));
        }
    }

    /** Canary: a list for each call is seen. */
    @Test
    void oneObjectACallIsFound() {
        long[] bytes = allocated(TICKS, () -> nowMs += new ArrayList<>(List.of(nowMs)).size());
        assertTrue(Arrays.stream(bytes).filter(b -> b > 0).count() > TICKS / 2, Arrays.toString(bytes));
    }

    private static int[] refs(Store store) {
        int[] refs = new int[SERIES];
        for (int i = 0; i < SERIES; i++) {
            refs[i] = store.series(Labels.of("__name__", "m", "i", "" + i));
        }
        return refs;
    }

    private void fill(SampleBatch batch, int[] refs) {
        nowMs += 1_000;
        batch.reset(nowMs);
        for (int i = 0; i < SERIES; i++) {
            batch.add(refs[i], i % 3 == 0 ? nowMs / 1e3 + i : i);
        }
    }

    /** Bytes that each call allocated, after some to warm up. */
    private static long[] allocated(int calls, Append append) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long[] bytes = new long[calls];
        try {
            for (int i = -50; i < calls; i++) {
                long start = threads.getThreadAllocatedBytes(thread);
                long before = threads.getThreadAllocatedBytes(thread);
                append.call();
                long after = threads.getThreadAllocatedBytes(thread);
                if (i >= 0) {
                    bytes[i] = after - before - (before - start); // less what asking allocates
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes;
    }

    private static void assertSteady(long[] bytes) {
        long[] made = Arrays.stream(bytes).filter(b -> b > 0).toArray();
        // A block for 64 ticks; and when a memtable is full, a new one with a new segment of the log, once or twice.
        long blocks = TICKS / 64 + 1;
        assertTrue(
                made.length <= blocks + 8,
                () -> made.length + " of " + bytes.length + " calls allocated: " + Arrays.toString(made));
        long sum = Arrays.stream(made).sum();
        assertTrue(sum <= (blocks + 2) * BLOCK_BYTES, () -> "bytes: " + sum + " in " + Arrays.toString(made));
    }
}
