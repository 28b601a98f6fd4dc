package dev.holdfast.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.testing.SimulatedDirectory;
import dev.holdfast.storage.testing.StoreContents;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesLimitTest {
    private final SimulatedDirectory directory = new SimulatedDirectory();

    private Store open(int maxSeries) throws IOException {
        return Store.open(directory, StoreOptions.defaults().withRetentionMs(0).withMaxSeries(maxSeries));
    }

    private static Labels series(int i) {
        return Labels.of("__name__", "m", "i", "" + i);
    }

    @Test
    void aSeriesTooManyIsRefusedAndTheOthersGoOn() throws IOException {
        try (Store store = open(3)) {
            for (int i = 0; i < 3; i++) {
                store.series(series(i));
            }
            SeriesLimitException e = assertThrows(SeriesLimitException.class, () -> store.series(series(3)));
            assertEquals(
                    "too many series, the limit is 3: refused m{i=\"3\"}; drop the label that makes them many, or raise"
                            + " storage.max_series",
                    e.getMessage());
            assertTrue(e.countExceeded());
            assertThrows(SeriesLimitException.class, () -> store.series(series(4)));
            assertEquals(2, store.stats().refusedSeriesCount());
            SampleBatch batch = new SampleBatch(1);
            batch.reset(5).add(store.series(series(1)), 1);
            store.append(batch);
            assertEquals(1, StoreContents.count(StoreContents.of(store)));
        }
    }

    @Test
    void theLimitCanChangeWhileTheStoreIsOpen() throws IOException {
        try (Store store = open(2)) {
            store.series(series(0));
            store.series(series(1));
            assertThrows(SeriesLimitException.class, () -> store.series(series(2)));
            store.reconfigure(store.options().withMaxSeries(3));
            store.series(series(2));
            store.reconfigure(store.options().withMaxSeries(1));
            store.series(series(2)); // known
            assertThrows(SeriesLimitException.class, () -> store.series(series(3)));
            store.reconfigure(store.options().withMaxSeries(0));
            store.series(series(3));
        }
    }

    @Test
    void whatTheLogHasIsTakenWhateverTheLimit() throws IOException {
        Store killed = open(0);
        SampleBatch batch = new SampleBatch(5);
        batch.reset(5);
        for (int i = 0; i < 5; i++) {
            batch.add(killed.series(series(i)), i);
        }
        killed.append(batch);
        try (Store store = Store.open(
                directory.afterKill(),
                StoreOptions.defaults().withRetentionMs(0).withMaxSeries(2))) {
            assertEquals(5, StoreContents.count(StoreContents.of(store)));
            store.series(series(4));
            assertThrows(SeriesLimitException.class, () -> store.series(series(5)));
        }
    }

    @Test
    void anImportOfTooManyLeavesNothing() throws IOException {
        try (Store store = open(100)) {
            try (BulkLoader loader = store.bulkLoader(false, 30)) {
                for (int i = 0; i < 300; i++) {
                    loader.add(series(i % 100), i, 0); // the same series again are no new ones
                }
                assertThrows(SeriesLimitException.class, () -> loader.add(series(100), 1, 0));
            }
            assertEquals(0, StoreContents.count(StoreContents.of(store)));
            assertFalse(directory.list().stream().anyMatch(name -> name.contains(".sst")), "" + directory.list());
        }
    }

    @Test
    void labelsHaveASize() throws IOException {
        String name = "n".repeat(SeriesLimit.MAX_NAME_BYTES - 2) + "\u00f6";
        String value = "v".repeat(SeriesLimit.MAX_VALUE_BYTES - 4) + "\ud83d\ude00";
        Labels.Builder many = new Labels.Builder();
        for (int i = 0; i < SeriesLimit.MAX_LABELS; i++) {
            many.set("l" + i, "x");
        }
        try (Store store = open(0)) {
            store.series(Labels.of(name, value));
            store.series(many.build());
            for (Labels large : List.of(
                    Labels.of(name + "n", "v"),
                    Labels.of("n", value + "v"),
                    many.set("more", "x").build())) {
                SeriesLimitException e = assertThrows(SeriesLimitException.class, () -> store.series(large));
                assertTrue(e.getMessage().startsWith("labels too large, "), e.getMessage());
                assertTrue(e.getMessage().length() < 2_000);
                assertFalse(e.countExceeded());
                try (BulkLoader loader = store.bulkLoader(false)) {
                    assertThrows(SeriesLimitException.class, () -> loader.add(large, 1, 0));
                }
            }
            assertEquals(3, store.stats().refusedSeriesCount());
        }
    }
}
