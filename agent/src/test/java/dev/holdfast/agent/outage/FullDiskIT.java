package dev.holdfast.agent.outage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An agent on a file system without room: it lives, says so, and when room comes what it had kept in memory is stored. Needs
 * leave to mount a tmpfs.
 */
class FullDiskIT {
    @TempDir
    Path directory;

    @Test
    void samplingGoesOnAndRecoversByItself() throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        assumeTrue(
                Tool.run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()),
                "a tmpfs can be mounted by root only");
        Path log = directory.resolve("agent.log");
        Path data = disk.resolve("data");
        try (AgentProcess agent = AgentProcess.start(log, "run", "--data", data.toString(), "--interval", "100ms")) {
            agent.awaitLine(log, "no space left on device: ");
            Thread.sleep(3_000);
            assertTrue(agent.isAlive(), Files.readString(log));
            long healedMs = System.currentTimeMillis();
            assertTrue(Tool.run("mount", "-o", "remount,size=64m", disk.toString()));
            agent.awaitLine(log, "durable again");
            assertTrue(agent.isAlive(), Files.readString(log));
            assertEquals(0, agent.terminate(), Files.readString(log));
            String counts = AgentProcess.run(
                    "query",
                    "--data",
                    data.toString(),
                    "-o",
                    "csv",
                    "--at",
                    Long.toString(healedMs / 1000),
                    "count_over_time(up[1m])");
            List<String> lines = counts.lines().toList();
            String[] cells = lines.get(1).split(",");
            int kept = Integer.parseInt(cells[cells.length - 1]);
            assertTrue(kept >= 20, "of the ticks on the full disk only " + kept + " were stored:\n" + counts);
            AgentProcess.run("verify", "--data", data.toString());
        } finally {
            assertTrue(Tool.run("umount", "-l", disk.toString()));
        }
    }
}
