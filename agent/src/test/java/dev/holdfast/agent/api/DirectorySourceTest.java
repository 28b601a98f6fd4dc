package dev.holdfast.agent.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SampleBatch;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.Store;
import dev.holdfast.storage.StoreOptions;
import dev.holdfast.storage.StoreView;
import dev.holdfast.storage.TimeRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory is opened again when it has changed, and only then; what somebody still uses stays open. */
class DirectorySourceTest {
    private static final long T = 1_700_000_000_000L;

    @TempDir
    private Path directory;

    private static void append(Store store, long timestampMs) throws IOException {
        SampleBatch batch = new SampleBatch(1);
        batch.reset(timestampMs).add(store.series(Labels.of(Labels.METRIC_NAME, "up")), 1);
        store.append(batch);
    }

    private static long count(StoreView store) {
        try (Snapshot snapshot = store.snapshot()) {
            return snapshot.countAbout(List.of(TimeRange.ALL));
        }
    }

    @Test
    void whatIsWrittenIsSeenByTheNextQuestion() throws Exception {
        try (Store store = Store.open(directory, StoreOptions.defaults());
                DirectorySource source = new DirectorySource(directory)) {
            for (int i = 1; i <= 20; i++) {
                append(store, T + i); // faster than files have times for
                try (StoreSource.Lease lease = source.lease()) {
                    assertEquals(i, count(lease.store()));
                }
            }
        }
    }

    @Test
    void whatHasNotChangedIsOpenedOnceAndShared() throws Exception {
        try (Store store = Store.open(directory, StoreOptions.defaults())) {
            append(store, T);
        }
        Thread.sleep(150); // until times of files can be trusted
        try (DirectorySource source = new DirectorySource(directory)) {
            try (StoreSource.Lease one = source.lease();
                    StoreSource.Lease two = source.lease()) {
                assertSame(one.store(), two.store());
            }
            for (int i = 0; i < 50; i++) {
                source.lease().close();
            }
            assertEquals(1, source.openCount());
        }
    }

    @Test
    void whoeverReadsAnOldStateKeepsIt() throws Exception {
        try (Store store = Store.open(directory, StoreOptions.defaults());
                DirectorySource source = new DirectorySource(directory)) {
            append(store, T);
            try (StoreSource.Lease old = source.lease()) {
                append(store, T + 1);
                try (StoreSource.Lease fresh = source.lease()) {
                    assertNotSame(old.store(), fresh.store());
                    assertEquals(2, count(fresh.store()));
                }
                assertEquals(1, count(old.store()));
            }
        }
    }
}
