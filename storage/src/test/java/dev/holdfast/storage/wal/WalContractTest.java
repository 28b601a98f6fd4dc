package dev.holdfast.storage.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.WalEngine;
import dev.holdfast.storage.io.DiskDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What both engines hold, on real directories. */
class WalContractTest {
    private static final int SEGMENT_BYTES = 64 << 10;

    @TempDir
    Path path;

    private Wal open(WalEngine engine) throws IOException {
        return LogContents.open(engine, path, SEGMENT_BYTES);
    }

    private Path file(long id) throws IOException {
        return path.resolve(WalFiles.segments(new DiskDirectory(path)).stream()
                .filter(segment -> segment.id() == id)
                .findFirst()
                .orElseThrow()
                .name());
    }

    private static void append(Wal wal, int from, int to) throws IOException {
        for (int n = from; n < to; n++) {
            assertTrue(wal.append(LogContents.record(n)));
        }
    }

    private static List<Integer> numbers(int from, int to) {
        List<Integer> result = new ArrayList<>();
        for (int n = from; n < to; n++) {
            result.add(n);
        }
        return result;
    }

    @ParameterizedTest
    @EnumSource
    void recordsAreReadInOrderWhileTheLogIsOpenAndAfter(WalEngine engine) throws IOException {
        try (Wal wal = open(engine)) {
            assertEquals(0, wal.activeSegment());
            assertFalse(wal.append(LogContents.record(0)), "no segment yet");
            assertEquals(1, wal.roll(0));
            append(wal, 0, 100);
            assertEquals(2, wal.roll(0));
            append(wal, 100, 200);
            assertEquals(2, wal.activeSegment());
            LogContents live = LogContents.read(path);
            assertEquals(numbers(0, 200), live.records);
            assertEquals(List.of(), live.damages);
        }
        LogContents closed = LogContents.read(path);
        assertEquals(numbers(0, 200), closed.records);
        assertEquals(List.of(), closed.damages);
    }

    @ParameterizedTest
    @EnumSource
    void aFullSegmentSaysSoAndALargeRecordGetsALargerOne(WalEngine engine) throws IOException {
        try (Wal wal = open(engine)) {
            wal.roll(0);
            int n = 0;
            while (wal.append(LogContents.record(n))) {
                n++;
            }
            assertTrue(n > 100, "records=" + n);
            assertFalse(wal.append(LogContents.record(n)));
            long size = Files.size(file(1));
            assertTrue(size >= SEGMENT_BYTES, "size=" + size);
            wal.roll((1 << 20) + 8);
            assertTrue(wal.append(LogContents.record(n, 1 << 20)));
            wal.roll(0);
            append(wal, n + 1, n + 10);
            LogContents contents = LogContents.read(path);
            assertEquals(numbers(0, n + 10), contents.records);
            assertEquals(List.of(), contents.damages);
            assertEquals(size, Files.size(file(1)), "no record made the file longer");
        }
    }

    @ParameterizedTest
    @EnumSource
    void segmentsAreLetGoAndTheirIdsDoNotComeAgain(WalEngine engine) throws IOException {
        try (Wal wal = open(engine)) {
            for (int i = 0; i < 4; i++) {
                wal.roll(0);
                append(wal, i * 10, i * 10 + 10);
            }
            wal.releaseBefore(4);
            assertEquals(numbers(30, 40), LogContents.read(path).records);
        }
        try (Wal wal = open(engine)) {
            assertEquals(4, wal.lastSegment());
            assertEquals(5, wal.roll(0));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsPreparedIsUsedAndCounted(WalEngine engine) throws IOException {
        try (Wal wal = open(engine)) {
            wal.roll(0);
            long before = wal.sizeBytes();
            long spare = wal.bytesToAllocate();
            assertTrue(spare >= SEGMENT_BYTES);
            wal.prepare();
            assertEquals(0, wal.bytesToAllocate());
            assertEquals(before + spare, wal.sizeBytes());
            wal.releaseSpare();
            assertEquals(before, wal.sizeBytes());
            wal.prepare();
            wal.roll(0);
            assertEquals(spare, wal.bytesToAllocate());
            append(wal, 0, 10);
            assertEquals(sizeOnDisk(), wal.sizeBytes());
        }
        assertEquals(numbers(0, 10), LogContents.read(path).records);
    }

    private long sizeOnDisk() throws IOException {
        long total = 0;
        for (String name : new DiskDirectory(path).list()) {
            total += Files.size(path.resolve(name));
        }
        return total;
    }

    @ParameterizedTest
    @EnumSource
    void eitherEngineGoesOnWhereTheOtherStopped(WalEngine engine) throws IOException {
        WalEngine other = engine == WalEngine.FILE ? WalEngine.CHRONICLE : WalEngine.FILE;
        try (Wal wal = open(engine)) {
            wal.roll(0);
            append(wal, 0, 10);
            wal.prepare();
        }
        try (Wal wal = open(other)) {
            assertEquals(2, wal.roll(0));
            append(wal, 10, 20);
        }
        try (Wal wal = open(engine)) {
            assertEquals(3, wal.roll(0));
            append(wal, 20, 30);
            assertEquals(numbers(0, 30), LogContents.read(path).records);
            wal.releaseBefore(3);
            assertEquals(numbers(20, 30), LogContents.read(path).records);
        }
        try (Wal wal = open(other)) {
            wal.roll(0);
            wal.releaseBefore(4);
            for (String name : new DiskDirectory(path).list()) {
                assertEquals(
                        other == WalEngine.CHRONICLE,
                        name.endsWith(".cq4") || name.endsWith(".cq4t"),
                        "left by the other engine: " + name);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTornTailIsTheEndAndNotDamage(WalEngine engine) throws IOException {
        try (Wal wal = open(engine)) {
            wal.roll(0);
            append(wal, 0, 10);
        }
        byte[] whole = Files.readAllBytes(file(1));
        int end = LogContents.endOf(file(1));
        for (int cut = end - 40; cut < end; cut++) {
            byte[] torn = whole.clone();
            Arrays.fill(torn, cut, torn.length, (byte) 0);
            Files.write(file(1), torn);
            LogContents contents = LogContents.read(path);
            assertEquals(List.of(), contents.damages, "cut=" + cut);
            assertEquals(numbers(0, contents.records.size()), contents.records);
            assertTrue(contents.records.size() >= 7, contents.records.toString());
        }
    }

    /** Damage in a segment that is followed by another is found, and costs neither the records behind it nor the others. */
    @ParameterizedTest
    @EnumSource
    void everyKindOfDamageIsNamedAndConfined(WalEngine engine) throws IOException {
        try (Wal wal = open(engine)) {
            wal.roll(0);
            append(wal, 0, 50);
            wal.sync();
            append(wal, 50, 100);
            wal.roll(0);
            append(wal, 100, 110);
        }
        byte[] whole = Files.readAllBytes(file(1));
        int middle = LogContents.endOf(file(1)) / 4 & -8; // in what was synced
        for (Harm harm : Harm.values()) {
            Files.write(file(1), harm.done(whole, middle));
            long startedNs = System.nanoTime();
            LogContents contents = LogContents.read(path);
            try (Wal wal = open(engine)) {
                wal.roll(0);
                append(wal, 110, 120);
                assertTrue(LogContents.read(path).records.containsAll(numbers(110, 120)), harm + ": goes on");
                wal.releaseBefore(0);
            }
            long tookMs = (System.nanoTime() - startedNs) / 1_000_000;
            assertTrue(tookMs < 5_000, harm + " took " + tookMs + " ms");
            Files.delete(file(3));
            String what = harm + ": " + contents.damages + " " + contents.records;
            assertFalse(contents.damages.isEmpty(), what);
            String name = String.valueOf(file(1).getFileName());
            contents.damages.forEach(damage -> assertEquals(name, damage.file(), what));
            assertTrue(contents.records.containsAll(numbers(100, 110)), what);
            assertTrue(contents.records.size() >= 110 - harm.costs, what);
            assertEquals(contents.records.stream().distinct().sorted().toList(), contents.records, what);
        }
    }

    /** What may happen to the bytes of a segment. */
    enum Harm {
        HOLE(100),
        ZEROED_PAGE(100),
        FLIPPED_BYTE(1),
        BAD_LENGTH(1),
        NEXT_BYTES_GARBAGE(3),
        GARBAGE_AT_THE_BEGINNING(3),
        CUT_IN_THE_MIDDLE(100),
        EMPTY(100),
        ALL_ZEROS(100);

        /** Records that it costs at most. */
        final int costs;

        Harm(int costs) {
            this.costs = costs;
        }

        byte[] done(byte[] whole, int middle) {
            byte[] bytes = whole.clone();
            switch (this) {
                case HOLE -> Arrays.fill(bytes, middle, middle + 600, (byte) 0);
                case ZEROED_PAGE -> Arrays.fill(bytes, 0, 4096, (byte) 0);
                case FLIPPED_BYTE -> bytes[middle + 5] ^= 1;
                case BAD_LENGTH -> Arrays.fill(bytes, middle, middle + 4, (byte) 0x3f);
                case NEXT_BYTES_GARBAGE -> Arrays.fill(bytes, middle, middle + 40, (byte) 0x55);
                case GARBAGE_AT_THE_BEGINNING -> Arrays.fill(bytes, 0, 32, (byte) 0xa7);
                case CUT_IN_THE_MIDDLE -> bytes = Arrays.copyOf(bytes, middle);
                case EMPTY -> bytes = new byte[0];
                case ALL_ZEROS -> Arrays.fill(bytes, (byte) 0);
                default -> throw new IllegalStateException("harm=" + this);
            }
            return bytes;
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyFlippedByteOfWhatWasSyncedIsNamedOrCostsNothing(WalEngine engine) throws IOException {
        try (Wal wal = open(engine)) {
            wal.roll(0);
            append(wal, 0, 12);
            wal.sync();
            append(wal, 12, 13);
        }
        byte[] whole = Files.readAllBytes(file(1));
        int end = LogContents.endOf(file(1));
        for (int at = 0; at < end; at++) {
            byte[] bytes = whole.clone();
            bytes[at] ^= 0x10;
            Files.write(file(1), bytes);
            LogContents contents = LogContents.read(path);
            boolean lost = !contents.records.containsAll(numbers(0, 12));
            assertTrue(!lost || !contents.damages.isEmpty(), "at=" + at + " " + contents.records);
            assertTrue(contents.records.size() >= 11, "at=" + at + " " + contents.records);
            for (int n : contents.records) {
                assertTrue(n >= 0 && n < 13, "at=" + at + " invented " + n);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRecordOfNoBytesIsTheCallersBug(WalEngine engine) throws IOException {
        try (Wal wal = open(engine)) {
            wal.roll(0);
            assertThrows(
                    IllegalArgumentException.class,
                    () -> wal.append(LogContents.record(0).clear()));
        }
    }
}
