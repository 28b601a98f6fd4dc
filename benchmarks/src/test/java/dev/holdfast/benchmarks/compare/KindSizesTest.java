package dev.holdfast.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.benchmarks.RecordedHost.Recording;
import dev.holdfast.benchmarks.kinds.Kind;
import dev.holdfast.storage.BulkLoader;
import dev.holdfast.storage.Store;
import dev.holdfast.storage.StoreOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The comparison that stands behind the sizes sees what is missing. */
class KindSizesTest {
    private static final long FROM_MS = 1_795_305_600_000L;

    @TempDir
    Path directory;

    @Test
    void aSeriesThatIsMissingIsSeen() throws IOException {
        List<Recording> all = Kind.COUNTER.make(FROM_MS, 60, 20);
        List<Recording> stored = all.subList(0, all.size() - 1);
        StoreOptions options = StoreOptions.defaults().withRetentionMs(0).withClock(() -> FROM_MS + 3_600_000);
        try (Store store = Store.open(directory, options)) {
            load(store, stored);
            KindSizes.compare(store, stored);
            Exception e = assertThrows(IllegalStateException.class, () -> KindSizes.compare(store, all));
            assertTrue(e.getMessage().contains("found 0 times"), e.getMessage());
        }
    }

    private static void load(Store store, List<Recording> recordings) throws IOException {
        try (BulkLoader loader = store.bulkLoader(false)) {
            for (Recording each : recordings) {
                for (int i = 0; i < each.values().length; i++) {
                    loader.add(each.labels(), each.timesMs()[i], Double.doubleToRawLongBits(each.values()[i]));
                }
            }
            loader.finish();
        }
    }
}
