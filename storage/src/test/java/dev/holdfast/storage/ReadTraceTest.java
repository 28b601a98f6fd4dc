package dev.holdfast.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.testing.SimulatedDirectory;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a snapshot says of its own work, over three sealed partitions and a memtable whose content is known. */
class ReadTraceTest {
    private static final long T0 = 1_795_327_200_000L; // a multiple of two hours
    private static final long PARTITION_MS = 7_200_000;
    private static final int PARTITIONS = 3;
    private static final int CHUNKS_A_PARTITION = 2;
    private static final long CHUNK_SAMPLES = 3600;
    private static final Labels LOAD = Labels.of("__name__", "load", "host", "a");
    private static final Labels ONLY = Labels.of("__name__", "only", "host", "b");
    private static final TimeRange ALL = new TimeRange(T0, T0 + PARTITIONS * PARTITION_MS);

    private final Store store = open();
    private Snapshot snapshot = store.snapshot();

    private static Store open() {
        try {
            return Store.open(
                    new SimulatedDirectory(),
                    StoreOptions.defaults().withClock(() -> T0 + PARTITIONS * PARTITION_MS + 60_000));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @BeforeEach
    void fill() throws IOException {
        Random random = new Random(7);
        try (BulkLoader loader = store.bulkLoader(false)) {
            for (long time = ALL.fromInclusiveMs(); time < ALL.toExclusiveMs(); time += 1000) {
                // In its last half hour it is above 100, else below 8.
                double load = time >= ALL.toExclusiveMs() - 1_800_000 ? 100 + random.nextInt(8) : random.nextInt(8);
                loader.add(LOAD, time, Double.doubleToRawLongBits(load));
                if (inSecondPartition(time)) {
                    loader.add(ONLY, time, Double.doubleToRawLongBits(random.nextGaussian()));
                }
            }
            loader.finish();
        }
        store.compactFully();
        SampleBatch batch = new SampleBatch(1);
        batch.reset(ALL.toExclusiveMs() + 1000).add(store.series(LOAD), 1);
        store.append(batch);
        renew();
    }

    private static boolean inSecondPartition(long time) {
        return time >= T0 + PARTITION_MS && time < T0 + 2 * PARTITION_MS;
    }

    private void renew() {
        snapshot.close();
        snapshot = store.snapshot();
    }

    @AfterEach
    void close() throws IOException {
        snapshot.close();
        store.close();
    }

    private static List<SeriesMatcher> matchers(String... pairs) {
        List<SeriesMatcher> matchers = new java.util.ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            matchers.add(SeriesMatcher.equal(pairs[i], pairs[i + 1]));
        }
        return matchers;
    }

    private SelectionTrace read(List<SeriesMatcher> matchers, TimeRange range, ValueFilter filter) {
        int before = snapshot.trace().selections().size();
        for (Series series : snapshot.select(matchers, range)) {
            SampleCursor cursor = series.samples(range.fromInclusiveMs(), range.toExclusiveMs(), filter);
            while (cursor.next()) {
                assertTrue(range.contains(cursor.timestampMs()));
            }
        }
        SelectionTrace trace = snapshot.trace().selections().get(before);
        assertAddsUp(trace);
        return trace;
    }

    /** Considered is skipped and read, on every level. */
    static void assertAddsUp(SelectionTrace trace) {
        for (SelectionTrace.Files files : List.of(trace.partitions(), trace.runs())) {
            assertEquals(
                    files.considered(),
                    files.skippedByTime()
                            + files.skippedByBloomFilter()
                            + files.skippedByPostings()
                            + files.unreadable()
                            + files.read(),
                    files.toString());
        }
        SelectionTrace.Memtables memtables = trace.memtables();
        assertEquals(
                memtables.considered(),
                memtables.skippedByTime() + memtables.withoutSeries() + memtables.read(),
                memtables.toString());
        for (RunTrace run : trace.overlapping()) {
            ReadCounts.Chunks chunks = run.counts().chunks();
            assertTrue(chunks.notReached() >= 0, chunks.toString());
            ReadCounts.Blocks blocks = run.counts().blocks();
            assertEquals(
                    blocks.considered(),
                    blocks.skippedByTime()
                            + blocks.notReached()
                            + blocks.skippedByValue()
                            + blocks.answeredByStatistics()
                            + blocks.answeredByRollups()
                            + blocks.read(),
                    blocks.toString());
            assertTrue(blocks.loadsFromDisk() == 0 || run.counts().dataBytesRead() > 0, run.toString());
        }
    }

    @Test
    void aBloomFilterSkipsFilesThatDoNotHaveTheSeries() {
        SelectionTrace trace = read(matchers("__name__", "only"), ALL, ValueFilter.ANY);
        assertEquals(new SelectionTrace.Files(3, 0, 2, 0, 0, 1), trace.partitions());
        assertEquals(new SelectionTrace.Files(3, 0, 2, 0, 0, 1), trace.runs());
        assertEquals(1, trace.seriesFound());
        assertEquals(PARTITION_MS / 1000, trace.counts().samples().decoded());
        assertEquals(
                List.of(
                        RunTrace.Outcome.SKIPPED_BY_BLOOM_FILTER,
                        RunTrace.Outcome.READ,
                        RunTrace.Outcome.SKIPPED_BY_BLOOM_FILTER),
                trace.overlapping().stream()
                        .sorted(java.util.Comparator.comparing(
                                run -> run.partition().fromInclusiveMs()))
                        .map(RunTrace::outcome)
                        .toList());
    }

    @Test
    void postingsSkipAFileWhoseLabelPairsNeverMeetInASeries() {
        SelectionTrace trace = read(matchers("__name__", "load", "host", "b"), ALL, ValueFilter.ANY);
        assertEquals(new SelectionTrace.Files(3, 0, 2, 1, 0, 0), trace.runs());
        assertEquals(0, trace.seriesFound());
        assertEquals(0, trace.counts().blocks().considered());
        assertTrue(trace.counts().indexBytesRead() > 0);
    }

    @Test
    void timeSkipsPartitionsRunsAndChunks() {
        TimeRange halfHour = new TimeRange(T0 + PARTITION_MS, T0 + PARTITION_MS + 1_800_000);
        SelectionTrace trace = read(matchers("__name__", "load"), halfHour, ValueFilter.ANY);
        assertEquals(new SelectionTrace.Files(3, 2, 0, 0, 0, 1), trace.partitions());
        assertEquals(new SelectionTrace.Memtables(1, 1, 0, 0, 0), trace.memtables());
        assertEquals(
                new ReadCounts.Chunks(CHUNKS_A_PARTITION, CHUNKS_A_PARTITION - 1, 0, 0, 0, 0, 1),
                trace.counts().chunks());
        assertEquals(CHUNK_SAMPLES, trace.counts().samples().decoded());
    }

    @Test
    void statisticsSkipChunksOfWhichNoValueCanPass() {
        ValueFilter filter = new ValueFilter(ValueFilter.Comparison.GREATER, 100);
        SelectionTrace trace = read(matchers("__name__", "load"), ALL, filter);
        int chunks = PARTITIONS * CHUNKS_A_PARTITION;
        assertEquals(
                new ReadCounts.Chunks(chunks, 0, chunks - 1, 0, 0, 0, 1),
                trace.counts().chunks());
        assertEquals(CHUNK_SAMPLES, trace.counts().samples().decoded());
        assertEquals((chunks - 1) * CHUNK_SAMPLES, trace.counts().samples().skippedByValue());
        assertEquals("> 100", trace.valueFilter());
        assertTrue(trace.counts().blocks().skippedByValue() > 0, trace.toString());

        ValueFilter impossible = new ValueFilter(ValueFilter.Comparison.GREATER, 1000);
        renew();
        SelectionTrace nothing = read(matchers("__name__", "load"), ALL, impossible);
        assertEquals(0, nothing.counts().samples().decoded());
        assertEquals(0, nothing.counts().dataBytesRead());
        assertEquals(chunks, nothing.counts().chunks().skippedByValue());
    }

    @Test
    void whatWasReadBeforeComesFromTheCache() {
        SelectionTrace first = read(matchers("__name__", "load"), ALL, ValueFilter.ANY);
        assertTrue(first.counts().blocks().loadsFromDisk() >= PARTITIONS, first.toString());
        renew();
        SelectionTrace second = read(matchers("__name__", "load"), ALL, ValueFilter.ANY);
        assertEquals(0, second.counts().blocks().loadsFromDisk());
        assertEquals(0, second.counts().bytesRead());
        assertTrue(second.counts().blocks().loadsFromCache() > 0);
        assertEquals(
                first.counts().samples().decoded(), second.counts().samples().decoded());
        // Time columns stay decoded in memory, so their block, one in each file, is not asked for again.
        assertEquals(
                first.counts().blocks().considered() - PARTITIONS,
                second.counts().blocks().considered());
    }

    @Test
    void aReaderThatStopsOrJumpsLeavesChunksThatWereNotReachedOrSkipped() {
        Series load = snapshot.select(matchers("__name__", "load"), ALL).get(0);
        SampleCursor stops = load.samples(T0, T0 + PARTITION_MS);
        assertTrue(stops.next());
        SelectionTrace stopped = snapshot.trace().selections().get(0);
        assertEquals(
                new ReadCounts.Chunks(CHUNKS_A_PARTITION, 0, 0, 0, 0, 0, 1),
                stopped.counts().chunks());
        assertEquals(CHUNKS_A_PARTITION - 1L, stopped.counts().chunks().notReached());
        assertAddsUp(stopped);

        renew();
        load = snapshot.select(matchers("__name__", "load"), ALL).get(0);
        SampleCursor jumps = load.samples(T0, T0 + PARTITION_MS);
        assertTrue(jumps.seek(T0 + PARTITION_MS - 1000));
        SelectionTrace jumped = snapshot.trace().selections().get(0);
        assertEquals(
                new ReadCounts.Chunks(CHUNKS_A_PARTITION, CHUNKS_A_PARTITION - 1, 0, 0, 0, 0, 1),
                jumped.counts().chunks());
        assertAddsUp(jumped);
    }

    private SelectionTrace addUp(TimeRange stretches, long lengthMs) {
        TimeRange range = new TimeRange(stretches.fromInclusiveMs() + 1, stretches.toExclusiveMs() + 1);
        int count = (int) (stretches.lengthMs() / lengthMs);
        long[] from = new long[count];
        long[] to = new long[count];
        Aggregate[] into = new Aggregate[count];
        for (int i = 0; i < count; i++) {
            from[i] = stretches.fromInclusiveMs() + i * lengthMs;
            to[i] = from[i] + lengthMs;
            into[i] = new Aggregate();
        }
        Series load = snapshot.select(matchers("__name__", "load"), range).get(0);
        load.aggregate(from, to, false, into);
        long samples = 0;
        for (Aggregate aggregate : into) {
            samples += aggregate.count();
        }
        assertEquals(stretches.lengthMs() / 1000, samples);
        SelectionTrace trace = snapshot.trace().selections().get(0);
        assertAddsUp(trace);
        return trace;
    }

    @Test
    void rowsThatAnswerAreCountedWithTheSamplesThatTheyStandFor() {
        // The last moment of the stretches is the first sample of the third partition, and has a row there.
        TimeRange second = new TimeRange(T0 + PARTITION_MS, T0 + 2 * PARTITION_MS);
        ReadCounts counts = addUp(second, 600_000).counts();
        assertEquals(
                new ReadCounts.Chunks(
                        2 * CHUNKS_A_PARTITION, CHUNKS_A_PARTITION - 1, 0, 0, CHUNKS_A_PARTITION + 1, 0, 0),
                counts.chunks());
        assertEquals(new ReadCounts.Samples(0, 0, 0, 121, 0, PARTITION_MS / 1000), counts.samples());
        assertTrue(counts.blocks().answeredByRollups() > 0, counts.toString());
        assertTrue(counts.blocks().read() > 0, counts.toString());
    }

    @Test
    void whereRowsDoNotFitChunksAreDecoded() {
        // An hour and a half by rows, the half of a minute behind it from the second chunk.
        TimeRange range = new TimeRange(T0 + PARTITION_MS, T0 + PARTITION_MS + 5_430_000);
        ReadCounts counts = addUp(range, 5_430_000).counts();
        assertEquals(new ReadCounts.Chunks(CHUNKS_A_PARTITION, 0, 0, 0, 1, 0, 1), counts.chunks());
        assertEquals(new ReadCounts.Samples(CHUNK_SAMPLES, 0, 0, 90, 0, 5400), counts.samples());
    }

    @Test
    void memtablesAndSelectionsAreCounted() {
        TimeRange withNow = new TimeRange(T0, ALL.toExclusiveMs() + 10_000);
        assertEquals(
                new SelectionTrace.Memtables(1, 0, 0, 1, 1),
                read(matchers("__name__", "load"), withNow, ValueFilter.ANY).memtables());
        assertEquals(
                new SelectionTrace.Memtables(1, 0, 1, 0, 0),
                read(matchers("__name__", "only"), withNow, ValueFilter.ANY).memtables());
        assertEquals(1, snapshot.trace().memtableSamplesRead());
        long decoded = snapshot.trace().total().samples().decoded();
        for (int i = 0; i < ReadTrace.MAX_SELECTIONS; i++) {
            for (Series series : snapshot.select(matchers("__name__", "only"), ALL)) {
                SampleCursor cursor = series.samples(T0 + PARTITION_MS, T0 + PARTITION_MS + 1);
                assertTrue(cursor.next());
            }
        }
        ReadTrace trace = snapshot.trace();
        assertEquals(ReadTrace.MAX_SELECTIONS, trace.selections().size());
        assertEquals(2, trace.furtherSelections());
        assertEquals(
                decoded + ReadTrace.MAX_SELECTIONS * CHUNK_SAMPLES,
                trace.total().samples().decoded());
    }
}
