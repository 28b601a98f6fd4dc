package dev.holdfast.storage.encoding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.io.ByteWriter;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What {@code docs/format/chunk.md} says is what the code does. */
class ChunkPageTest {
    private static final Path PAGE = Path.of("..", "docs", "format", "chunk.md");

    @Test
    void theTablesNameTheConstants() throws IOException, IllegalAccessException {
        List<String> checked = new ArrayList<>();
        for (String line : Files.readAllLines(PAGE)) {
            Matcher row = Pattern.compile("\\| (\\d+)(?: \\+ [a-z])? \\| ([A-Z_]+) \\|.*")
                    .matcher(line);
            if (row.matches()) {
                assertEquals(Integer.parseInt(row.group(1)), constant(row.group(2)), row.group(2));
                checked.add(row.group(2));
            }
        }
        for (Field field : ChunkFormat.class.getDeclaredFields()) {
            String name = field.getName();
            boolean inTables = !name.startsWith("BODY_")
                    && !List.of(
                                    "MAX_SAMPLES",
                                    "MAX_TABLE",
                                    "MAX_PARAMETER",
                                    "PACKED_BLOCK",
                                    "KNOWN_FLAGS",
                                    "PREDICTOR_MASK")
                            .contains(name);
            if (inTables && !field.isSynthetic()) {
                assertTrue(checked.contains(name), name + " is missing on the page");
            }
        }
        String page = Files.readString(PAGE);
        assertTrue(page.contains("blocks of " + ChunkFormat.PACKED_BLOCK));
        assertTrue(page.contains("at most " + ChunkFormat.MAX_TABLE));
        assertEquals(1L << 48, ChunkFormat.MAX_PARAMETER);
        assertTrue(page.contains("from 1 to 2^48"));
    }

    @Test
    void theExampleIsWhatTheEncoderWrites() throws IOException {
        String example = Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.equals("```hex"))
                .skip(1)
                .takeWhile(line -> !line.equals("```"))
                .map(line -> line.split(" {2,}", -1)[0])
                .collect(Collectors.joining(" "));
        double[] readings = {575.41, 575.64, 576.31, 577.08, 577.66, 578.1};
        long[] bits = new long[readings.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Double.doubleToRawLongBits(readings[i]);
        }
        ByteWriter out = new ByteWriter(16);
        new ChunkEncoder().encode(bits, 0, bits.length, Effort.SEALED, out);
        assertEquals(example, HexFormat.ofDelimiter(" ").formatHex(out.toByteArray()));
    }

    private static int constant(String name) throws IllegalAccessException {
        for (Class<?> home : List.of(ChunkFormat.class, TimeColumn.class, RollupFormat.class)) {
            for (Field field : home.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    field.setAccessible(true);
                    return field.getInt(null);
                }
            }
        }
        throw new AssertionError("the page names " + name + ", the code does not");
    }
}
