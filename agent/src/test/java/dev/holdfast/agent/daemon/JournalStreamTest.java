package dev.holdfast.agent.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalStreamTest {
    @TempDir
    Path folder;

    @Test
    void onlyTheFileThatTheVariableNamesIsTheJournal() throws IOException {
        Path journal = Files.createFile(folder.resolve("journal"));
        Path other = Files.createFile(folder.resolve("other"));
        Path link = Files.createSymbolicLink(folder.resolve("2"), journal); // as those of /proc/self/fd
        String variable = Files.getAttribute(journal, "unix:dev") + ":" + Files.getAttribute(journal, "unix:ino");
        assertTrue(JournalStream.isStream(variable, journal));
        assertTrue(JournalStream.isStream(variable, link));
        assertFalse(JournalStream.isStream(variable, other), "inherited by a child with another standard error");
        assertFalse(JournalStream.isStream(null, journal));
        assertFalse(JournalStream.isStream("", journal));
        assertFalse(JournalStream.isStream(variable, folder.resolve("gone")));
    }

    @Test
    void eachLineHasThePriority() {
        assertEquals("<3>one\n<3>two", JournalStream.priority(JournalStream.ERROR, "one\ntwo"));
    }
}
