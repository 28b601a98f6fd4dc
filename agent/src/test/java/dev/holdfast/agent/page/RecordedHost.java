package dev.holdfast.agent.page;

import dev.holdfast.agent.cli.Main;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * A directory with 24 minutes of a real host, moved to end two hours ago, and with a hole of four minutes in it.
 *
 * @param data the directory
 * @param fromMs of the first sample
 * @param toMs of the last
 * @param holeFromMs where the hole begins
 * @param holeToMs where it ends
 */
record RecordedHost(Path data, long fromMs, long toMs, long holeFromMs, long holeToMs) {
    private static final long FIRST_MS = 1_795_327_201_605L;
    private static final long LENGTH_MS = 1_439_080;
    private static final long AGO_MS = 7_200_000;
    private static final long HOLE_MS = 600_000;
    private static final long HOLE_LENGTH_MS = 240_000;
    private static final Pattern SHOWN = Pattern.compile(
            "(# TYPE )?(up|node_(cpu_seconds|memory_|load|pressure|disk_(read_b|written|io_time_s)|network_(rec"
                    + "eive|transmit)_bytes|filesystem|uname)).*");

    static RecordedHost in(Path dir) throws IOException, InterruptedException {
        long shiftMs = System.currentTimeMillis() - AGO_MS - LENGTH_MS - FIRST_MS;
        shiftMs -= shiftMs % 1000;
        long holeMs = FIRST_MS + HOLE_MS;
        Path file = dir.resolve("host.om");
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                        new GZIPInputStream(
                                Objects.requireNonNull(RecordedHost.class.getResourceAsStream("/host-1hz.om.gz"))),
                        StandardCharsets.UTF_8));
                BufferedWriter out = Files.newBufferedWriter(file)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (!SHOWN.matcher(line).matches()) {
                    continue;
                }
                int blank = line.lastIndexOf(' ');
                if (line.startsWith("#")) {
                    out.write(line + "\n");
                    continue;
                }
                long ms = Math.round(Double.parseDouble(line.substring(blank + 1)) * 1000);
                if (ms < holeMs || ms >= holeMs + HOLE_LENGTH_MS) {
                    long moved = ms + shiftMs;
                    out.write(line.substring(0, blank + 1) + moved / 1000 + "."
                            + Long.toString(1000 + moved % 1000).substring(1) + "\n");
                }
            }
            out.write("# EOF\n");
        }
        Path data = dir.resolve("recorded");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "import",
                        "--data",
                        data.toString(),
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("import.log").toFile())
                .start();
        if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new AssertionError(Files.readString(dir.resolve("import.log")));
        }
        return new RecordedHost(
                data,
                FIRST_MS + shiftMs,
                FIRST_MS + shiftMs + LENGTH_MS,
                holeMs + shiftMs,
                holeMs + shiftMs + HOLE_LENGTH_MS);
    }

    /** The range of all of it, as the page's address says it. */
    String range() {
        return "from=" + (fromMs + 30_000) + "&to=" + toMs;
    }
}
