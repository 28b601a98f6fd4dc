package dev.holdfast.benchmarks.compare;

import dev.holdfast.benchmarks.RecordedHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Measures the queries of {@link PromQlQuestion} on one engine: arguments are its name, a directory, the file of measures, the
 * days of data, and how often to ask. A directory that has data of a run before is used as it is.
 */
public final class QueryComparison {
    private static final int BATCH_TICKS = 60;
    private static final long DAY_MS = 86_400_000;

    private QueryComparison() {}

    /** See the class. */
    public static void main(String[] args) throws IOException {
        String name = args[0];
        Path directory = Path.of(args[1]);
        Measures measures = new Measures(Path.of(args[2]));
        double days = Double.parseDouble(args[3]);
        int runs = Integer.parseInt(args[4]);
        String only = args.length > 5 ? args[5] : "";
        int ticks = (int) Math.round(days * DAY_MS / HostData.STEP_MS);
        // Whole days up to yesterday: servers refuse the future. From midnight, where partitions begin.
        long fromMs = (System.currentTimeMillis() / DAY_MS - (long) Math.ceil(days) - 1) * DAY_MS;
        boolean loaded = Files.exists(directory);
        try (Engine engine = Comparison.open(name, directory)) {
            measures.add(name, "title", engine.title());
            measures.add(name, "remark", engine.remark());
            HostData data = new HostData(RecordedHost.read(RecordedHost.file()));
            if (!loaded) {
                engine.begin(data.labels());
                load(engine, data, ticks, fromMs);
            }
            for (PromQlQuestion question : PromQlQuestion.ALL) {
                if (question.name().contains(only)) {
                    ask(name, engine, question, fromMs, fromMs + ticks * HostData.STEP_MS, measures, runs);
                }
            }
        }
    }

    private static void load(Engine engine, HostData data, int ticks, long fromMs) throws IOException {
        long[] timesMs = new long[BATCH_TICKS];
        double[][] values = new double[BATCH_TICKS][HostData.SERIES];
        for (int done = 0; done < ticks; ) {
            int now = Math.min(BATCH_TICKS, ticks - done);
            for (int i = 0; i < now; i++) {
                timesMs[i] = fromMs + (done + i) * HostData.STEP_MS;
                data.next(values[i]);
            }
            engine.append(timesMs, values, now);
            done += now;
        }
        engine.settle();
    }

    private static void ask(
            String name, Engine engine, PromQlQuestion question, long fromMs, long toMs, Measures measures, int runs)
            throws IOException {
        long startMs = fromMs + question.stepMs() + question.shiftMs();
        Supplier<Question.Answer> first = engine.query(question, startMs, toMs - HostData.STEP_MS);
        measures.add(
                name,
                "count " + question.name() + question.shiftMs(),
                first.get().count());
        measures.add(
                name,
                "sum " + question.name() + question.shiftMs(),
                String.format(Locale.ROOT, "%.9e", first.get().sum()));
        double[] ms = new double[runs];
        double cpuSeconds = 0;
        for (int i = -runs / 2; i < runs; i++) {
            cpuSeconds = i == 0 ? engine.cpuSeconds() : cpuSeconds;
            long start = System.nanoTime();
            Supplier<Question.Answer> answer = engine.query(question, startMs, toMs - HostData.STEP_MS);
            double took = (System.nanoTime() - start) / 1e6;
            if (i >= 0) {
                ms[i] = took;
            }
            if (answer.get().count() != first.get().count()) {
                throw new IOException(name + " answers differently: " + question);
            }
        }
        double cpuMs = (engine.cpuSeconds() - cpuSeconds) * 1e3 / runs;
        measures.add(name, "cpu " + question.name() + question.shiftMs(), Comparison.decimal(cpuMs));
        Arrays.sort(ms);
        measures.add(name, "ms " + question.name() + question.shiftMs(), Comparison.decimal(ms[runs / 2]));
    }
}
