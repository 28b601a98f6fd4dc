package dev.holdfast.benchmarks.compare;

import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SampleBatch;
import dev.holdfast.storage.Store;
import dev.holdfast.storage.StoreOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;

/**
 * How long Holdfast takes to open after it was killed with a log that is as full as it gets. {@code fill DIRECTORY} appends
 * without maintenance until the store refuses, and dies; {@code open DIRECTORY MEASURES} opens it in a fresh process.
 */
public final class Reopen {
    private static final int SERIES = 500;
    private static final long START_MS = 1_795_327_200_000L;

    private Reopen() {}

    /** See the class. */
    public static void main(String[] args) throws IOException {
        if (args[0].equals("fill")) {
            fill(Path.of(args[1]));
        } else {
            open(Path.of(args[1]), new Measures(Path.of(args[2])));
        }
    }

    private static void fill(Path directory) throws IOException {
        Store store = Store.open(directory, StoreOptions.defaults().withClock(() -> START_MS));
        int[] refs = new int[SERIES];
        for (int i = 0; i < SERIES; i++) {
            refs[i] = store.series(Labels.of("__name__", "m_" + i % 50, "i", "" + i));
        }
        Random random = new Random(1);
        double[] values = new double[SERIES];
        SampleBatch batch = new SampleBatch(SERIES);
        long time = START_MS;
        Store.Appended result;
        do {
            batch.reset(time += 1_000);
            for (int i = 0; i < SERIES; i++) {
                values[i] += i % 3 == 0 ? random.nextInt(1_000) : 0;
                batch.add(refs[i], values[i]);
            }
            result = store.append(batch);
        } while (result == Store.Appended.LOGGED);
        Runtime.getRuntime().halt(137); // as a kill leaves it: nothing is closed, no hook runs
    }

    private static void open(Path directory, Measures measures) throws IOException {
        long start = System.nanoTime();
        try (Store store = Store.open(directory, StoreOptions.defaults().withClock(() -> START_MS))) {
            measures.add("holdfast", "reopen ms", Comparison.decimal((System.nanoTime() - start) / 1e6));
            measures.add("holdfast", "reopen samples", store.stats().sampleCount());
        }
    }
}
