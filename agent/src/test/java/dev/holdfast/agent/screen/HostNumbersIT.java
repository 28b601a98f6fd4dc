package dev.holdfast.agent.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.StoreReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real agent samples this host: the view agrees with what top, free, df and uptime read at the same time. */
@Timeout(120)
class HostNumbersIT {
    private static final long WATCHED_MS = 6_000;

    @TempDir
    private Path dir;

    @Test
    void theViewAgreesWithTheKernel() throws Exception {
        Path data = dir.resolve("data");
        Process agent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.holdfast.agent.cli.Main",
                        "run",
                        "--interval",
                        "500ms",
                        "--data",
                        data.toString())
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("log").toFile())
                .redirectInput(new File("/dev/null"))
                .start();
        try {
            while (!Files.exists(dir.resolve("log"))
                    || !Files.readString(dir.resolve("log")).contains(" ready")) {
                assertTrue(agent.isAlive(), Files.readString(dir.resolve("log")));
                Thread.sleep(50);
            }
            Thread.sleep(1_500);
            long beginMs = System.currentTimeMillis();
            double[] before = cpu();
            Thread.sleep(WATCHED_MS);
            double[] after = cpu();
            long endMs = System.currentTimeMillis();
            double available = memory("MemAvailable");
            double load = Double.parseDouble(
                    Files.readString(Path.of("/proc/loadavg")).split(" ", -1)[0]);
            FileStore root = Files.getFileStore(Path.of("/"));
            Thread.sleep(700);
            HostView view = view(data, endMs, endMs - beginMs);

            double busy = (after[0] - before[0]) / (after[1] - before[1]);
            assertEquals(busy, view.cpu().total().busy(), 0.2, "ticks are half a second apart from the two looks");
            assertEquals(memory("MemTotal"), view.memory().total());
            assertEquals(memory("MemTotal") - available, view.memory().used(), 0.05 * memory("MemTotal"));
            assertEquals(load, view.load().one(), Math.max(0.5, 0.2 * load));
            HostView.FileSystem seen = view.fileSystems().stream()
                    .filter(each -> each.mount().equals("/"))
                    .findFirst()
                    .orElseThrow();
            assertEquals((double) root.getTotalSpace(), seen.size());
            assertEquals((double) root.getUsableSpace(), seen.available(), 0.02 * root.getTotalSpace());
            assertEquals((double) root.getUnallocatedSpace(), seen.free(), 0.02 * root.getTotalSpace());
            assertEquals(
                    Files.readAllLines(Path.of("/proc/stat")).stream()
                            .filter(line -> line.matches("cpu[0-9].*"))
                            .count(),
                    view.cpu().cores().size());
        } finally {
            agent.destroy();
            if (!agent.waitFor(30, TimeUnit.SECONDS)) {
                agent.destroyForcibly();
            }
        }
    }

    private static HostView view(Path data, long atMs, long stepMs) throws IOException {
        try (StoreViewSource source = new StoreViewSource(
                () -> StoreReader.open(data),
                () -> new AgentLook(AgentLook.Kind.RUNNING, Map.of()),
                System::currentTimeMillis)) {
            return source.view(new ViewRequest(false, atMs, stepMs, 60_000, 60, ""));
        }
    }

    /** Busy and all ticks of all processors, as top counts them. */
    private static double[] cpu() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("/proc/stat"));
        double[] fields = Arrays.stream(lines.get(0).split(" +", -1))
                .skip(1)
                .limit(8)
                .mapToDouble(Double::parseDouble)
                .toArray();
        double all = Arrays.stream(fields).sum();
        return new double[] {all - fields[3] - fields[4], all};
    }

    private static double memory(String name) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
            if (line.startsWith(name + ":")) {
                return Double.parseDouble(line.split(" +", -1)[1]) * 1024;
            }
        }
        throw new IOException("no " + name);
    }
}
