package dev.holdfast.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SampleBatch;
import dev.holdfast.storage.Store;
import dev.holdfast.storage.StoreOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are not what was written: each is named, and nothing else is lost by it. */
class DamagedDirectoryTest {
    private static final long FROM_MS = TestConsole.NOW_MS - 4 * 3_600_000L;

    @TempDir
    private Path data;

    private TestConsole console = new TestConsole(Path.of("/nowhere"));

    /** Four hours of two series at ten seconds: sealed partitions, and a log with the last minute. */
    @BeforeEach
    void fill() throws IOException {
        console = new TestConsole(data);
        try (Store store = Store.open(data, StoreOptions.defaults().withClock(() -> TestConsole.NOW_MS))) {
            append(store, FROM_MS, TestConsole.NOW_MS - 60_000);
            store.compactFully();
        }
        Store left = Store.open(data, StoreOptions.defaults().withClock(() -> TestConsole.NOW_MS));
        append(left, TestConsole.NOW_MS - 60_000, TestConsole.NOW_MS);
        // What a process that is killed leaves: a copy of the directory while the store is open.
        Path copy = Files.createDirectory(data.resolve("killed"));
        try (Stream<Path> files = Files.list(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        left.close();
        data = copy;
        console = new TestConsole(data);
    }

    private static void append(Store store, long fromMs, long toMs) throws IOException {
        SampleBatch batch = new SampleBatch(2);
        for (long time = fromMs; time < toMs; time += 10_000) {
            batch.reset(time);
            batch.add(store.series(Labels.of("__name__", "load", "host", "a")), (time - FROM_MS) / 7e3);
            batch.add(store.series(Labels.of("__name__", "load", "host", "b")), 1);
            assertEquals(Store.Appended.LOGGED, store.append(batch));
        }
    }

    private Path file(String prefixOrSuffix) throws IOException {
        try (Stream<Path> files = Files.list(data)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefixOrSuffix)
                            || file.getFileName().toString().endsWith(prefixOrSuffix))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void overwrite(Path file, int offset, String garbage) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        byte[] text = garbage.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(text, 0, bytes, offset, text.length);
        Files.write(file, bytes);
    }

    private String count(String selector) {
        assertEquals(0, console.run("query", "-o", "csv", "sum(count_over_time(" + selector + "[5h]))"), console.err());
        return console.out().lines().skip(1).findFirst().orElse("").replaceAll(".*,", "");
    }

    @Test
    void whatIsWholeIsWell() {
        assertEquals("2880", count("load"));
        assertEquals(0, console.run("verify"), console.out());
    }

    @Test
    void aCorruptSstableCostsItselfAndIsNamed() throws IOException {
        Path sstable = file(".sst");
        overwrite(sstable, 40, "garbage");
        assertTrue(Integer.parseInt(count("load")) < 2880);
        assertTrue(console.err().contains(sstable.getFileName().toString()), console.err());
        assertTrue(Integer.parseInt(count("load")) >= 1440, "the other partition answers");
        assertEquals(ExitStatus.DATA, console.run("verify"));
        assertTrue(console.out().contains(sstable.getFileName() + " at byte"), console.out());
    }

    @Test
    void aRepairKeepsWhatCanBeReadAndPutsTheRestAside() throws IOException {
        Path sstable = file(".sst");
        overwrite(sstable, 40, "garbage");
        Files.writeString(data.resolve("notes.txt"), "mine");
        String readable = count("load");
        assertEquals(0, console.run("verify", "--repair"), console.out());
        String said = console.out();
        assertTrue(said.contains(sstable.getFileName() + " at byte 0: checksum"), said);
        assertTrue(said.contains("samples of 2 series from 20"), said);
        assertTrue(said.contains("kept as " + sstable.getFileName() + ".damaged"), said);
        assertTrue(said.contains("all well now"), said);
        assertEquals(readable, count("load"));
        assertEquals("", console.err());
        assertEquals(0, console.run("verify"), console.out());
        assertTrue(console.out().contains("all well"), console.out());
        assertTrue(console.err().contains("put aside"), console.err());
        assertTrue(console.err().contains("notes.txt"), console.err());
        assertEquals(0, console.run("verify", "--repair", "-o", "json"), console.out());
        assertTrue(console.out().contains("\"findings\":[]"), console.out());
    }

    @Test
    void aRepairSaysInJsonWhatItDid() throws IOException {
        Files.delete(file(".sst"));
        assertEquals(0, console.run("verify", "--repair", "-o", "json"), console.err());
        String said = console.out();
        assertTrue(said.contains("\"what\":\"missing\",\"lost\":{\"samples\":"), said);
        assertTrue(said.contains("\"done\":\"listed no more\""), said);
        assertTrue(said.contains("\"clean\":true"), said);
    }

    @Test
    void aRepairNeedsTheAgentStopped() throws IOException {
        try (Store store = Store.open(data, StoreOptions.defaults())) {
            assertEquals(ExitStatus.TEMPORARY, console.run("verify", "--repair"));
            assertTrue(console.err().contains("in use") && console.err().contains("stop it first"), console.err());
            assertTrue(store.stats().damages().isEmpty());
        }
    }

    @Test
    void aGarbageTailOfTheLogCostsNothingThatWasLogged() throws IOException {
        Path log = file("wal-0");
        byte[] bytes = Files.readAllBytes(log);
        int end = bytes.length;
        while (bytes[end - 1] == 0) {
            end--;
        }
        overwrite(log, (end + 15) / 8 * 8, "this is no record, and never was one");
        assertEquals("2880", count("load"));
        assertEquals("", console.err());
        assertEquals(0, console.run("verify"), console.out());
    }

    @Test
    void aTruncatedManifestIsMadeAgainFromTheSstables() throws IOException {
        try (Stream<Path> files = Files.list(data)) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith("manifest-"))
                    .toList()) {
                Files.write(file, java.util.Arrays.copyOf(Files.readAllBytes(file), 21));
            }
        }
        assertEquals("2880", count("load"));
        assertTrue(console.err().contains("manifest-"), console.err());
        assertEquals(0, console.run("compact"), console.err());
        assertEquals("2880", count("load"));
        assertEquals("", console.err());
    }

    @Test
    void aLostSstableIsNamedWithWhatItCosts() throws IOException {
        Path sstable = file(".sst");
        Files.delete(sstable);
        assertTrue(Integer.parseInt(count("load")) >= 1440);
        assertTrue(console.err().contains(sstable.getFileName() + ": missing"), console.err());
    }

    @Test
    void aDirectoryThatMayNotBeReadIsOneLine() {
        Failure failure = Failures.of(new AccessDeniedException("/nowhere/holdfast"));
        assertEquals(ExitStatus.NO_PERMISSION, failure.status());
        assertEquals(
                "not allowed, /nowhere/holdfast: it belongs to another user, and you are "
                        + System.getProperty("user.name") + "; use sudo",
                String.valueOf(failure.getMessage()));
        assertFalse(String.valueOf(failure.getMessage()).contains("\n"));
    }
}
