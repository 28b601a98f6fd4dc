package dev.holdfast.query.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.query.ParseException;
import dev.holdfast.query.PromQl;
import dev.holdfast.query.ast.Expr;
import dev.holdfast.query.ast.LabelMatcher;
import dev.holdfast.query.ast.MatrixSelector;
import dev.holdfast.query.ast.VectorSelector;
import dev.holdfast.storage.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Runs scripts that are not ours, for example Prometheus's own: {@code -Dholdfast.scripts=DIR}.
 *
 * <p>What asks for native histograms is counted apart. Every other evaluation must hold.
 */
@EnabledIfSystemProperty(
        named = "holdfast.scripts",
        matches = ".+",
        disabledReason = "give a directory of *.test files: -Dholdfast.scripts=DIR")
class ForeignScriptsTest {
    private int passed;
    private int nativeOnes;
    private final List<String> failures = new ArrayList<>();

    @Test
    void everyEvaluationHolds() throws IOException {
        Path directory = Path.of(Objects.requireNonNull(System.getProperty("holdfast.scripts")));
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(one -> one.toString().endsWith(".test"))
                    .sorted()
                    .toList()) {
                run(file);
            }
        }
        failures.forEach(System.out::println);
        assertEquals(0, failures.size(), "evaluations that do not hold, of " + (passed + failures.size()));
    }

    private void run(Path file) throws IOException {
        int passedBefore = passed;
        int nativeBefore = nativeOnes;
        int failedBefore = failures.size();
        ScriptRunner runner = new ScriptRunner(new MemoryBench());
        List<SeriesLine> histograms = new ArrayList<>();
        for (Command command : new ScriptParser(Files.readString(file)).parse()) {
            if (command instanceof Command.Clear) {
                histograms.clear();
            }
            if (command instanceof Command.Load load) {
                load.series().stream()
                        .filter(row -> !ScriptRunner.isStartTimes(row))
                        .map(SeriesLine::parse)
                        .map(row -> load.withNative() ? withoutBucket(row) : row)
                        .filter(SeriesLine::histograms)
                        .forEach(histograms::add);
            }
            if (command instanceof Command.Eval eval && needsHistograms(eval, histograms)) {
                nativeOnes++;
                continue;
            }
            try {
                runner.run(command);
                passed += command instanceof Command.Eval ? 1 : 0;
            } catch (AssertionError e) {
                failures.add(file.getFileName() + " " + e.getMessage());
            }
        }
        System.out.printf(
                "%-28s %4d pass %4d fail %4d native%n",
                file.getFileName(), passed - passedBefore, failures.size() - failedBefore, nativeOnes - nativeBefore);
    }

    /** The native histogram that a bucket of a classic one is also loaded as. */
    private static SeriesLine withoutBucket(SeriesLine bucket) {
        String name = bucket.labels().metricName();
        if (!name.endsWith("_bucket") || bucket.labels().get("le").isEmpty()) {
            return bucket;
        }
        Labels labels = bucket.labels().toBuilder()
                .remove("le")
                .set(Labels.METRIC_NAME, name.substring(0, name.length() - "_bucket".length()))
                .build();
        return new SeriesLine(labels, List.of(), true);
    }

    /** Whether a native histogram is expected, or among what is selected. */
    private static boolean needsHistograms(Command.Eval eval, List<SeriesLine> histograms) {
        if (eval.rows().stream().anyMatch(row -> row.contains("{{"))) {
            return true;
        }
        try {
            return selects(PromQl.parse(eval.expression()), histograms);
        } catch (ParseException e) {
            return false;
        }
    }

    private static boolean selects(Expr expr, List<SeriesLine> histograms) {
        List<LabelMatcher> matchers = expr instanceof VectorSelector selector
                ? selector.matchers()
                : expr instanceof MatrixSelector matrix ? matrix.selector().matchers() : null;
        if (matchers != null) {
            return histograms.stream()
                    .anyMatch(series -> matchers.stream()
                            .allMatch(matcher -> matcher.matches(series.labels().get(matcher.name()))));
        }
        return expr.children().stream().anyMatch(child -> selects(child, histograms));
    }
}
