package dev.holdfast.agent.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineScannerTest {
    @TempDir
    Path directory;

    private LineScanner scan(String text) throws IOException {
        Path path = directory.resolve("file");
        Files.writeString(path, text);
        TextFile file = new TextFile(path);
        assertTrue(file.read(1));
        file.close();
        return new LineScanner().reset(file);
    }

    @Test
    void readsWordsOfLines() throws IOException {
        LineScanner scanner = scan("a  b\t c\n\nlast");
        assertTrue(scanner.nextLine());
        assertTrue(scanner.skipWords(2));
        assertEquals("b", scanner.word());
        assertTrue(scanner.nextWord());
        assertFalse(scanner.nextWord());
        assertTrue(scanner.nextLine());
        assertFalse(scanner.nextWord());
        assertTrue(scanner.nextLine());
        assertEquals("last", scanner.line());
        assertFalse(scanner.nextLine());
    }

    @Test
    void readsNumbers() throws IOException {
        String[] words = {"0", "-1", "12.03", "9223372036854775807", "18446744073709551615", "0.0000001", "1e3"};
        LineScanner scanner = scan(String.join(" ", words));
        scanner.nextLine();
        for (String word : words) {
            assertTrue(scanner.nextWord());
            assertEquals(Double.parseDouble(word), scanner.number(), word);
        }
    }

    @Test
    void namesTheFileOfWhatIsNoNumber() throws IOException {
        LineScanner scanner = scan("12x zz");
        scanner.nextLine();
        scanner.nextWord();
        IOException e = assertThrows(IOException.class, scanner::number);
        assertEquals(directory.resolve("file") + ": not a number: '12x'", e.getMessage());
        scanner.nextWord();
        assertThrows(IOException.class, scanner::hexNumber);
    }

    @Test
    void aFileGrowsAndShrinksUnderAnOpenReader() throws IOException {
        Path path = directory.resolve("growing");
        Files.writeString(path, "1\n");
        try (TextFile file = new TextFile(path)) {
            for (int size : new int[] {10, 100_000, 3, 20_000, 0}) {
                Files.writeString(path, "x".repeat(size));
                assertTrue(file.read(size));
                assertEquals(size, file.length());
            }
        }
    }
}
