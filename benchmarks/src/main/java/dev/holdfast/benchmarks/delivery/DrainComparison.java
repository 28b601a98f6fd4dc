package dev.holdfast.benchmarks.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * How fast a backlog goes out after an outage of the receiver: Holdfast beside vmagent and Prometheus, with the same samples,
 * one after the other, as rows of a table. Timed from the first that comes to the last, as the receiver sees it; CPU is the
 * sender's alone, in that time.
 */
public final class DrainComparison {
    private static final int POLL_MS = 50;
    private static final long QUIET_MS = 20_000; // Prometheus pauses for seconds between attempts
    private static final long FIRST_MAX_MS = 120_000;

    private DrainComparison() {}

    /** Arguments: a directory to work in, hours of backlog. */
    public static void main(String[] args) throws Exception {
        Path work = Path.of(args[0]);
        double hours = Double.parseDouble(args[1]);
        long samples = Math.round(hours * 3600) * Backlog.SERIES;
        System.out.println(
                "| sender | receiver | samples/s | samples/CPU s of the sender | bytes a sample | peak RSS of the"
                        + " sender |");
        System.out.println("|---|---|---|---|---|---|");
        for (boolean victoria : new boolean[] {false, true}) {
            if (victoria && !Sink.installed("victoria-metrics")) {
                System.out.println("| any | VictoriaMetrics | not installed | | | |");
                continue;
            }
            for (Sender sender : Sender.values()) {
                if (!Sink.installed(sender.program)) {
                    System.out.println("| " + sender.title + " | any | not installed | | | |");
                    continue;
                }
                Path directory =
                        Files.createDirectories(work.resolve(sender.program + (victoria ? "-victoria" : "-null")));
                Path backlog = Files.createDirectories(directory.resolve("backlog"));
                long aheadMs = sender.onlyNew() ? Math.round(hours * 3_600_000) + 180_000 : 0;
                Backlog.fill(backlog, hours, System.currentTimeMillis() + aheadMs - 120_000);
                measure(sender, victoria, backlog, aheadMs, directory, samples);
            }
        }
    }

    private static void measure(
            Sender sender, boolean victoria, Path backlog, long aheadMs, Path directory, long samples)
            throws Exception {
        int port = Sender.freePort();
        Process process = sender.start(backlog, aheadMs, directory, port);
        Thread.sleep(5_000); // long enough that each has found out that nobody listens
        try (Sink sink = victoria ? Sink.victoriaMetrics(port, directory.resolve("vm")) : Sink.nothing(port)) {
            long begun = System.nanoTime();
            Sink.Progress last = new Sink.Progress(0, 0, 0, 0);
            long first = 0;
            long lastAt = begun;
            double cpuFirst = cpuSeconds(process.pid());
            double cpuLast = cpuFirst;
            while (true) {
                Thread.sleep(POLL_MS);
                Sink.Progress now = sink.progress();
                long at = System.nanoTime();
                if (now.units() == last.units()) {
                    if (now.units() == 0) {
                        cpuFirst = alive(process) ? cpuSeconds(process.pid()) : cpuFirst;
                    }
                    long quietMs = (at - lastAt) / 1_000_000;
                    boolean all = victoria && now.units() >= samples;
                    if (all || quietMs > (now.units() == 0 ? FIRST_MAX_MS : QUIET_MS)) {
                        break;
                    }
                    continue;
                }
                if (last.units() == 0) {
                    first = at - POLL_MS * 1_000_000L;
                }
                last = now;
                lastAt = at;
                cpuLast = alive(process) ? cpuSeconds(process.pid()) : cpuLast;
            }
            double seconds = last.firstMs() > 0 ? (last.lastMs() - last.firstMs()) / 1e3 : (lastAt - first) / 1e9;
            String whole = victoria && last.units() != samples ? " (" + last.units() + " of " + samples + ")" : "";
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %s | %.2f M%s | %.2f M | %s | %.0f MiB |%n",
                    sender.title,
                    victoria ? "VictoriaMetrics" : "takes all, looks at nothing",
                    samples / seconds / 1e6,
                    whole,
                    samples / (cpuLast - cpuFirst) / 1e6,
                    last.bytes() == 0 ? "" : String.format(Locale.ROOT, "%.2f", (double) last.bytes() / samples),
                    peakRssKib(process.pid()) / 1024.0);
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    private static boolean alive(Process process) {
        return process.isAlive();
    }

    private static double cpuSeconds(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
    }

    private static long peakRssKib(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        return 0;
    }
}
