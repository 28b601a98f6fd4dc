package dev.holdfast.benchmarks.compare;

import dev.holdfast.query.QueryResult;
import dev.holdfast.storage.BulkLoader;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SampleBatch;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.Store;
import dev.holdfast.storage.StoreOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Holdfast in this process. Maintenance is stepped on the same thread, as often as the daemon would. */
final class HoldfastEngine implements Engine {
    /** The clock runs some thousand times faster than that of a host, whose log is synced every five seconds. */
    private static final long SYNC_MS = 3_600_000;

    private static final long MAINTENANCE_MS = 60_000;

    private final Path directory;
    private final HoldfastQuestions questions = new HoldfastQuestions();
    private final List<SampleBatch> batches = new ArrayList<>();
    private List<Labels> series = List.of();
    private int[] refs = {};
    private Store store;
    private @Nullable BulkLoader loader;
    private long nowMs;
    private long maintainedMs;

    HoldfastEngine(Path directory) throws IOException {
        this.directory = directory;
        this.store = open();
    }

    private Store open() throws IOException {
        return Store.open(
                directory,
                StoreOptions.defaults()
                        .withRetentionMs(0)
                        .withMaxBytes(0)
                        .withSyncIntervalMs(SYNC_MS)
                        .withClock(() -> nowMs));
    }

    @Override
    public String title() {
        return "Holdfast";
    }

    @Override
    public String remark() {
        return "in process, heap of 48 MiB, log on";
    }

    @Override
    public void begin(List<Labels> names) {
        series = List.copyOf(names);
        refs = series.stream().mapToInt(store::series).toArray();
    }

    @Override
    public void append(long[] timesMs, double[][] values, int ticks) throws IOException {
        while (batches.size() < ticks) {
            batches.add(new SampleBatch(refs.length));
        }
        for (int t = 0; t < ticks; t++) {
            SampleBatch batch = batches.get(t).reset(timesMs[t]);
            for (int i = 0; i < refs.length; i++) {
                batch.add(refs[i], values[t][i]);
            }
        }
        nowMs = Math.max(nowMs, timesMs[ticks - 1]);
        logged(ticks == 1 ? store.append(batches.get(0)) : store.append(batches.subList(0, ticks)));
        maintain();
    }

    @Override
    public void appendSeries(int index, long[] timesMs, double[] values, int from, int to) throws IOException {
        if (loader == null) {
            loader = store.bulkLoader(false); // what `holdfast import` uses
        }
        for (int i = from; i < to; i++) {
            loader.add(series.get(index), timesMs[i], Double.doubleToRawLongBits(values[i]));
        }
    }

    private void logged(Store.Appended result) throws IOException {
        if (result != Store.Appended.LOGGED) {
            throw new IOException("not logged: " + result + " " + store.stats().degraded());
        }
    }

    private void maintain() {
        if (nowMs - maintainedMs >= MAINTENANCE_MS) {
            maintainedMs = nowMs;
            while (store.maintain()) {
                // until there is nothing to do at once
            }
        }
    }

    @Override
    public void settle() throws IOException {
        if (loader != null) {
            try (BulkLoader ending = loader) {
                ending.finish();
            }
            loader = null;
        }
        store.compactFully();
    }

    @Override
    public long sizeBytes() throws IOException {
        return DirectorySize.sizeBytes(
                directory, path -> !path.getFileName().toString().startsWith("wal-"));
    }

    @Override
    public double cpuSeconds() {
        return ProcessCpu.ofThisSeconds();
    }

    @Override
    public Supplier<Question.Answer> ask(Question question, long fromMs, long toMs) {
        try (Snapshot snapshot = store.snapshot()) {
            Question.Answer answer = questions.ask(question, snapshot, fromMs, toMs);
            return () -> answer;
        }
    }

    @Override
    public Supplier<Question.Answer> query(PromQlQuestion question, long startMs, long endMs) {
        try (Snapshot snapshot = store.snapshot()) {
            QueryResult result = questions.query(question, snapshot, startMs, endMs);
            return () -> HoldfastQuestions.answer(result);
        }
    }

    @Override
    public void restart(IoAction meanwhile) throws IOException {
        store.close();
        meanwhile.run();
        store = open();
        begin(series);
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
