package dev.holdfast.query.script;

import dev.holdfast.query.EngineOptions;
import dev.holdfast.query.MatrixResult;
import dev.holdfast.query.MatrixSeries;
import dev.holdfast.query.ParseException;
import dev.holdfast.query.PromQl;
import dev.holdfast.query.QueryEngine;
import dev.holdfast.query.QueryException;
import dev.holdfast.query.QueryResult;
import dev.holdfast.query.ScalarResult;
import dev.holdfast.query.StringResult;
import dev.holdfast.query.VectorResult;
import dev.holdfast.query.VectorSample;
import dev.holdfast.query.ast.Expr;
import dev.holdfast.query.ast.StringLiteral;
import dev.holdfast.query.ast.ValueType;
import dev.holdfast.storage.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Runs the commands of a script; an assertion error names the line. */
final class ScriptRunner {
    private static final long MINUTE_MS = 60_000;

    private final QueryEngine engine = new QueryEngine(EngineOptions.defaults());
    private final SampleBench bench;

    ScriptRunner(SampleBench bench) {
        this.bench = bench;
    }

    void run(Command command) {
        try {
            if (command instanceof Command.Clear) {
                bench.clear();
            } else if (command instanceof Command.Load load) {
                load(load);
            } else {
                evaluate((Command.Eval) command);
            }
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("line " + command.line() + ": " + command + ": " + e, e);
        }
    }

    private void load(Command.Load load) {
        for (String row : load.series()) {
            if (isStartTimes(row)) {
                continue;
            }
            SeriesLine line = SeriesLine.parse(row);
            for (int i = 0; i < line.values().size(); i++) {
                if (!SeriesLine.isNone(line.values().get(i))) {
                    long bits = Double.doubleToRawLongBits(line.values().get(i));
                    bench.add(line.labels(), i * load.stepMs(), bits);
                }
            }
        }
    }

    /** Rows of start timestamps, which are not stored. */
    static boolean isStartTimes(String row) {
        return row.matches("[^\"]*(\"[^\"]*\"[^\"]*)*@st\\s.*");
    }

    private void evaluate(Command.Eval eval) {
        if (eval.expects("fail")) {
            expectFailure(eval);
            return;
        }
        Expr expr = PromQl.parse(eval.expression());
        QueryResult result = eval.isInstant()
                ? engine.instant(expr, bench.snapshot(), eval.startMs())
                : engine.range(expr, bench.snapshot(), eval.startMs(), eval.endMs(), eval.stepMs());
        checkAnnotations(eval, "warn", result.warnings());
        checkAnnotations(eval, "info", result.infos());
        if (!eval.isInstant()) {
            compare(expectedMatrix(eval, eval.startMs(), eval.stepMs()), matrix((MatrixResult) result), "range");
            return;
        }
        compareInstant(eval, result);
        boolean vector = expr.type() == ValueType.INSTANT_VECTOR || expr.type() == ValueType.SCALAR;
        boolean dependsOnRange = eval.expression().matches("(?s).*\\b(start|end|range|step)\\(\\).*");
        if (vector && !dependsOnRange && !eval.expects("ordered")) {
            compareOtherWays(eval, expr, result);
        }
    }

    private void expectFailure(Command.Eval eval) {
        String message;
        try {
            Expr expr = PromQl.parse(eval.expression());
            QueryResult result = eval.isInstant()
                    ? engine.instant(expr, bench.snapshot(), eval.startMs())
                    : engine.range(expr, bench.snapshot(), eval.startMs(), eval.endMs(), eval.stepMs());
            throw new AssertionError("should fail, but gives " + result);
        } catch (QueryException | ParseException e) {
            message = String.valueOf(e.getMessage());
        }
        for (String detail : eval.details("fail")) {
            expect(matches(detail, message), "other message: " + message);
        }
    }

    /** Whether a message is what {@code msg: text} or {@code regex: expression} asks for. */
    private static boolean matches(String detail, String message) {
        if (detail.startsWith("msg:")) {
            String text = detail.substring(4).trim();
            return message.equals(text) || message.startsWith(text + " ("); // the place may be left out
        }
        return !detail.startsWith("regex:")
                || Pattern.compile(detail.substring(6).trim()).matcher(message).find();
    }

    /** When anything is expected, each remark must be, and each expectation must be met. */
    private static void checkAnnotations(Command.Eval eval, String kind, List<String> found) {
        if (eval.expects("no_" + kind)) {
            expect(found.isEmpty(), "expected no " + kind + ": " + found);
        }
        if (!eval.expects(kind)) {
            return;
        }
        expect(!found.isEmpty(), "expected " + kind);
        List<String> details = eval.details(kind);
        for (String detail : details) {
            expect(found.stream().anyMatch(one -> matches(detail, one)), "other " + kind + ": " + found);
        }
        if (!details.isEmpty()) {
            for (String one : found) {
                expect(details.stream().anyMatch(detail -> matches(detail, one)), "one more " + kind + ": " + one);
            }
        }
    }

    private static void compareInstant(Command.Eval eval, QueryResult result) {
        if (result instanceof StringResult string) {
            String expected = Objects.requireNonNull(eval.detail("string"));
            expect(
                    PromQl.parse(expected) instanceof StringLiteral literal
                            && literal.value().equals(string.value()),
                    "other string: " + string.value());
        } else if (result instanceof MatrixResult matrix) {
            String[] words = Objects.requireNonNull(eval.detail("range vector")).split("\\s+");
            long startMs = ScriptParser.timeMs(words[1]);
            long stepMs = ScriptParser.timeMs(words[5]);
            compare(expectedMatrix(eval, startMs, stepMs), matrix(matrix), "range vector");
        } else {
            compare(expectedMatrix(eval, eval.startMs(), 1), matrix(result), "instant");
            if (eval.expects("ordered")) {
                List<Labels> order = ((VectorResult) result)
                        .samples().stream().map(VectorSample::labels).toList();
                List<Labels> wanted = eval.rows().stream()
                        .map(row -> SeriesLine.parse(row).labels())
                        .toList();
                expect(order.equals(wanted), "other order: " + order);
            }
        }
    }

    /** The same as the middle of a range query, and pinned to the moment at other evaluation times. */
    private void compareOtherWays(Command.Eval eval, Expr expr, QueryResult result) {
        long timeMs = eval.startMs();
        Map<Labels, NavigableMap<Long, Double>> expected = matrix(result);
        try {
            MatrixResult range =
                    engine.range(expr, bench.snapshot(), timeMs - MINUTE_MS, timeMs + MINUTE_MS, MINUTE_MS);
            compare(expected, at(matrix(range), timeMs), "middle of a range");
        } catch (QueryException e) {
            // The steps before and after may run into what this one does not: a match that is not unique.
            String message = String.valueOf(e.getMessage());
            expect(
                    message.contains("match") || message.contains("labelset"),
                    "fails as a range query: " + e.getMessage());
        }
        if (Pinning.isPossible(expr)) {
            Expr pinned = Pinning.at(expr, timeMs);
            for (long shiftMs : new long[] {-7_000, 3_600_000}) {
                QueryResult moved = engine.instant(pinned, bench.snapshot(), timeMs + shiftMs);
                compare(expected, shifted(matrix(moved), -shiftMs), "pinned, evaluated " + shiftMs + " ms off");
            }
            MatrixResult range = engine.range(pinned, bench.snapshot(), timeMs, timeMs + 10_000, 10_000);
            compare(expected, at(matrix(range), timeMs), "pinned in a range, first step");
            compare(expected, shifted(at(matrix(range), timeMs + 10_000), -10_000), "pinned in a range, second step");
        }
    }

    private static Map<Labels, NavigableMap<Long, Double>> shifted(
            Map<Labels, NavigableMap<Long, Double>> matrix, long byMs) {
        Map<Labels, NavigableMap<Long, Double>> result = new TreeMap<>();
        matrix.forEach((labels, values) -> {
            NavigableMap<Long, Double> moved = new TreeMap<>();
            values.forEach((time, value) -> moved.put(time + byMs, value));
            result.put(labels, moved);
        });
        return result;
    }

    private static Map<Labels, NavigableMap<Long, Double>> at(
            Map<Labels, NavigableMap<Long, Double>> matrix, long timeMs) {
        Map<Labels, NavigableMap<Long, Double>> result = new TreeMap<>();
        matrix.forEach((labels, values) -> {
            Double value = values.get(timeMs);
            if (value != null) {
                result.put(labels, new TreeMap<>(Map.of(timeMs, value)));
            }
        });
        return result;
    }

    private static Map<Labels, NavigableMap<Long, Double>> expectedMatrix(
            Command.Eval eval, long startMs, long stepMs) {
        Map<Labels, NavigableMap<Long, Double>> expected = new TreeMap<>();
        for (String row : eval.rows()) {
            SeriesLine line = SeriesLine.isBareNumber(row) ? SeriesLine.parse("{} " + row) : SeriesLine.parse(row);
            NavigableMap<Long, Double> values = new TreeMap<>();
            for (int i = 0; i < line.values().size(); i++) {
                if (!SeriesLine.isNone(line.values().get(i))) {
                    values.put(startMs + i * stepMs, line.values().get(i));
                }
            }
            expected.put(line.labels(), values);
        }
        return expected;
    }

    private static Map<Labels, NavigableMap<Long, Double>> matrix(QueryResult result) {
        Map<Labels, NavigableMap<Long, Double>> matrix = new TreeMap<>();
        if (result instanceof ScalarResult scalar) {
            matrix.put(Labels.EMPTY, new TreeMap<>(Map.of(scalar.timestampMs(), scalar.value())));
        } else if (result instanceof VectorResult vector) {
            for (VectorSample sample : vector.samples()) {
                matrix.put(sample.labels(), new TreeMap<>(Map.of(sample.timestampMs(), sample.value())));
            }
        } else if (result instanceof MatrixResult many) {
            for (MatrixSeries series : many.series()) {
                NavigableMap<Long, Double> values = new TreeMap<>();
                for (int i = 0; i < series.size(); i++) {
                    values.put(series.timestampMs(i), series.value(i));
                }
                matrix.put(series.labels(), values);
            }
        }
        return matrix;
    }

    private static void compare(
            Map<Labels, NavigableMap<Long, Double>> expected,
            Map<Labels, NavigableMap<Long, Double>> actual,
            String way) {
        List<String> differences = new ArrayList<>();
        expected.forEach((labels, values) -> {
            if (!equal(values, actual.get(labels))) {
                differences.add(labels + " should be " + values + " but is " + actual.get(labels));
            }
        });
        actual.forEach((labels, values) -> {
            if (!expected.containsKey(labels)) {
                differences.add(labels + " should not be there but is " + values);
            }
        });
        expect(differences.isEmpty(), way + ": " + String.join("; ", differences));
    }

    private static boolean equal(NavigableMap<Long, Double> a, @Nullable NavigableMap<Long, Double> b) {
        if (b == null || !a.keySet().equals(b.keySet())) {
            return false;
        }
        return a.keySet().stream()
                .allMatch(time -> Comparison.almostEqual(
                        Objects.requireNonNull(a.get(time)), Objects.requireNonNull(b.get(time))));
    }

    private static void expect(boolean condition, String message) {
        if (!condition) {
            throw new AssertionError(message);
        }
    }
}
