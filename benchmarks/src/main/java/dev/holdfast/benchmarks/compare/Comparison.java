package dev.holdfast.benchmarks.compare;

import dev.holdfast.benchmarks.RecordedHost;
import dev.holdfast.benchmarks.RecordedHost.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.rocksdb.CompressionType;

/**
 * Measures one engine: arguments are its name, a directory to work in, the file of measures, the days of data, and how often
 * to ask.
 */
public final class Comparison {
    private static final int BATCH_TICKS = 60;
    private static final int TAIL_TICKS = 60;

    /** Two weeks: until then Java goes on compiling what merges partitions, which takes as much of a CPU as storing. */
    private static final int WARM_TICKS = 2 * 60_480;

    /** Of engines that are not Java but for their door. */
    private static final int NATIVE_WARM_TICKS = 4_000;

    private static final long DAY_MS = 86_400_000;
    private static final Path DROP_CACHES = Path.of("/proc/sys/vm/drop_caches");

    private final String name;
    private final Path directory;
    private final Measures measures;
    private final int ticks;
    private final int runs;
    private final long fromMs;
    private final HostData data;
    private final List<Recording> host;
    private final long[] timesMs = new long[BATCH_TICKS];
    private final double[][] values = new double[BATCH_TICKS][HostData.SERIES];
    private int tick;

    private Comparison(String name, Path directory, Measures measures, double days, int runs) throws IOException {
        this.name = name;
        this.directory = directory;
        this.measures = measures;
        this.ticks = (int) Math.round(days * DAY_MS / HostData.STEP_MS);
        this.runs = runs;
        // Whole days up to yesterday: servers refuse the future. From midnight, where partitions begin.
        this.fromMs = (System.currentTimeMillis() / DAY_MS - (long) Math.ceil(days) - 1) * DAY_MS;
        this.host = RecordedHost.read(RecordedHost.file());
        this.data = new HostData(host);
    }

    /** See the class. */
    public static void main(String[] args) throws IOException {
        new Comparison(
                        args[0],
                        Files.createDirectories(Path.of(args[1])),
                        new Measures(Path.of(args[2])),
                        Double.parseDouble(args[3]),
                        Integer.parseInt(args[4]))
                .run();
    }

    static Engine open(String name, Path directory) throws IOException {
        Files.createDirectories(directory);
        return switch (name) {
            case "holdfast" -> new HoldfastEngine(directory);
            case "rocksdb-zstd" -> new RocksEngine(directory, CompressionType.ZSTD_COMPRESSION);
            case "rocksdb-snappy" -> new RocksEngine(directory, CompressionType.SNAPPY_COMPRESSION);
            case "sqlite" -> new SqliteEngine(directory);
            case "prometheus" -> new ServerEngine(ServerKind.PROMETHEUS, directory);
            case "victoria-metrics" -> new ServerEngine(ServerKind.VICTORIA_METRICS, directory);
            default -> throw new IllegalArgumentException("engine=" + name);
        };
    }

    private void run() throws IOException {
        try (Engine engine = open(name, directory.resolve("host"))) {
            measures.add(name, "title", engine.title());
            measures.add(name, "remark", engine.remark());
            loadHost(engine);
        }
        try (Engine engine = open(name, directory.resolve("days"))) {
            engine.begin(data.labels());
            ingest(engine);
            append(engine, TAIL_TICKS, 6); // what is live: not settled
            sleep(2_000); // until servers show it
            ask(engine);
        }
    }

    private void loadHost(Engine engine) throws IOException {
        engine.begin(host.stream().map(Recording::labels).toList());
        long shift = Math.floorDiv(
                        System.currentTimeMillis() - 2 * DAY_MS - host.get(0).timesMs()[0], DAY_MS)
                * DAY_MS;
        long samples = 0;
        for (int from = 0; from < 2048; from += BATCH_TICKS) {
            for (int i = 0; i < host.size(); i++) {
                Recording recording = host.get(i);
                int to = Math.min(from + BATCH_TICKS, recording.values().length);
                if (from < to) {
                    long[] shifted = Arrays.stream(recording.timesMs())
                            .map(time -> time + shift)
                            .toArray();
                    engine.appendSeries(i, shifted, recording.values(), from, to);
                    samples += to - from;
                }
            }
        }
        engine.settle();
        measures.add(name, "host samples", samples);
        measures.add(name, "host bytes", engine.sizeBytes());
    }

    private void ingest(Engine engine) throws IOException {
        int single = Math.min((int) (DAY_MS / HostData.STEP_MS), ticks / 2);
        boolean inProcess = engine.remark().startsWith("in process");
        double makingSeconds = inProcess ? secondsToMakeATick() : 0;
        if (inProcess) {
            warmUp();
        }
        double start = engine.cpuSeconds();
        append(engine, single, 1);
        double middle = engine.cpuSeconds();
        append(engine, ticks - single, BATCH_TICKS);
        double end = engine.cpuSeconds();
        engine.settle();
        double settled = engine.cpuSeconds();
        long samples = (long) ticks * HostData.SERIES;
        measures.add(name, "samples", samples);
        measures.add(name, "bytes", engine.sizeBytes());
        perCpuSecond("ingest one tick", single, middle - start - single * makingSeconds);
        perCpuSecond("ingest batched", ticks - single, end - middle - (ticks - single) * makingSeconds);
        measures.add(name, "settle CPU seconds", decimal(settled - end));
    }

    private void perCpuSecond(String what, int count, double cpuSeconds) throws IOException {
        measures.add(name, what, decimal(count * (double) HostData.SERIES / cpuSeconds / 1e6));
    }

    /** A JVM compiles what runs often: before it is measured, and not while. A server is compiled already. */
    private void warmUp() throws IOException {
        HostData other = new HostData(host);
        try (Engine engine = open(name, directory.resolve("warm"))) {
            engine.begin(other.labels());
            int warmTicks = Math.min(2 * ticks, name.equals("holdfast") ? WARM_TICKS : NATIVE_WARM_TICKS);
            for (int i = 0; i < warmTicks; i += BATCH_TICKS) {
                for (int t = 0; t < BATCH_TICKS; t++) {
                    timesMs[t] = fromMs + (i + t) * HostData.STEP_MS;
                    other.next(values[t]);
                }
                boolean together = i % (2 * BATCH_TICKS) == 0;
                for (int t = 0; t < BATCH_TICKS && !together; t++) {
                    engine.append(new long[] {timesMs[t]}, new double[][] {values[t]}, 1);
                }
                if (together) {
                    engine.append(timesMs, values, BATCH_TICKS);
                }
            }
        }
    }

    /** What making the data costs this process, to be taken off what it takes to store it. */
    private double secondsToMakeATick() {
        HostData other = new HostData(host);
        for (int i = 0; i < 2_000; i++) {
            other.next(values[0]);
        }
        int count = 20_000;
        double before = ProcessCpu.ofThisSeconds();
        for (int i = 0; i < count; i++) {
            other.next(values[0]);
        }
        return (ProcessCpu.ofThisSeconds() - before) / count;
    }

    private void append(Engine engine, int count, int together) throws IOException {
        for (int done = 0; done < count; ) {
            int now = Math.min(together, count - done);
            for (int i = 0; i < now; i++) {
                timesMs[i] = fromMs + tick++ * HostData.STEP_MS;
                data.next(values[i]);
            }
            engine.append(timesMs, values, now);
            done += now;
        }
    }

    private void ask(Engine engine) throws IOException {
        long toMs = fromMs + tick * HostData.STEP_MS;
        for (Question question : Question.values()) {
            Question.Answer answer = engine.ask(question, fromMs, toMs).get();
            measures.add(name, "count " + question, answer.count());
            measures.add(name, "sum " + question, String.format(Locale.ROOT, "%.6e", answer.sum()));
            double[] ms = new double[runs];
            for (int i = -2; i < runs; i++) {
                double took = milliseconds(engine, question, toMs);
                if (i >= 0) {
                    ms[i] = took;
                }
            }
            measures.add(name, "warm " + question, decimal(median(ms)));
        }
        for (Question question : Question.values()) {
            double[] ms = new double[Math.max(1, runs / 3)];
            boolean dropped = true;
            for (int i = 0; i < ms.length && dropped; i++) {
                boolean[] done = {false};
                engine.restart(() -> done[0] = dropCaches());
                dropped = done[0];
                ms[i] = milliseconds(engine, question, toMs);
            }
            measures.add(name, "cold " + question, dropped ? decimal(median(ms)) : "not allowed");
        }
    }

    private double milliseconds(Engine engine, Question question, long toMs) throws IOException {
        long start = System.nanoTime();
        Supplier<Question.Answer> answer = engine.ask(question, fromMs, toMs);
        double ms = (System.nanoTime() - start) / 1e6;
        if (answer.get().count() == 0) {
            throw new IOException(name + " has no answer to " + question);
        }
        return ms;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    /** Whether the kernel let us drop the page cache. */
    private static boolean dropCaches() {
        try {
            new ProcessBuilder("sync").start().waitFor();
            Files.writeString(DROP_CACHES, "3\n");
            return true;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void sleep(long ms) throws IOException {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    static String decimal(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
