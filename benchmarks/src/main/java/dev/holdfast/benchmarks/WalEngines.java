package dev.holdfast.benchmarks;

import dev.holdfast.storage.WalEngine;
import dev.holdfast.storage.io.ByteWriter;
import dev.holdfast.storage.io.DiskDirectory;
import dev.holdfast.storage.wal.Wal;
import dev.holdfast.storage.wal.WalFiles;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/**
 * One engine of the write-ahead log by itself: time from opening to the first record, then records a second, and CPU for
 * each, with and without a sync of every hundredth.
 *
 * <p>Chronicle wants packages opened:
 * {@code JDK_JAVA_OPTIONS="--add-opens=java.base/java.lang.reflect=ALL-UNNAMED --add-opens=java.base/sun.nio.ch=ALL-UNNAMED"
 * benchmarks/run WalEngines chronicle}.
 */
public final class WalEngines {
    private static final int SEGMENT_BYTES = 2 << 20;

    private WalEngines() {}

    /** Arguments: file or chronicle; bytes of a record (default 300, a tick of 386 series); records (default 300000). */
    public static void main(String[] args) throws IOException {
        WalEngine engine = WalEngine.valueOf(args[0].toUpperCase(Locale.ROOT));
        int bytes = args.length > 1 ? Integer.parseInt(args[1]) : 300;
        int records = args.length > 2 ? Integer.parseInt(args[2]) : 300_000;
        Path path = Files.createTempDirectory(Path.of("."), "wal-engines");
        byte[] content = new byte[bytes];
        new Random(1).nextBytes(content);
        ByteWriter record = new ByteWriter(bytes);
        record.raw(content, 0, bytes);
        DiskDirectory directory = new DiskDirectory(path);
        long openedNs = System.nanoTime();
        long openedCpuNs = processCpuNanos();
        try (Wal wal = Wal.open(engine, directory, SEGMENT_BYTES, WalFiles.segments(directory), 1, false)) {
            wal.roll(0);
            wal.append(record);
            double firstMs = (System.nanoTime() - openedNs) / 1e6;
            double firstCpuMs = (processCpuNanos() - openedCpuNs) / 1e6;
            append(wal, record, records, Integer.MAX_VALUE); // compiles what is hot
            String plain = append(wal, record, records, Integer.MAX_VALUE);
            String synced = append(wal, record, records / 10, 100);
            System.out.printf(
                    Locale.ROOT,
                    "%s, records of %d bytes: first after %.0f ms (%.0f of CPU); %s; synced each 100: %s (Java %s)%n",
                    engine,
                    bytes,
                    firstMs,
                    firstCpuMs,
                    plain,
                    synced,
                    Runtime.version());
        }
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(path);
    }

    private static String append(Wal wal, ByteWriter record, int count, int syncEach) throws IOException {
        long wallNs = System.nanoTime();
        long cpuNs = processCpuNanos();
        for (int i = 1; i <= count; i++) {
            if (!wal.append(record)) {
                wal.prepare();
                wal.roll(0);
                wal.releaseBefore(wal.activeSegment());
                wal.append(record);
            }
            if (i % syncEach == 0) {
                wal.sync();
            }
        }
        double wall = (System.nanoTime() - wallNs) / 1e9;
        double cpu = (processCpuNanos() - cpuNs) / 1e9;
        return String.format(Locale.ROOT, "%.0f records/s, %.1f us of CPU each", count / wall, cpu * 1e6 / count);
    }

    private static long processCpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
