package dev.holdfast.fuzz;

import dev.holdfast.storage.Labels;
import dev.holdfast.storage.Ledger;
import dev.holdfast.storage.LedgerState;
import dev.holdfast.storage.SampleBatch;
import dev.holdfast.storage.SeriesMatcher;
import dev.holdfast.storage.Store;
import dev.holdfast.storage.StoreOptions;
import dev.holdfast.storage.TimeRange;
import dev.holdfast.storage.manifest.FileNames;
import dev.holdfast.storage.testing.SimulatedDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A small store with one of each kind of file, as the current program writes it. */
final class Stores {
    static final long T0 = 1_795_327_200_000L;
    static final StoreOptions OPTIONS = StoreOptions.defaults()
            .withRetentionMs(0)
            .withMaxBytes(0)
            .withPartitionMs(60_000)
            .withMemtableBytes(1 << 14)
            .withClock(() -> T0);

    /** The generation that the manifest of {@link #manifest()} has. */
    static final long GENERATION = 3;

    private Stores() {}

    /** As a killed process leaves it. */
    static SimulatedDirectory small() throws IOException {
        SimulatedDirectory directory = new SimulatedDirectory();
        Store store = Store.open(directory, OPTIONS);
        append(store, 0, 80);
        try (Ledger.Claim claim = store.ledger("central").claim(new TimeRange(T0, T0 + 30_000))) {
            claim.settle(claim.range(), LedgerState.DELIVERED, 204, new Ledger.Note(T0, "ok", List.of(7L, T0)));
            claim.settle(new TimeRange(T0 + 3_000, T0 + 4_000), LedgerState.REFUSED, 400, null);
        }
        store.compactFully();
        store.delete(List.of(SeriesMatcher.equal("__name__", "metric_1")), new TimeRange(T0 + 3_000, T0 + 9_000));
        append(store, 90, 110);
        store.bulkLoader(false).close(); // writes the memtable out
        append(store, 110, 120);
        store.sync();
        append(store, 120, 125);
        return directory;
    }

    private static void append(Store store, int from, int to) throws IOException {
        List<long[]> columns = Columns.values(130);
        SampleBatch batch = new SampleBatch(columns.size());
        for (int tick = from; tick < to; tick++) {
            batch.reset(T0 + tick * 1_000L + (tick % 13 == 5 ? 17 : 0));
            for (int i = 0; i < columns.size(); i++) {
                Labels labels = Labels.of("__name__", "metric_" + i / 2, "mode", i % 2 == 0 ? "idle" : "häuslich");
                batch.addBits(store.series(labels), columns.get(i)[tick]);
            }
            store.append(batch);
        }
    }

    /** Its newest manifest, under the generation {@link #GENERATION}. */
    static byte[] manifest() throws IOException {
        SimulatedDirectory directory = small();
        String newest = directory.list().stream()
                .filter(name -> FileNames.manifestGeneration(name) >= 0)
                .reduce((a, b) -> b)
                .orElseThrow();
        byte[] file = directory.content(newest);
        java.nio.ByteBuffer.wrap(file).order(java.nio.ByteOrder.LITTLE_ENDIAN).putLong(12, GENERATION);
        return file;
    }

    /** Its sstables. */
    static List<byte[]> sstables() throws IOException {
        SimulatedDirectory directory = small();
        List<byte[]> files = new ArrayList<>();
        for (String name : directory.list()) {
            if (FileNames.isSstable(name)) {
                files.add(directory.content(name));
            }
        }
        return files;
    }
}
