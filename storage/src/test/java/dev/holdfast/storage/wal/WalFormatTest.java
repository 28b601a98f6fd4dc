package dev.holdfast.storage.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.Damage;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.io.DiskDirectory;
import dev.holdfast.storage.io.ReadableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worked example of docs/format/wal.md, and what a reader makes of a segment that is not whole. */
class WalFormatTest {
    private static final int[] REFS = {0};
    private static final long TIME_MS = 1_795_327_200_000L;

    @TempDir
    Path directory;

    /** What a segment said, a line an event. */
    private static final class Transcript implements WalDecoder.Visitor {
        final List<String> lines = new ArrayList<>();
        private int series;

        @Override
        public int series(Labels labels) {
            lines.add("series " + labels);
            return series++;
        }

        @Override
        public void row(int[] refs, int count, long timestampMs, long[] valueBits) {
            lines.add(timestampMs + " " + Double.longBitsToDouble(valueBits[0]));
        }

        @Override
        public void ledger(LedgerChange change) {
            lines.add("ledger " + change.name());
        }

        @Override
        public void damage(Damage damage) {
            lines.add("damage at " + damage.offset());
        }
    }

    private Path writeSegment(int rows) throws IOException {
        try (FileWal wal = new FileWal(new DiskDirectory(directory), 8192, List.of(), 1, false)) {
            WalEncoder encoder = new WalEncoder();
            wal.roll(0);
            wal.append(encoder.series(REFS, 1, ref -> Labels.of("__name__", "up")));
            encoder.seriesWereAppended(REFS, 1);
            wal.append(encoder.layout(0, REFS, 1));
            encoder.layoutWasAppended(0, 1);
            for (int i = 0; i < rows; i++) {
                long[] bits = {Double.doubleToRawLongBits(1 + i)};
                wal.append(encoder.row(0, TIME_MS + i * 1000L, bits, 1));
                encoder.rowWasAppended(0, TIME_MS + i * 1000L, bits, 1);
                if (i == 100) {
                    wal.sync();
                }
            }
        }
        return directory.resolve("wal-0000000000000001");
    }

    private List<String> read(Path segment) throws IOException {
        Transcript transcript = new Transcript();
        WalDecoder decoder = new WalDecoder("wal-0000000000000001", transcript);
        try (ReadableFile file =
                new DiskDirectory(directory).open(segment.getFileName().toString())) {
            new SegmentReader().read(file, 1, decoder);
        }
        decoder.end();
        return transcript.lines;
    }

    @Test
    void theExampleOfTheFormatPageIsWhatIsWritten() throws IOException {
        byte[] bytes = Files.readAllBytes(writeSegment(2));
        StringBuilder hex = new StringBuilder();
        for (int offset = 0; offset < 128; offset += 16) {
            hex.append(String.format("%04x  ", offset))
                    .append(HexFormat.ofDelimiter(" ").formatHex(bytes, offset, offset + 16))
                    .append('\n');
        }
        String page = Files.readString(Path.of("../docs/format/wal.md"), StandardCharsets.UTF_8);
        assertTrue(page.contains(hex), () -> "docs/format/wal.md should have:\n" + hex);
    }

    @Test
    void aTornTailIsTheEndAndNotDamage() throws IOException {
        Path segment = writeSegment(5);
        byte[] bytes = Files.readAllBytes(segment);
        Arrays.fill(bytes, 140, bytes.length, (byte) 0);
        Files.write(segment, bytes);
        List<String> lines = read(segment);
        assertEquals(0, lines.stream().filter(line -> line.startsWith("damage")).count(), lines.toString());
        assertTrue(lines.size() >= 2 && lines.size() < 6, lines.toString());
    }

    @Test
    void damageInTheMiddleCostsTheTicksUpToTheNextFullRow() throws IOException {
        Path segment = writeSegment(130);
        byte[] bytes = Files.readAllBytes(segment);
        bytes[400] ^= 1;
        Files.write(segment, bytes);
        List<String> lines = read(segment);
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("damage")), lines.toString());
        assertTrue(lines.contains((TIME_MS + 60_000) + " 61.0"), lines.toString());
        assertTrue(lines.contains((TIME_MS + 129_000) + " 130.0"), lines.toString());
        for (String line : lines) {
            if (Character.isDigit(line.charAt(0))) {
                String[] parts = line.split(" ");
                assertEquals((Long.parseLong(parts[0]) - TIME_MS) / 1000.0 + 1, Double.parseDouble(parts[1]), line);
            }
        }
    }

    @Test
    void aGapInWhatWasNotSyncedIsNotDamageAndInventsNothing() throws IOException {
        Path segment = writeSegment(90); // never synced: a power cut may lose any part
        byte[] whole = Files.readAllBytes(segment);
        for (int from = 96; from < 2200; from += 8) {
            for (int length : new int[] {8, 24, 512, 24 * 60}) {
                byte[] bytes = whole.clone();
                Arrays.fill(bytes, from, Math.min(bytes.length, from + length), (byte) 0);
                Files.write(segment, bytes);
                for (String line : read(segment)) {
                    assertTrue(!line.startsWith("damage"), line);
                    String[] parts = line.split(" ");
                    assertTrue(
                            !Character.isDigit(line.charAt(0))
                                    || (Long.parseLong(parts[0]) - TIME_MS) / 1000.0 + 1
                                            == Double.parseDouble(parts[1]),
                            line);
                }
            }
        }
    }

    @Test
    void recordsOfAnEarlierUseOfTheFileAreNotSeen() throws IOException {
        Path first = writeSegment(50);
        Path second = directory.resolve("wal-0000000000000002");
        Files.move(first, second);
        Transcript transcript = new Transcript();
        try (ReadableFile file = new DiskDirectory(directory).open("wal-0000000000000002")) {
            new SegmentReader().read(file, 2, new WalDecoder("wal-0000000000000002", transcript));
        }
        assertEquals(List.of(), transcript.lines);
    }
}
