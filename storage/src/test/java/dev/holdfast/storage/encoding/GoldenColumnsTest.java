package dev.holdfast.storage.encoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.io.ByteReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Columns as releases wrote them must be read for ever. <b>Never regenerate the file</b>: a line that fails is a decoder
 * that no longer reads what lies on disks. A new codec adds lines.
 */
class GoldenColumnsTest {
    @Test
    void everyLineDecodesToItsValues() throws IOException {
        for (String line : lines()) {
            String[] fields = line.split(" ", -1);
            byte[] bytes = HexFormat.of().parseHex(fields[2]);
            long[] wanted = Arrays.stream(fields[3].split(",", -1))
                    .mapToLong(hex -> Long.parseUnsignedLong(hex, 16))
                    .toArray();
            assertArrayEquals(wanted, decode(fields[0], bytes, wanted.length), fields[1]);
        }
    }

    @Test
    void everyCodecAndEveryFormHasALine() throws IOException {
        TreeSet<Integer> codecs = new TreeSet<>();
        TreeSet<Integer> forms = new TreeSet<>();
        TreeSet<Integer> operations = new TreeSet<>();
        for (String line : lines()) {
            String[] fields = line.split(" ", -1);
            int id = Integer.parseInt(fields[2].substring(0, 2), 16);
            (fields[0].equals("values") ? codecs : forms).add(id);
            if (fields[0].equals("values") && id == ChunkFormat.PAIR) {
                operations.add(Integer.parseInt(fields[2].substring(2, 4), 16));
            }
        }
        assertEquals(
                List.of(
                        ChunkFormat.CONSTANT_WHOLE,
                        ChunkFormat.CONSTANT_BITS,
                        ChunkFormat.RAW,
                        ChunkFormat.XOR,
                        ChunkFormat.PACKED,
                        ChunkFormat.MODELLED,
                        ChunkFormat.PAIR),
                List.copyOf(codecs));
        assertEquals(
                List.of(ChunkFormat.PAIR_STEPS, ChunkFormat.PAIR_QUOTIENT, ChunkFormat.PAIR_QUOTIENT_PERCENT),
                List.copyOf(operations));
        assertEquals(
                List.of(TimeColumn.RUNS, TimeColumn.JITTER, TimeColumn.GRID, TimeColumn.SKIPS), List.copyOf(forms));
    }

    /** The canary: a changed byte in a modelled line must show. */
    @Test
    void aChangedModelWouldShow() throws IOException {
        for (String line : lines()) {
            String[] fields = line.split(" ", -1);
            if (fields[1].equals("modelled-long")) {
                byte[] bytes = HexFormat.of().parseHex(fields[2]);
                assertEquals(ChunkFormat.MODELLED, bytes[0]); // short lines of that name are packed, which is shorter
                int count = fields[3].split(",", -1).length;
                long[] before = decode("values", bytes, count);
                bytes[bytes.length / 2] ^= 1;
                assertTrue(!Arrays.equals(before, decode("values", bytes, count)));
                return;
            }
        }
        throw new AssertionError("no line modelled-long");
    }

    private static long[] decode(String kind, byte[] bytes, int count) throws CorruptionException {
        long[] values = new long[count];
        ByteReader in = new ByteReader("golden", 0, bytes);
        if (kind.equals("values")) {
            new ChunkDecoder().decode(in, count, values, 0);
        } else {
            TimeColumn.decode(in, count, values, 0);
        }
        assertEquals(0, in.remaining());
        return values;
    }

    private static List<String> lines() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(GoldenColumnsTest.class.getResourceAsStream("/encoding-golden.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }
}
