package dev.holdfast.benchmarks.micro;

import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SampleBatch;
import dev.holdfast.storage.SampleCursor;
import dev.holdfast.storage.Series;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.Store;
import dev.holdfast.storage.StoreOptions;
import dev.holdfast.storage.TimeRange;
import dev.holdfast.storage.memtable.Memtable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The way in and out: ticks into the memtable, ticks into the log and the memtable, samples out of sealed chunks. An operation
 * is one sample.
 */
@SuppressWarnings("NullAway.Init") // JMH calls the set-up before anything else
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class StoreBenchmark {
    private static final int SERIES = 500;
    private static final int TOGETHER = 60;
    private static final int STORED_TICKS = 7_200;
    private static final long START_MS = 1_795_327_200_000L;

    private final Random random = new Random(1);
    private final long[] bits = new long[SERIES];
    private final int[] layout = new int[SERIES];
    private final List<SampleBatch> batches = new ArrayList<>();
    private Path directory = Path.of("");
    private Store store;
    private Memtable memtable = new Memtable(1);
    private long nowMs = START_MS;
    private long sequence;

    /** Makes a store with two hours of sealed data. */
    @Setup
    public void fill() throws IOException {
        directory = Files.createTempDirectory("holdfast-jmh");
        store = Store.open(directory, StoreOptions.defaults().withClock(() -> nowMs));
        for (int i = 0; i < SERIES; i++) {
            layout[i] = store.series(Labels.of("__name__", "m_" + i % 50, "i", "" + i));
        }
        for (int i = 0; i < TOGETHER; i++) {
            batches.add(new SampleBatch(SERIES));
        }
        for (int i = 0; i < STORED_TICKS / TOGETHER; i++) {
            appendTicks();
        }
        store.compactFully();
    }

    private SampleBatch tick(SampleBatch batch) {
        nowMs += 1_000;
        batch.reset(nowMs);
        for (int i = 0; i < SERIES; i++) {
            if (i % 3 == 0) {
                bits[i] = Double.doubleToRawLongBits(Double.longBitsToDouble(bits[i]) + random.nextInt(100));
            }
            batch.addBits(layout[i], bits[i]);
        }
        return batch;
    }

    /** A tick a call, flushes and seals included. */
    @Benchmark
    @OperationsPerInvocation(SERIES)
    public Store.Appended appendTick() throws IOException {
        Store.Appended result = store.append(tick(batches.get(0)));
        if (nowMs % 60_000 == 0) {
            store.maintain();
        }
        return result;
    }

    /** Sixty ticks a call, flushes and seals included. */
    @Benchmark
    @OperationsPerInvocation(SERIES * TOGETHER)
    public Store.Appended appendTicks() throws IOException {
        batches.forEach(this::tick);
        Store.Appended result = store.append(batches);
        store.maintain();
        return result;
    }

    /** A tick into a memtable alone. */
    @Benchmark
    @OperationsPerInvocation(SERIES)
    public long memtableAppend() {
        nowMs += 1_000;
        memtable.append(0, layout, ++sequence, nowMs, bits);
        if (memtable.bytes() > 4 << 20) {
            memtable = new Memtable(1);
        }
        return sequence;
    }

    /** All samples of two sealed hours, a third of the series counters, the others constant. */
    @Benchmark
    @OperationsPerInvocation(SERIES * STORED_TICKS)
    public long cursor() {
        long sum = 0;
        try (Snapshot snapshot = store.snapshot()) {
            TimeRange range = new TimeRange(START_MS, START_MS + (STORED_TICKS + 1) * 1_000L);
            for (Series series : snapshot.select(List.of(), range)) {
                SampleCursor samples = series.samples(range.fromInclusiveMs(), range.toExclusiveMs());
                while (samples.next()) {
                    sum += samples.valueBits();
                }
            }
        }
        return sum;
    }

    /** Deletes it. */
    @TearDown
    public void delete() throws IOException {
        store.close();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
