package dev.holdfast.agent.cli;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockHolderTest {
    @TempDir
    private Path dir;

    /** The line in the lock file comes along; the lock does not. */
    @Test
    void aCopyOfADirectoryHasNoHolderThoughItsAgentRuns() throws IOException {
        Process agent = new ProcessBuilder("sh", "-c", "sleep 60; true", "holdfast", "run", "on").start();
        try {
            Path lock = dir.resolve("holdfast.lock");
            Files.writeString(lock, "pid " + agent.pid() + "\n");
            assertNull(LockHolder.of(dir));
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
                channel.lock();
                assertTrue(Objects.requireNonNull(LockHolder.of(dir)).isAgent());
            }
            assertNull(LockHolder.of(dir));
        } finally {
            agent.destroy();
        }
    }
}
