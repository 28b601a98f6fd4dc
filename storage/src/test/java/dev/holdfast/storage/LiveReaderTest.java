package dev.holdfast.storage;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.testing.Campaign;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Readers beside a writer at full speed, on a real directory: by snapshot, and as another process would. */
class LiveReaderTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void everyViewIsWholeUpToSomeTick(WalEngine engine) throws Exception {
        AtomicLong nowMs = new AtomicLong(FastWriter.T0);
        AtomicLong begun = new AtomicLong();
        AtomicLong acknowledged = new AtomicLong();
        AtomicBoolean stop = new AtomicBoolean();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        long views = 0;
        try (Store store = Store.open(directory, FastWriter.options(nowMs).withWal(engine));
                FastWriter writer = new FastWriter(store, nowMs)) {
            Thread appender = new Thread(
                    () -> {
                        try {
                            for (long tick = 0; !stop.get(); tick++) {
                                begun.set(tick + 1);
                                writer.append(tick);
                                acknowledged.set(tick + 1);
                                if (tick > 30_000) {
                                    Thread.sleep(0, 200_000); // what is read grows no faster than it can be read
                                }
                            }
                        } catch (IOException | InterruptedException | RuntimeException e) {
                            failure.set(e);
                        }
                    },
                    "append");
            appender.start();
            try {
                long untilNs = System.nanoTime() + (long) ((6 + Campaign.campaignMinutes() * 60) * 1e9);
                while (System.nanoTime() < untilNs && failure.get() == null) {
                    long before = acknowledged.get();
                    try (StoreReader reader = StoreReader.open(directory)) {
                        FastWriter.judge(reader, before, begun::get);
                    }
                    before = acknowledged.get();
                    FastWriter.judge(store, before, begun::get);
                    views += 2;
                }
            } finally {
                stop.set(true);
                appender.join();
            }
        }
        if (failure.get() != null) {
            throw new AssertionError(failure.get());
        }
        System.out.println(
                "LiveReaderTest: " + engine + ", " + views + " views of a live store, " + acknowledged + " ticks");
        assertTrue(views > 4);
    }
}
