package dev.holdfast.agent.outage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An agent that is started where the last byte is taken: it starts all the same, samples into memory, answers, and stores that when
 * room comes. Where it cannot even have a lock it ends with one line and a status that a service manager can wait on. Needs
 * leave to mount a tmpfs.
 */
class FullDiskStartIT {
    @TempDir
    Path directory;

    private Path disk;
    private Path log;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(directory.resolve("disk"));
        log = directory.resolve("agent.log");
        assumeTrue(
                Tool.run("mount", "-t", "tmpfs", "-o", "size=12m,nr_inodes=100", "tmpfs", disk.toString()),
                "a tmpfs can be mounted by root only");
    }

    @AfterEach
    void unmount() throws Exception {
        Tool.run("umount", "-l", disk.toString());
    }

    /** Takes every byte that is left. */
    private void fill() throws IOException {
        try (OutputStream out = Files.newOutputStream(disk.resolve("fill"), StandardOpenOption.CREATE_NEW)) {
            byte[] page = new byte[4096];
            while (true) {
                out.write(page);
            }
        } catch (IOException e) {
            assertEquals(0, disk.toFile().getUsableSpace(), e.toString());
        }
    }

    private AgentProcess start(Path data, String wal) throws IOException {
        Path config = directory.resolve(wal + ".yaml");
        Files.writeString(config, "storage: {wal: " + wal + "}\napi: {listen: \"127.0.0.1:0\"}\n");
        return AgentProcess.start(
                log, "run", "--config", config.toString(), "--data", data.toString(), "--interval", "100ms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "chronicle"})
    void aStoreGoesOnInMemoryAndIsDurableWhenThereIsRoom(String wal) throws Exception {
        Path data = disk.resolve("data");
        try (AgentProcess agent = start(data, wal)) {
            agent.awaitLine(log, "info ready");
            Thread.sleep(1_000);
            agent.kill();
        }
        fill();
        startsAndRecovers(data, wal);
    }

    @Test
    void anEmptyDirectoryGetsItsStoreWhenThereIsRoom() throws Exception {
        Path data = Files.createDirectory(disk.resolve("data"));
        fill();
        startsAndRecovers(data, "file");
    }

    private void startsAndRecovers(Path data, String wal) throws Exception {
        try (AgentProcess agent = start(data, wal)) {
            agent.awaitLine(log, "no space left on device: ");
            agent.awaitLine(log, "answers questions at");
            Thread.sleep(3_000);
            assertTrue(agent.isAlive(), Files.readString(log));
            long fullMs = System.currentTimeMillis();
            Files.delete(disk.resolve("fill"));
            agent.awaitLine(log, "durable again");
            assertEquals(0, agent.terminate(), Files.readString(log));
            String counts = AgentProcess.run(
                    "query",
                    "--data",
                    data.toString(),
                    "-o",
                    "csv",
                    "--at",
                    Long.toString(fullMs / 1_000),
                    "count_over_time(up[2s])");
            String[] cells = counts.lines().toList().get(1).split(",");
            int kept = Integer.parseInt(cells[cells.length - 1]);
            assertTrue(kept >= 10, "of the ticks on the full disk only " + kept + " were stored:\n" + counts);
            AgentProcess.run("verify", "--data", data.toString());
        }
    }

    /** The lock is there from the first start on, so this is a host that never had room. */
    @Test
    void withoutRoomForALockItEndsWithOneLine() throws Exception {
        Path data = Files.createDirectory(disk.resolve("data"));
        List<Path> taken = new ArrayList<>();
        try {
            for (int i = 0; i < 1_000; i++) {
                taken.add(Files.createFile(disk.resolve("taken-" + i)));
            }
        } catch (IOException e) {
            assertFalse(taken.isEmpty(), e.toString());
        }
        endsWith(74, data, "holdfast: No space left on device, " + data + "/holdfast.lock: make room there");
        Files.delete(taken.get(0));
        Files.delete(taken.get(1));
        try (AgentProcess agent = start(data, "file")) {
            agent.awaitLine(log, "info holdfast ");
            Thread.sleep(1_000);
            assertTrue(agent.isAlive(), Files.readString(log));
        }
    }

    @Test
    void onAReadOnlyFileSystemItEndsWithOneLineAndAnswersFromWhatIsThere() throws Exception {
        Path data = disk.resolve("data");
        try (AgentProcess agent = start(data, "file")) {
            agent.awaitLine(log, "info ready");
            assertEquals(0, agent.terminate(), Files.readString(log));
        }
        assertTrue(Tool.run("mount", "-o", "remount,ro", disk.toString()));
        endsWith(74, data, "holdfast: Read-only file system, " + data + "/holdfast.lock: mount it for writing");
        AgentProcess.run("query", "--data", data.toString(), "up");
        AgentProcess.run("verify", "--data", data.toString());
    }

    private void endsWith(int status, Path data, String line) throws Exception {
        Files.deleteIfExists(log);
        try (AgentProcess agent = start(data, "file")) {
            assertEquals(status, agent.awaitEnd(60, TimeUnit.SECONDS), Files.readString(log));
        }
        String said = Files.readString(log);
        assertTrue(said.startsWith(line), said);
        assertEquals(1, said.lines().count(), said);
        try (Stream<Path> files = Files.list(data)) {
            assertTrue(files.noneMatch(file -> file.toString().endsWith(".tmp")));
        }
    }
}
