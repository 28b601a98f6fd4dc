package dev.holdfast.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.encoding.Effort;
import dev.holdfast.storage.index.SymbolTable;
import dev.holdfast.storage.io.Directory;
import dev.holdfast.storage.io.DiskDirectory;
import dev.holdfast.storage.manifest.FileNames;
import dev.holdfast.storage.sstable.ChunkCutter;
import dev.holdfast.storage.sstable.RunInfo;
import dev.holdfast.storage.sstable.SstableWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Merges the eighty-four partitions of a week into one run in a process with a small heap, in slices as the daemon does.
 *
 * <p>The whole size, 500 series at one sample a second in 32 MB:
 * {@code mvn -pl storage verify -Dit.test=MergeMemoryIT -Dmerge.series=500 -Dmerge.stepMs=1000 -Dmerge.heapMb=32}.
 */
class MergeMemoryIT {
    private static final long PARTITION_MS = 7_200_000;
    private static final int PARTITIONS = 84;
    private static final long T0 = 2_950L * PARTITIONS * PARTITION_MS;

    @TempDir
    Path temporary;

    /** The process with the small heap. Arguments: data directory, series, milliseconds from sample to sample. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws IOException {
            Path data = Path.of(arguments[0]);
            int series = Integer.parseInt(arguments[1]);
            long stepMs = Long.parseLong(arguments[2]);
            long startedNs = System.nanoTime();
            try (Directory directory = new DiskDirectory(data)) {
                for (int i = 0; i < PARTITIONS; i++) {
                    writePartition(directory, i, series, stepMs);
                }
            }
            long writtenNs = System.nanoTime();
            long slowestNs = 0;
            int steps = 0;
            int slowest = 0;
            StoreOptions options = StoreOptions.defaults()
                    .withRetentionMs(0)
                    .withMaxBytes(0)
                    .withClock(() -> T0 + PARTITIONS * PARTITION_MS + 600_000);
            try (Store store = Store.open(data, options)) {
                boolean more = true;
                while (more) {
                    long beforeNs = System.nanoTime();
                    more = store.maintain();
                    long tookNs = System.nanoTime() - beforeNs;
                    steps++;
                    if (tookNs > slowestNs) {
                        slowestNs = tookNs;
                        slowest = steps;
                    }
                }
                System.out.printf(
                        Locale.ROOT,
                        "%d MB of heap: written in %.1f s, merged in %.1f s and %d steps, the slowest, number %d, in %.2f s; %s %s%n",
                        Runtime.getRuntime().maxMemory() >> 20,
                        (writtenNs - startedNs) / 1e9,
                        (System.nanoTime() - writtenNs) / 1e9,
                        steps,
                        slowest,
                        slowestNs / 1e9,
                        store.stats().degraded(),
                        store.writeTotals());
            }
        }

        private static void writePartition(Directory directory, int number, int series, long stepMs)
                throws IOException {
            TimeRange window = new TimeRange(T0 + number * PARTITION_MS, T0 + (number + 1) * PARTITION_MS);
            List<Labels> labels = new ArrayList<>();
            TreeSet<String> symbols = new TreeSet<>();
            for (int i = 0; i < series; i++) {
                labels.add(series(i));
                labels.get(i).forEach((name, value) -> {
                    symbols.add(name);
                    symbols.add(value);
                });
            }
            labels.sort(null);
            try (SstableWriter writer = new SstableWriter(
                    directory,
                    FileNames.sstable(window.fromInclusiveMs(), number + 1),
                    number + 1,
                    window,
                    RunInfo.LEVEL_SEALED,
                    0,
                    Effort.YOUNG,
                    SymbolTable.of(symbols))) {
                long steps = PARTITION_MS / stepMs - 1;
                ChunkCutter cutter = new ChunkCutter(
                        writer,
                        window,
                        ChunkCutter.windowMs(window, ChunkCutter.SEALED_SAMPLES, steps, steps * stepMs));
                for (Labels of : labels) {
                    int kind = Integer.parseInt(of.get("i"));
                    writer.beginSeries(of);
                    for (long time = window.fromInclusiveMs(); time < window.toExclusiveMs(); time += stepMs) {
                        cutter.add(time, bits(kind, time));
                    }
                    cutter.endSeries();
                }
                writer.finish(List.of());
            }
        }
    }

    static Labels series(int i) {
        return Labels.of("__name__", "week_" + i % 50, "instance", "h1", "i", Integer.toString(i));
    }

    /** Two thirds constant, counters, and one in thirty that is noise. */
    static long bits(int series, long timestampMs) {
        long tick = (timestampMs - T0) / 1_000;
        if (series % 30 == 0) {
            long mixed = (tick + series) * 0x9e37_79b9_7f4a_7c15L;
            mixed = (mixed ^ mixed >>> 32) * 0xd6e8_feb8_6659_fd93L;
            return Double.doubleToRawLongBits((mixed >>> 54) / 10.0);
        }
        return Double.doubleToRawLongBits((double) (series % 3 == 0 ? tick * 4 : series));
    }

    @Test
    void aWeekIsMergedInASmallHeap() throws Exception {
        int series = Integer.getInteger("merge.series", 100);
        long stepMs = Long.getLong("merge.stepMs", 10_000);
        int heapMb = Integer.getInteger("merge.heapMb", 12);
        Path data = Files.createDirectory(temporary.resolve("data"));
        Path log = temporary.resolve("child.log");
        Process child = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heapMb + "m",
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Child.class.getName(),
                        data.toString(),
                        Integer.toString(series),
                        Long.toString(stepMs)))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertTrue(child.waitFor(1, TimeUnit.HOURS));
        } finally {
            child.destroyForcibly();
        }
        String said = Files.readString(log);
        assertEquals(0, child.exitValue(), said);
        System.out.print("MergeMemoryIT: " + said);
        try (StoreReader reader = StoreReader.open(data)) {
            assertEquals(1, reader.stats().runCount(), said);
            assertEquals(
                    (long) series * PARTITIONS * (PARTITION_MS / stepMs),
                    reader.stats().sampleCount());
            try (Snapshot snapshot = reader.snapshot()) {
                for (int i : new int[] {0, 1, series / 2, series - 1}) {
                    check(snapshot, i, stepMs);
                }
            }
        }
    }

    private static void check(Snapshot snapshot, int number, long stepMs) {
        List<Series> found =
                snapshot.select(List.of(SeriesMatcher.equal("i", Integer.toString(number))), TimeRange.ALL);
        assertEquals(List.of(series(number)), found.stream().map(Series::labels).toList());
        SampleCursor cursor = found.get(0).samples(Long.MIN_VALUE, Long.MAX_VALUE);
        long time = T0;
        for (; cursor.next(); time += stepMs) {
            assertEquals(time, cursor.timestampMs());
            assertEquals(bits(number, time), cursor.valueBits());
        }
        assertEquals(T0 + PARTITIONS * PARTITION_MS, time);
        assertEquals(List.of(), snapshot.damages());
    }
}
