package dev.holdfast.agent.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory in which a later version has written: every command says so in one line, and leaves every byte alone. */
class LaterFormatTest {
    private static final int LATER = 99;

    /** Of every version, by docs/format/wal.md. */
    private static final long SEGMENT_MAGIC = 0x0a1a_0d4c_4157_4648L;

    @TempDir
    private Path dir;

    private Path data;
    private TestConsole console;

    @BeforeEach
    void store() throws IOException {
        data = dir.resolve("data");
        console = TestConsole.storing(data, "# TYPE a gauge\na 1 1795348800\na 2 1795348860\n# EOF\n");
        Files.write(data.resolve("20261122T000000Z-000009.sst.tmp"), new byte[10]); // what a crash left
        Files.writeString(dir.resolve("more.txt"), "b 1 1795348800000\n");
    }

    private Path file(String begin, String end) throws IOException {
        try (Stream<Path> files = Files.list(data)) {
            return files.filter(path -> path.getFileName().toString().startsWith(begin)
                            && path.toString().endsWith(end))
                    .max(Path::compareTo)
                    .orElseThrow();
        }
    }

    private static int crc(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    @Test
    void aManifest() throws IOException {
        Path file = file("manifest-", "");
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer content = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        content.putInt(8, LATER);
        content.putInt(bytes.length - 4, crc(bytes, 0, bytes.length - 4));
        Files.write(file, bytes);
        everyCommandRefuses(file);
    }

    @Test
    void oneSstable() throws IOException {
        Path file = file("2026", ".sst");
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer content = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        content.putInt(bytes.length - 16, LATER);
        content.putInt(bytes.length - 12, crc(bytes, bytes.length - 112, 100));
        Files.write(file, bytes);
        everyCommandRefuses(file);
    }

    /** Its first 28 bytes are all that is needed to know. */
    @Test
    void oneSegmentOfTheLog() throws IOException {
        Path file = data.resolve("wal-00000000000000ff");
        byte[] bytes = new byte[4096];
        ByteBuffer content = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        content.putLong(0, SEGMENT_MAGIC);
        content.putShort(8, (short) LATER);
        content.putLong(16, 0xff);
        content.putInt(24, crc(bytes, 0, 24));
        Files.write(file, bytes);
        everyCommandRefuses(file);
    }

    private Map<String, byte[]> content() throws IOException {
        Map<String, byte[]> content = new TreeMap<>();
        try (Stream<Path> files = Files.list(data)) {
            for (Path file : files.toList()) {
                if (!file.endsWith("holdfast.lock")) {
                    content.put(file.toString(), Files.readAllBytes(file));
                }
            }
        }
        return content;
    }

    private void everyCommandRefuses(Path later) throws IOException {
        Map<String, byte[]> before = content();
        for (List<String> words : List.of(
                List.of("run", "--data", data.toString()),
                List.of("query", "a"),
                List.of("top", "--once"),
                List.of("status"),
                List.of("status", "--check"),
                List.of("series"),
                List.of("labels"),
                List.of("gaps"),
                List.of("explain", "cpu"),
                List.of("export", "a"),
                List.of("serve", "--listen", "127.0.0.1:0"),
                List.of("verify"),
                List.of("verify", "--repair"),
                List.of("compact"),
                List.of("delete", "a", "--all-time", "--yes"),
                List.of("import", dir.resolve("more.txt").toString()))) {
            assertEquals(ExitStatus.DATA, console.run(words.toArray(String[]::new)), words + ": " + console.err());
            String said = console.err();
            assertTrue(
                    said.startsWith("holdfast: " + later.getFileName() + ": format version 99, but this program reads")
                            && said.endsWith("; a newer holdfast wrote it: use that one, nothing here was changed\n"),
                    words + ": " + said);
            assertEquals(1, said.lines().count(), said);
            Map<String, byte[]> after = content();
            assertEquals(before.keySet(), after.keySet(), words.toString());
            before.forEach((name, bytes) -> assertArrayEquals(bytes, after.get(name), words + " " + name));
        }
    }
}
