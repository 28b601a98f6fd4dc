package dev.holdfast.agent.cli;

import dev.holdfast.agent.answer.JsonAnswer;
import dev.holdfast.agent.chart.Chart;
import dev.holdfast.agent.chart.Palette;
import dev.holdfast.agent.text.RoundSteps;
import dev.holdfast.query.EngineOptions;
import dev.holdfast.query.MatrixResult;
import dev.holdfast.query.ParseException;
import dev.holdfast.query.PromQl;
import dev.holdfast.query.QueryEngine;
import dev.holdfast.query.QueryException;
import dev.holdfast.query.QueryResult;
import dev.holdfast.query.ast.Expr;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.StoreReader;
import dev.holdfast.storage.TimeRange;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code holdfast query}. */
@Command(
        name = "query",
        sortOptions = false,
        description = {
            "Evaluates a PromQL expression over the data directory, whether an agent is running or not.",
            "",
            "With --since or --start the expression is evaluated at every step of that span; else once, now or --at.",
            ""
        },
        header = "Ask a question in PromQL.",
        synopsisHeading = "Usage: ",
        footer = {
            "",
            "Examples:",
            "  holdfast query node_load1",
            "  holdfast query --since 1h 'sum by (mode) (rate(node_cpu_seconds_total[1m]))'",
            "  holdfast query --at 'yesterday 03:00' node_memory_MemAvailable_bytes",
            "  holdfast query --start 14:00 --end 14:30 --step 10s -o csv node_load1 > load.csv",
            "  holdfast query -o json 'up' | jq .data.result",
            "  holdfast query --since 7d --explain 'node_load1 > 8'"
        })
final class QueryCommand implements Callable<Integer> {
    /** What an answer may look like. */
    enum Format {
        TABLE,
        CHART,
        JSON,
        CSV
    }

    private static final int DEFAULT_POINTS = 240;
    private static final int CHART_ROWS_MIN = 6;
    private static final int CHART_ROWS_MAX = 18;

    private final Console console;

    @Parameters(paramLabel = "EXPR", description = "The expression; put it in single quotes.")
    private String expression = "";

    @Option(names = "--at", paramLabel = "T", description = "Evaluate at this time. Default: now.")
    private @Nullable String at;

    @Mixin
    private final SpanOptions span = new SpanOptions();

    @Option(
            names = "--step",
            paramLabel = "DURATION",
            description = "Distance of the evaluations. Default: a round one that fits the width.")
    private @Nullable String step;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            converter = FormatConverter.class,
            description = {
                "table, chart, json or csv. A table rounds fractions, json and csv do not.",
                "json is the answer of Prometheus's HTTP API. Default: a chart for a span on a terminal, else a table."
            })
    private @Nullable Format output;

    @Option(
            names = "--explain",
            description = {
                "Instead of the answer, print what it took: its size, and for each selector what was considered,",
                "what was skipped and by what, and what was read. As a table or, with -o json, as an object."
            })
    private boolean explain;

    @Mixin
    private final DataOption data = new DataOption();

    QueryCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Format format = format();
        try {
            answer(format);
            return ExitStatus.OK;
        } catch (ParseException | QueryException | Failure | IOException e) {
            if (format == Format.JSON) {
                JsonAnswer.error(console.out(), errorType(e), message(e));
            }
            throw e;
        }
    }

    private void answer(Format format) throws IOException {
        if (at != null && span.isGiven()) {
            throw new Failure(
                    ExitStatus.USAGE, "too much said, --at: is for one moment, --since and --start for a span");
        }
        if (step != null && !span.isGiven()) {
            throw new Failure(ExitStatus.USAGE, "no span, --step: say --since or --start too");
        }
        if (format == Format.CHART && !span.isGiven()) {
            throw new Failure(ExitStatus.USAGE, "no span, -o chart: say --since or --start too");
        }
        if (explain && format != Format.TABLE && format != Format.JSON) {
            throw new Failure(ExitStatus.USAGE, "no such explanation, --explain: it is a table or json");
        }
        QueryEngine engine = new QueryEngine(EngineOptions.defaults());
        long startedMs = console.nowMs();
        try (StoreReader store = data.open(console);
                Snapshot snapshot = store.snapshot()) {
            long openedMs = console.nowMs();
            Expr expr = PromQl.parse(expression);
            Steps steps = span.isGiven() ? steps(format) : null;
            QueryResult result = steps == null
                    ? engine.instant(expr, snapshot, momentMs())
                    : engine.range(expr, snapshot, steps.startMs, steps.endMs, steps.stepMs);
            if (explain) {
                ExprOutline outline = ExprOutline.of(expr);
                print(
                        new Explanation(
                                outline, result, snapshot.trace(), openedMs - startedMs, console.nowMs() - openedMs),
                        snapshot,
                        format);
            } else if (format == Format.CHART
                    && steps != null
                    && result instanceof MatrixResult matrix
                    && !matrix.series().isEmpty()) {
                chart(matrix, steps);
                new AnswerRemarks(console).print(result, snapshot);
            } else {
                print(result, snapshot, format);
            }
        }
    }

    private long momentMs() {
        return at == null ? console.nowMs() : SpanOptions.timeMs("--at", at, console);
    }

    /** Where the expression is evaluated. */
    private record Steps(long startMs, long endMs, long stepMs) {}

    private Steps steps(Format format) {
        TimeRange range = span.inclusive(console);
        int points = format == Format.CHART ? console.terminal().columns() * 2 : DEFAULT_POINTS;
        long stepMs = step == null
                ? RoundSteps.shortest(round -> round >= range.lengthMs() / points)
                : SpanOptions.durationMs("--step", step);
        long endMs = range.toExclusiveMs();
        long startMs = range.fromInclusiveMs();
        if (span.isRelative() && stepMs <= range.lengthMs()) {
            // On round times, so that asking again a moment later gives the same points.
            endMs = Math.floorDiv(endMs, stepMs) * stepMs;
            startMs = Math.floorDiv(startMs, stepMs) * stepMs;
        }
        return new Steps(startMs, endMs, stepMs);
    }

    private void chart(MatrixResult result, Steps steps) {
        Terminal terminal = console.terminal();
        int legend = Math.min(result.series().size(), Palette.SIZE) + 5;
        int rows = terminal.outIsTerminal()
                ? Math.max(CHART_ROWS_MIN, Math.min(CHART_ROWS_MAX, terminal.rows() - legend))
                : CHART_ROWS_MAX;
        Palette palette = new Palette(terminal.colours());
        new Chart(
                        expression,
                        steps.startMs,
                        steps.endMs,
                        steps.stepMs,
                        console.zone(),
                        terminal.columns(),
                        rows,
                        palette)
                .print(result.series(), console.out());
    }

    private void print(Explanation explanation, Snapshot snapshot, Format format) {
        if (format == Format.JSON) {
            json(() -> JsonAnswer.data(
                    console.out(), partial(snapshot), json -> new ExplainJson(json).write(explanation)));
        } else {
            new ExplainText(console.out(), console.zone()).print(explanation);
        }
        new AnswerRemarks(console).print(explanation.result(), snapshot);
    }

    private void print(QueryResult result, Snapshot snapshot, Format format) {
        switch (format) {
            case JSON -> json(() -> JsonAnswer.query(console.out(), result, partial(snapshot)));
            case CSV -> new ResultCsv(console.out()).print(result);
            default -> new ResultTable(console.out(), console.zone(), width()).print(result);
        }
        new AnswerRemarks(console).print(result, snapshot);
    }

    private static List<String> partial(Snapshot snapshot) {
        return snapshot.damages().stream().map(damage -> "partial: " + damage).toList();
    }

    /** Writes to standard output. */
    private interface Writing {
        void run() throws IOException;
    }

    private static void json(Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            throw new Failure(ExitStatus.IO, "cannot write the answer: " + e.getMessage(), e);
        }
    }

    /** A pipe takes lines of any width. */
    private int width() {
        return console.terminal().outIsTerminal() ? console.terminal().columns() : Integer.MAX_VALUE;
    }

    private Format format() {
        if (output != null) {
            return output;
        }
        return span.isGiven() && !explain && console.terminal().outIsTerminal() ? Format.CHART : Format.TABLE;
    }

    private static String errorType(Exception e) {
        if (e instanceof ParseException) {
            return "bad_data";
        }
        if (e instanceof QueryException query) {
            return query.kind().name().toLowerCase(Locale.ROOT);
        }
        return e instanceof Failure failure && failure.status() == ExitStatus.USAGE ? "bad_data" : "internal";
    }

    /** The HTTP API's words where it has some. */
    private static String message(Exception e) {
        String text = String.valueOf(e.getMessage());
        return e instanceof ParseException ? "invalid parameter \"query\": " + text : text;
    }

    /** Reads a format's name. */
    static final class FormatConverter implements ITypeConverter<Format> {
        @Override
        public Format convert(String text) {
            for (Format format : List.of(Format.values())) {
                if (format.name().equalsIgnoreCase(text)) {
                    return format;
                }
            }
            throw new TypeConversionException("\"" + text + "\" is not one of table, chart, json, csv");
        }
    }
}
