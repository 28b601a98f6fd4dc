package dev.holdfast.query;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.query.differential.ComplianceQueries;
import dev.holdfast.query.differential.DemoData;
import dev.holdfast.query.differential.PrometheusServer;
import dev.holdfast.query.differential.VersionDifferences;
import dev.holdfast.query.memory.MemorySnapshot;
import dev.holdfast.query.random.ExpressionGenerator;
import dev.holdfast.query.script.Comparison;
import dev.holdfast.storage.Labels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Asks the engine and an installed Prometheus the same questions about the same data. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrometheusDifferentialIT {
    /** Query times end in half seconds, samples and subquery steps lie on full ones: no sample is on an edge. */
    private static final long FIRST_MS = DemoData.START_MS + 7_203_500;

    private static final long LAST_MS = FIRST_MS + 600_000;
    private static final long STEP_MS = 20_000;
    private static final int RANDOM_EXPRESSIONS = Integer.getInteger("random.expressions", 4_000);
    private static final double NOTHING = 1e-9;
    private static final int CANARY_EXPRESSIONS = 400;
    private static final long SEED = Long.getLong("random.seed", 1);

    private final QueryEngine engine = new QueryEngine(EngineOptions.defaults());
    private MemorySnapshot snapshot = new MemorySnapshot();
    private @Nullable PrometheusServer server;
    private int answered;
    private int refused;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException, InterruptedException {
        assumeTrue(PrometheusServer.isInstalled(), "skipped: there is no /usr/bin/prometheus to compare with");
        DemoData data = new DemoData();
        snapshot = data.snapshot();
        PrometheusServer started = PrometheusServer.start(directory);
        server = started;
        started.write(data.series());
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void compliesOnEveryTemplate() throws IOException, InterruptedException {
        List<String> differences = new ArrayList<>();
        List<String> queries = ComplianceQueries.all();
        for (String query : queries) {
            differences.addAll(compare(query));
        }
        report("templates", queries.size(), differences);
    }

    @Test
    void compliesOnRandomExpressions() throws IOException, InterruptedException {
        List<String> differences = new ArrayList<>();
        int known = 0;
        for (int i = 0; i < RANDOM_EXPRESSIONS; i++) {
            long seed = SEED * 1_000_000 + i;
            String expression = new ExpressionGenerator(seed).next();
            if (VersionDifferences.isKnown(expression)) {
                known++;
                continue;
            }
            for (String difference : compare(expression)) {
                differences.add("seed " + seed + ": " + difference);
            }
        }
        assertTrue(known < RANDOM_EXPRESSIONS / 5, "too many left out: " + known);
        report("random expressions", RANDOM_EXPRESSIONS - known, differences);
    }

    /** Canaries: bugs planted in our answers must be found. */
    @Test
    void findsAMissingReset() throws IOException, InterruptedException {
        assertFinds(query -> query.replace("increase(", "delta("), EngineOptions.defaults());
    }

    @Test
    void findsAWindowThatBeginsASampleEarly() throws IOException, InterruptedException {
        assertFinds(
                query -> query.replaceAll("\\[5m]", "[5m10s]").replaceAll("\\[30s]", "[40s]"),
                EngineOptions.defaults());
    }

    @Test
    void findsALookbackThatIsASampleShort() throws IOException, InterruptedException {
        assertFinds(query -> query, EngineOptions.defaults().withLookbackMs(290_000));
    }

    private void assertFinds(UnaryOperator<String> bug, EngineOptions options)
            throws IOException, InterruptedException {
        QueryEngine broken = new QueryEngine(options);
        PrometheusServer prometheus = Objects.requireNonNull(server);
        for (long seed = 0; seed < CANARY_EXPRESSIONS; seed++) {
            String query = new ExpressionGenerator(seed).next();
            if (!VersionDifferences.isKnown(query)
                    && difference(
                                    query,
                                    prometheus.range(query, FIRST_MS, LAST_MS, STEP_MS),
                                    ours(() -> broken.range(bug.apply(query), snapshot, FIRST_MS, LAST_MS, STEP_MS)))
                            != null) {
                return;
            }
        }
        fail("not found by " + CANARY_EXPRESSIONS + " expressions");
    }

    private void report(String what, int count, List<String> differences) {
        System.out.println(what + ": " + count + " queries, each as a range and as an instant query (" + answered
                + " answers with series, " + refused + " refused), " + differences.size() + " differences");
        assertTrue(differences.isEmpty(), () -> String.join("\n", differences));
    }

    @BeforeEach
    void countAnew() {
        answered = 0;
        refused = 0;
    }

    private List<String> compare(String query) throws IOException, InterruptedException {
        PrometheusServer prometheus = Objects.requireNonNull(server);
        List<String> differences = new ArrayList<>();
        String range = difference(
                query,
                prometheus.range(query, FIRST_MS, LAST_MS, STEP_MS),
                ours(() -> engine.range(query, snapshot, FIRST_MS, LAST_MS, STEP_MS)));
        if (range != null) {
            differences.add("range " + query + ": " + range);
        }
        String instant = difference(
                query, prometheus.instant(query, LAST_MS), ours(() -> engine.instant(query, snapshot, LAST_MS)));
        if (instant != null) {
            differences.add("instant " + query + ": " + instant);
        }
        return differences;
    }

    private interface Question {
        QueryResult ask();
    }

    private static PrometheusServer.Answer ours(Question question) {
        try {
            return new PrometheusServer.Answer(series(question.ask()), null);
        } catch (QueryException | ParseException e) {
            return new PrometheusServer.Answer(Map.of(), e.getMessage());
        }
    }

    private static Map<Labels, Map<Long, Double>> series(QueryResult result) {
        Map<Labels, Map<Long, Double>> all = new TreeMap<>();
        if (result instanceof ScalarResult scalar) {
            all.put(Labels.EMPTY, Map.of(scalar.timestampMs(), scalar.value()));
        } else if (result instanceof VectorResult vector) {
            vector.samples().forEach(one -> all.put(one.labels(), Map.of(one.timestampMs(), one.value())));
        } else if (result instanceof MatrixResult matrix) {
            for (MatrixSeries one : matrix.series()) {
                Map<Long, Double> samples = new TreeMap<>();
                for (int i = 0; i < one.size(); i++) {
                    samples.put(one.timestampMs(i), one.value(i));
                }
                all.put(one.labels(), samples);
            }
        }
        return all;
    }

    private @Nullable String difference(String query, PrometheusServer.Answer theirs, PrometheusServer.Answer ours) {
        answered += theirs.series().isEmpty() ? 0 : 1;
        refused += theirs.error() == null ? 0 : 1;
        if (VersionDifferences.isKnownRefusal(query, theirs.error(), ours.error())) {
            return null;
        }
        if ((theirs.error() == null) != (ours.error() == null)) {
            return "theirs " + theirs.error() + ", ours " + ours.error();
        }
        if (!theirs.series().keySet().equals(ours.series().keySet())) {
            return "series theirs " + theirs.series().keySet() + ", ours "
                    + ours.series().keySet();
        }
        for (Map.Entry<Labels, Map<Long, Double>> entry : theirs.series().entrySet()) {
            Map<Long, Double> mine = ours.series().getOrDefault(entry.getKey(), Map.of());
            if (!entry.getValue().keySet().equals(mine.keySet())) {
                return entry.getKey() + " times theirs " + entry.getValue().keySet() + ", ours " + mine.keySet();
            }
            for (Map.Entry<Long, Double> sample : entry.getValue().entrySet()) {
                double value = mine.getOrDefault(sample.getKey(), Double.NaN);
                if (!Comparison.almostEqual(sample.getValue(), value) && !areNothing(sample.getValue(), value)) {
                    return entry.getKey() + " at " + sample.getKey() + " theirs " + sample.getValue() + ", ours "
                            + value;
                }
            }
        }
        return null;
    }

    /** Whether both are what rounding leaves of a difference: all that is measured here is far larger. */
    private static boolean areNothing(double a, double b) {
        return Math.abs(a) < NOTHING && Math.abs(b) < NOTHING;
    }
}
