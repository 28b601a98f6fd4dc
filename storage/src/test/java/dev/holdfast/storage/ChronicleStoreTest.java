package dev.holdfast.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.check.StoreChecker;
import dev.holdfast.storage.io.Directory;
import dev.holdfast.storage.io.DiskDirectory;
import dev.holdfast.storage.io.WritableFile;
import dev.holdfast.storage.repair.StoreRepair;
import dev.holdfast.storage.testing.Proxies;
import dev.holdfast.storage.testing.StoreContents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A store whose log is a Chronicle queue, and one whose log changes its engine. */
class ChronicleStoreTest {
    @TempDir
    Path path;

    private final AtomicLong nowMs = new AtomicLong(FastWriter.T0);

    private StoreOptions options(WalEngine engine) {
        return FastWriter.options(nowMs).withWal(engine);
    }

    private static void append(Store store, SampleBatch batch, long tick) throws IOException {
        batch.reset(FastWriter.T0 + tick * FastWriter.TICK_MS);
        for (int i = 0; i < FastWriter.SERIES; i++) {
            batch.addBits(store.series(FastWriter.series(i)), FastWriter.bits(tick, i));
        }
        assertEquals(Store.Appended.LOGGED, store.append(batch));
    }

    private List<Damage> check() throws IOException {
        return check(path);
    }

    private static List<Damage> check(Path directory) throws IOException {
        return new StoreChecker(new DiskDirectory(directory))
                .check().findings().stream()
                        .map(finding -> new Damage(finding.file(), finding.offset(), finding.what()))
                        .toList();
    }

    /** What a kill would leave: the files as they are. */
    private Path copy(String name) throws IOException {
        Path copy = Files.createDirectory(path.resolve(name));
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    @Test
    void whatIsAppendedAndMaintainedIsReadBesideTheWriterAndAfterRestarts() throws Exception {
        long tick = 0;
        for (int life = 0; life < 3; life++) {
            try (Store store = Store.open(path, options(WalEngine.CHRONICLE));
                    FastWriter writer = new FastWriter(store, nowMs)) {
                for (long until = tick + 20_000; tick < until; ) {
                    writer.append(tick++);
                    if (tick % 4_000 == 0) {
                        FastWriter.judge(store, tick, tick);
                        try (StoreReader reader = StoreReader.open(path)) {
                            FastWriter.judge(reader, tick, tick);
                        }
                    }
                }
            }
            try (StoreReader reader = StoreReader.open(path)) {
                FastWriter.judge(reader, tick, tick);
                assertEquals(List.of(), reader.stats().damages());
            }
            assertEquals(List.of(), check());
        }
        assertFalse(Files.exists(path.resolve("chronicle")), "the queue's folder is there while it is open");
    }

    @ParameterizedTest
    @EnumSource
    void theEngineMayBeChangedWhileTheLogHoldsSamples(WalEngine first) throws IOException {
        WalEngine second = first == WalEngine.FILE ? WalEngine.CHRONICLE : WalEngine.FILE;
        SampleBatch batch = new SampleBatch(FastWriter.SERIES);
        Store killed = Store.open(path, options(first));
        killed.maintain();
        killed.ledger("central");
        for (long tick = 0; tick < 100; tick++) {
            append(killed, batch, tick);
        }
        Path left = copy("left");
        killed.close();
        Store switched = Store.open(left, options(second));
        FastWriter.judge(switched, 100, 100);
        for (long tick = 100; tick < 200; tick++) {
            append(switched, batch, tick);
        }
        try (StoreReader reader = StoreReader.open(left)) {
            FastWriter.judge(reader, 200, 200);
        }
        Path again = left.resolve("again");
        Files.createDirectory(again);
        try (Stream<Path> files = Files.list(left)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, again.resolve(file.getFileName()));
            }
        }
        switched.close();
        try (Store back = Store.open(again, options(first))) {
            FastWriter.judge(back, 200, 200);
            assertEquals(List.of("central"), back.ledgerNames());
            assertEquals(List.of(), back.stats().damages());
            back.compactFully();
            while (back.maintain()) {
                // until the other engine's files are let go
            }
            for (String name : new DiskDirectory(again).list()) {
                boolean chronicle = name.endsWith(".cq4") || name.endsWith(".cq4t");
                assertTrue(!name.startsWith("wal-") || chronicle == (first == WalEngine.CHRONICLE), name);
            }
        }
    }

    @Test
    void damageIsNamedByTheStoreTheReaderAndTheChecker() throws IOException {
        SampleBatch batch = new SampleBatch(FastWriter.SERIES);
        Store killed = Store.open(path, options(WalEngine.CHRONICLE));
        killed.maintain();
        for (long tick = 0; tick < 600; tick++) {
            append(killed, batch, tick);
            if (tick == 500) {
                killed.sync();
            }
        }
        Path left = copy("left");
        killed.close();
        Path log;
        try (Stream<Path> files = Files.list(left)) {
            log = files.filter(file ->
                            file.toString().endsWith(".cq4") && !file.toString().contains("spare"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(log);
        bytes[5_000] ^= 1;
        Files.write(log, bytes);
        String name = String.valueOf(log.getFileName());
        List<Damage> found = check(left);
        assertEquals(name, found.get(0).file());
        try (StoreReader reader = StoreReader.open(left)) {
            assertEquals(found, reader.stats().damages());
            long samples = reader.stats().sampleCount();
            assertTrue(samples >= 540 * FastWriter.SERIES && samples < 600 * FastWriter.SERIES, "samples=" + samples);
        }
        assertRepaired(log, bytes);
        byte[] flawed = bytes.clone();
        flawed[5_000] ^= 1; // whole again
        flawed[0] ^= 1; // the queue's own header, which no record needs
        assertRepaired(log, flawed);
        Files.write(log, bytes);
        try (Store store = Store.open(left, options(WalEngine.CHRONICLE))) {
            assertEquals(found, store.stats().damages());
            append(store, batch, 600);
        }
    }

    /** With either engine: what was read before is read after it, and there is nothing more to find. */
    private void assertRepaired(Path log, byte[] bytes) throws IOException {
        Files.write(log, bytes);
        for (WalEngine engine : WalEngine.values()) {
            Path repaired = Files.createTempDirectory(path, "repaired");
            try (Stream<Path> files = Files.list(log.resolveSibling(""))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, repaired.resolve(file.getFileName()));
                }
            }
            long samples;
            try (StoreReader reader = StoreReader.open(repaired)) {
                samples = StoreContents.count(StoreContents.of(reader));
            }
            assertNotEquals(
                    List.of(),
                    StoreRepair.repair(new DiskDirectory(repaired), options(engine))
                            .findings());
            StoreChecker.Report after = new StoreChecker(new DiskDirectory(repaired)).check();
            assertEquals(List.of(), after.findings());
            assertEquals(List.of(), after.remarks());
            try (StoreReader reader = StoreReader.open(repaired)) {
                assertEquals(samples, StoreContents.count(StoreContents.of(reader)));
            }
        }
    }

    @Test
    void anIntervalOfZeroForcesEveryTickAndAnotherOneWaits() throws IOException {
        for (long syncMs : new long[] {0, 5_000}) {
            AtomicInteger forces = new AtomicInteger();
            Path data = Files.createDirectory(path.resolve("sync" + syncMs));
            Directory counting = counting(new DiskDirectory(data), forces);
            SampleBatch batch = new SampleBatch(FastWriter.SERIES);
            try (Store store = Store.open(counting, options(WalEngine.CHRONICLE).withSyncIntervalMs(syncMs))) {
                store.maintain();
                int before = forces.get();
                for (long tick = 0; tick < 20; tick++) {
                    append(store, batch, tick);
                }
                assertEquals(before + (syncMs == 0 ? 20 : 0), forces.get(), "syncMs=" + syncMs);
                nowMs.addAndGet(6_000);
                int due = forces.get();
                store.maintain();
                assertTrue(forces.get() > due, "due");
            }
        }
    }

    /** The directory, counting forces of files that are segments of the log. */
    private static Directory counting(Directory directory, AtomicInteger forces) {
        return Proxies.watching(Directory.class, directory, (method, arguments, call) -> {
            Object result = call.run();
            boolean log = result instanceof WritableFile file && file.name().startsWith("wal-");
            return !log
                    ? result
                    : Proxies.watching(WritableFile.class, (WritableFile) result, (called, given, write) -> {
                        if (called.equals("force")) {
                            forces.incrementAndGet();
                        }
                        return write.run();
                    });
        });
    }
}
