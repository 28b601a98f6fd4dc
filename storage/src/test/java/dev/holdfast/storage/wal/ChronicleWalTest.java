package dev.holdfast.storage.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.Labels;
import dev.holdfast.storage.WalEngine;
import dev.holdfast.storage.io.ByteWriter;
import dev.holdfast.storage.io.DiskDirectory;
import dev.holdfast.storage.io.ReadableFile;
import dev.holdfast.storage.testing.ChildJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is Chronicle's alone; what both engines hold is in {@link WalContractTest}. */
class ChronicleWalTest {
    private static final int SEGMENT_BYTES = 64 << 10;

    @TempDir
    Path path;

    private Wal open() throws IOException {
        return LogContents.open(WalEngine.CHRONICLE, path, SEGMENT_BYTES);
    }

    private static SingleChronicleQueueBuilder queueOver(Path folder) {
        return SingleChronicleQueueBuilder.binary(folder.toFile())
                .rollCycle(new SegmentCycle())
                .blockSize(SEGMENT_BYTES)
                .timeoutMS(500);
    }

    @Test
    void anyProgramThatReadsChronicleQueuesReadsASegment() throws IOException {
        try (Wal wal = open()) {
            wal.roll(0);
            for (int n = 0; n < 40; n++) {
                wal.append(LogContents.record(n));
            }
        }
        Path folder = Files.createDirectory(path.resolve("copy"));
        Files.copy(path.resolve("wal-0000000000000001.cq4"), folder.resolve(SegmentCycle.FILE_NAME));
        int found = 0;
        try (SingleChronicleQueue queue = queueOver(folder).build();
                ExcerptTailer tailer = queue.createTailer()) {
            while (true) {
                try (DocumentContext document = tailer.readingDocument()) {
                    if (!document.isPresent()) {
                        break;
                    }
                    Bytes<?> bytes = document.wire().bytes();
                    int length = bytes.readInt();
                    bytes.readSkip(8);
                    if (found > 0) { // behind the segment's header
                        assertEquals(found - 1, bytes.readInt());
                        assertEquals(LogContents.record(found - 1).size(), length);
                    }
                    found++;
                }
            }
        }
        assertEquals(41, found);
    }

    @Test
    @Timeout(60)
    void severalThreadsAppendAndRollAtOnce() throws Exception {
        int threads = 6;
        int each = 2_000;
        try (Wal wal = open()) {
            wal.roll(0);
            ExecutorService pool = Executors.newFixedThreadPool(threads + 1);
            List<Future<?>> running = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int first = t * each;
                running.add(pool.submit(() -> {
                    for (int n = first; n < first + each; n++) {
                        while (!wal.append(LogContents.record(n))) {
                            wal.roll(0);
                        }
                    }
                    return null;
                }));
            }
            Future<?> syncing = pool.submit(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    wal.sync();
                    wal.prepare();
                }
                return null;
            });
            for (Future<?> producer : running) {
                producer.get();
            }
            pool.shutdownNow();
            assertTrue(pool.awaitTermination(20, TimeUnit.SECONDS));
            assertTrue(syncing.isDone());
        }
        LogContents contents = LogContents.read(path);
        assertEquals(List.of(), contents.damages);
        assertEquals(
                IntStream.range(0, threads * each).boxed().toList(),
                contents.records.stream().sorted().toList());
        for (int t = 0; t < threads; t++) {
            int first = t * each;
            List<Integer> own = contents.records.stream()
                    .filter(n -> n >= first && n < first + each)
                    .toList();
            assertEquals(own.stream().sorted().toList(), own, "order of a producer");
        }
    }

    @Test
    void anAppendMakesNoGarbageToSpeakOf() throws IOException {
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        ByteWriter record = LogContents.record(7);
        try (Wal wal = LogContents.open(WalEngine.CHRONICLE, path, 4 << 20)) {
            wal.roll(0);
            for (int i = 0; i < 5_000; i++) {
                assertTrue(wal.append(record));
            }
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 10_000; i++) {
                wal.append(record);
            }
            long each = (threads.getCurrentThreadAllocatedBytes() - before) / 10_000;
            assertTrue(each < 16, "bytes allocated for each append: " + each);
        }
    }

    /** In a container the next process has the pid of the one before, and takes its lock word for its own. */
    @Test
    @Timeout(20)
    void aLockWordThatClaimsThisProcessHoldsNothingUp() throws IOException {
        Path folder = Files.createDirectory(path.resolve(WalFiles.CHRONICLE_FOLDER));
        try (Wal wal = open()) {
            wal.roll(0);
        }
        Files.createDirectories(folder);
        SingleChronicleQueue holder = queueOver(folder).build();
        try {
            holder.createAppender().writingDocument(); // never ended: the word says this pid
            byte[] held = Files.readAllBytes(folder.resolve("metadata.cq4t"));
            Files.write(path.resolve(WalFiles.CHRONICLE_METADATA), held);
            long startedNs = System.nanoTime();
            try (Wal wal = open()) {
                wal.roll(0);
                assertTrue(wal.append(LogContents.record(1)));
            }
            assertTrue(System.nanoTime() - startedNs < 5_000_000_000L, "held up");
        } finally {
            holder.close();
        }
        assertEquals(List.of(1), LogContents.read(path).records);
    }

    @Test
    @Timeout(20)
    void whatIsLeftOfChroniclesOwnFilesDoesNotMatter() throws IOException {
        int n = 0;
        for (String metadata : List.of("none", "empty", "short", "garbage")) {
            Files.createDirectories(path.resolve(WalFiles.CHRONICLE_FOLDER));
            Files.write(path.resolve(WalFiles.CHRONICLE_FOLDER).resolve("20260101-holdfast.cq4"), new byte[70]);
            Files.write(path.resolve(WalFiles.CHRONICLE_FOLDER).resolve("x.discard"), new byte[7]);
            if (!metadata.equals("none")) {
                byte[] bytes = new byte[metadata.equals("short") ? 100 : metadata.equals("empty") ? 0 : 131_072];
                java.util.Arrays.fill(bytes, (byte) 0xb7);
                Files.write(path.resolve(WalFiles.CHRONICLE_METADATA), bytes);
            }
            long startedNs = System.nanoTime();
            try (Wal wal = open()) {
                wal.roll(0);
                assertTrue(wal.append(LogContents.record(n++)), metadata);
            }
            assertTrue(System.nanoTime() - startedNs < 5_000_000_000L, metadata + ": held up");
        }
        assertEquals(List.of(0, 1, 2, 3), LogContents.read(path).records);
        try (Stream<Path> left = Files.list(path)) {
            assertTrue(
                    left.allMatch(file -> WalFiles.segmentId(file.getFileName().toString()) > 0));
        }
    }

    /** Opens a log and tells what happened. */
    static final class Opener {
        private Opener() {}

        /** Arguments: the directory. */
        public static void main(String[] arguments) throws IOException {
            try (Wal wal = LogContents.open(WalEngine.CHRONICLE, Path.of(arguments[0]), SEGMENT_BYTES)) {
                wal.roll(0);
                wal.append(LogContents.record(5));
                System.out.println("appended");
            } catch (IOException e) {
                System.out.println("refused: " + e.getMessage());
            }
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                if (thread.getName().contains("background") || thread.getName().contains("chronicle")) {
                    System.out.println("a thread: " + thread.getName());
                }
            }
        }
    }

    private String output(ProcessBuilder builder) throws IOException {
        Process process =
                builder.directory(path.toFile()).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void aJavaWithoutTheFlagsIsRefusedWithTheFlagsToAdd() throws IOException {
        String said = output(new ProcessBuilder(ChildJvm.bare(Opener.class, List.of(), path.toString())));
        assertTrue(
                said.startsWith("refused: the log engine chronicle needs Java to be started with"
                        + " --add-opens=java.base/java.lang.reflect=ALL-UNNAMED"
                        + " --add-opens=java.base/sun.nio.ch=ALL-UNNAMED"),
                said);
        assertEquals(List.of(), new DiskDirectory(path).list());
    }

    @Test
    void chronicleSaysNothingAndStartsNoThreadAndReadsNoFileOfTheWorkingDirectory() throws IOException {
        Files.writeString(path.resolve("system.properties"), "chronicle.announcer.disable=false\n");
        String said = output(ChildJvm.of(Opener.class, List.of("-Dslf4j.internal.verbosity=ERROR"), path.toString()));
        assertEquals("appended\n", said);
        Files.delete(path.resolve("system.properties"));
        assertEquals(List.of(5), LogContents.read(path).records);
    }

    @Test
    void theExampleOfTheFormatPageIsWhatIsWritten() throws IOException {
        int[] refs = {0};
        try (Wal wal = open()) {
            wal.roll(0);
            WalEncoder encoder = new WalEncoder();
            wal.append(encoder.series(refs, 1, ref -> Labels.of("__name__", "up")));
        }
        byte[] bytes = Files.readAllBytes(path.resolve("wal-0000000000000001.cq4"));
        StringBuilder hex = new StringBuilder();
        for (int offset = 0x190; offset < 0x1f0; offset += 16) {
            hex.append(String.format("%04x  ", offset))
                    .append(HexFormat.ofDelimiter(" ").formatHex(bytes, offset, offset + 16))
                    .append('\n');
        }
        String page = Files.readString(Path.of("../docs/format/wal-chronicle.md"), StandardCharsets.UTF_8);
        assertTrue(page.contains(hex), () -> "docs/format/wal-chronicle.md should have:\n" + hex);
    }

    /** Canary: a reader that knew nothing of Chronicle's four bytes would find nothing, and the tests would say so. */
    @Test
    void aReaderThatTakesAQueuesFileForAPlainSegmentFindsNothing() throws IOException {
        try (Wal wal = open()) {
            wal.roll(0);
            wal.append(LogContents.record(1));
        }
        Path plain = path.resolve("wal-0000000000000001");
        Files.move(path.resolve("wal-0000000000000001.cq4"), plain);
        LogContents contents = new LogContents();
        try (ReadableFile file =
                new DiskDirectory(path).open(plain.getFileName().toString())) {
            new SegmentReader().read(file, 1, contents);
        }
        assertEquals(List.of(), contents.records);
    }
}
