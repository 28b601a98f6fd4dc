package dev.holdfast.agent.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.agent.sampling.LastSeen;
import dev.holdfast.agent.sampling.Sampler;
import dev.holdfast.agent.sampling.SamplingOptions;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SampleBatch;
import dev.holdfast.storage.Store;
import dev.holdfast.storage.StoreOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastSeriesTest {
    private static final long LAST_MS = 1_795_327_200_000L;

    @TempDir
    Path directory;

    private static Labels series(String name, String instance) {
        return Labels.of(Labels.METRIC_NAME, name, "instance", instance, "job", "node");
    }

    private static void add(Store store, Labels labels, long timestampMs, long bits) throws IOException {
        SampleBatch batch = new SampleBatch(1).reset(timestampMs);
        batch.addBits(store.series(labels), bits);
        store.append(batch);
    }

    @Test
    void theOpenSeriesOfThisHostAreFoundInMemoryAndInFiles() throws IOException {
        SamplingOptions options = SamplingOptions.defaults().withLabels("node", "here");
        long one = Double.doubleToRawLongBits(1);
        StoreOptions storeOptions = StoreOptions.defaults().withClock(() -> LAST_MS + 1_000);
        try (Store store = Store.open(directory, storeOptions)) {
            add(store, series("up", "here"), LAST_MS, one);
            add(store, series("slow", "here"), LAST_MS - 59_000, one);
            add(store, series("old", "here"), LAST_MS - LastSeries.LOOK_BACK_MS, one);
            add(store, series("ended", "here"), LAST_MS - 2_000, one);
            add(store, series("ended", "here"), LAST_MS - 1_000, Sampler.STALE_MARKER_BITS);
            add(store, series("marked_at_a_start", "here"), LAST_MS, one);
            add(store, series("marked_at_a_start", "here"), LAST_MS + 1, Sampler.STALE_MARKER_BITS);
            add(store, series("back_again", "here"), LAST_MS - 2_000, Sampler.STALE_MARKER_BITS);
            add(store, series("back_again", "here"), LAST_MS - 1_000, one);
            add(store, series("imported", "elsewhere"), LAST_MS, one);
            List<LastSeen> expected = List.of(
                    new LastSeen(series("back_again", "here"), LAST_MS - 1_000),
                    new LastSeen(series("slow", "here"), LAST_MS - 59_000),
                    new LastSeen(series("up", "here"), LAST_MS));
            assertEquals(expected, LastSeries.find(store, options, LAST_MS));
            store.compactFully();
            assertEquals(expected, LastSeries.find(store, options, LAST_MS));
        }
        try (Store empty = Store.open(directory.resolve("new"), storeOptions)) {
            assertEquals(List.of(), LastSeries.find(empty, options, LastTick.NEVER));
        }
    }
}
