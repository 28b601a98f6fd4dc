package dev.holdfast.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.testing.Operation;
import dev.holdfast.storage.testing.SimulatedDirectory;
import dev.holdfast.storage.testing.StoreContents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is promised of several ticks in one call, beyond what the model and the crash tests do with them. */
class SeveralTicksTest {
    private static final long T0 = 1_795_327_200_000L;
    private static final int SERIES = 60;

    private final SimulatedDirectory directory = new SimulatedDirectory();
    private final Random random = new Random(1);
    private final StoreOptions options = StoreOptions.defaults().withClock(() -> T0);

    private List<SampleBatch> ticks(Store store, int first, int count) {
        List<SampleBatch> ticks = new ArrayList<>();
        for (int t = first; t < first + count; t++) {
            SampleBatch tick = new SampleBatch(SERIES).reset(T0 + t);
            for (int i = 0; i < SERIES; i++) {
                tick.addBits(store.series(Labels.of("__name__", "m", "i", "" + i)), random.nextLong());
            }
            ticks.add(tick);
        }
        return ticks;
    }

    private static Set<Long> times(StoreView store) {
        Set<Long> times = new TreeSet<>();
        SortedMap<Labels, SortedMap<Long, Long>> contents = StoreContents.of(store);
        contents.values().forEach(samples -> times.addAll(samples.keySet()));
        contents.values().forEach(samples -> assertEquals(times, samples.keySet(), "a tick is whole or not there"));
        return times;
    }

    private static Set<Long> prefix(int count) {
        Set<Long> times = new TreeSet<>();
        for (int t = 0; t < count; t++) {
            times.add(T0 + t);
        }
        return times;
    }

    @Test
    void oneCallIsOneWrite() throws IOException {
        try (Store store = Store.open(directory, options)) {
            store.append(ticks(store, 0, 1)); // tells the log of the series
            List<Operation> writes = new ArrayList<>();
            directory.intercept(operation -> {
                if (operation.kind() == Operation.Kind.WRITE) {
                    writes.add(operation);
                }
            });
            assertEquals(Store.Appended.LOGGED, store.append(ticks(store, 1, 50)));
            assertEquals(1, writes.size(), writes::toString);
        }
    }

    /** Cut anywhere, the log of a call that did not return gives whole ticks, the first ones. */
    @Test
    void aCallThatWasCutShortLeavesItsFirstTicks() throws IOException {
        try (Store store = Store.open(directory, options)) {
            assertEquals(Store.Appended.LOGGED, store.append(ticks(store, 0, 5)));
            int before = written(directory);
            assertEquals(Store.Appended.LOGGED, store.append(ticks(store, 5, 30)));
            int after = written(directory);
            Set<Integer> found = new HashSet<>();
            for (int length = before; length <= after; length += 1 + random.nextInt(97)) {
                SimulatedDirectory cut = directory.afterKill();
                cut.truncate(segment(cut), length);
                Store left = Store.open(cut, options); // never closed, as after a kill
                Set<Long> times = times(left);
                assertEquals(prefix(times.size()), times, "cut at " + length);
                assertTrue(times.size() >= 5, () -> "acknowledged, and lost: " + times);
                assertEquals(List.of(), left.stats().damages());
                found.add(times.size());
            }
            assertTrue(found.size() > 25, () -> "too few states for a proof: " + found);
        }
    }

    private static String segment(SimulatedDirectory directory) throws IOException {
        return directory.list().stream()
                .filter(name -> name.startsWith("wal-0"))
                .max(String::compareTo)
                .orElseThrow();
    }

    /** The end of what the log's newest segment holds. */
    private static int written(SimulatedDirectory directory) throws IOException {
        byte[] log = directory.content(segment(directory));
        int end = log.length;
        while (end > 0 && log[end - 1] == 0) {
            end--;
        }
        return end;
    }

    @Test
    void aCallThatFindsNoRoomTakesNothing() throws IOException {
        StoreOptions small = options.withMemtableBytes(1 << 14);
        try (Store store = Store.open(directory, small)) {
            int taken = 0;
            while (store.append(ticks(store, taken, 10)) == Store.Appended.LOGGED) {
                taken += 10;
            }
            assertTrue(taken >= 10, "taken: " + taken);
            assertEquals(prefix(taken), times(store));
            assertEquals(10 * SERIES, store.stats().refusedSampleCount());
            while (store.maintain()) {
                // writes the memtables out
            }
            assertEquals(Store.Appended.LOGGED, store.append(ticks(store, taken, 10)));
            assertEquals(prefix(taken + 10), times(store));
        }
    }

    /** Larger than a segment of the log and than a memtable: rolls and freezes on the way, and nothing is lost. */
    @Test
    void aCallMayFillSegmentsAndMemtables() throws IOException {
        StoreOptions small = options.withMemtableBytes(1 << 16);
        Store store = Store.open(directory, small); // never closed: closing would write all of it out
        assertEquals(Store.Appended.LOGGED, store.append(ticks(store, 0, 300)));
        assertEquals(prefix(300), times(store));
        try (Store again = Store.open(directory.afterKill(), small)) {
            assertEquals(prefix(300), times(again));
            assertEquals(List.of(), again.stats().damages());
        }
    }

    @Test
    void nothingToAppendIsLogged() throws IOException {
        try (Store store = Store.open(directory, options)) {
            assertEquals(Store.Appended.LOGGED, store.append(List.of()));
            assertEquals(Store.Appended.LOGGED, store.append(List.of(new SampleBatch(1).reset(T0))));
            assertEquals(0, store.stats().sampleCount());
        }
    }
}
