package dev.holdfast.agent.cli;

import dev.holdfast.agent.answer.JsonAnswer;
import dev.holdfast.agent.text.RoundSteps;
import dev.holdfast.query.EngineOptions;
import dev.holdfast.query.ParseException;
import dev.holdfast.query.PromQl;
import dev.holdfast.query.QueryEngine;
import dev.holdfast.query.QueryException;
import dev.holdfast.query.QueryResult;
import dev.holdfast.query.ast.Expr;
import dev.holdfast.query.ast.ValueType;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.StoreReader;
import dev.holdfast.storage.TimeRange;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
            "  holdfast query --since 1h -o table 'rate(node_network_receive_bytes_total[1m])'",
            "  holdfast query --at 'yesterday 03:00' node_memory_MemAvailable_bytes",
            "  holdfast query --since 'last monday' --end tuesday --save monday.svg node_load1",
            "  holdfast query --since 5m --watch node_load1",
            "  holdfast query --start 14:00 --end 14:30 --step 10s -o csv node_load1 > load.csv",
            "  holdfast query -o json 'up' | jq .data.result",
            "  holdfast query --since 7d --explain 'node_load1 > 8'"
        })
final class QueryCommand implements Callable<Integer> {
    private static final int DEFAULT_POINTS = 240;
    /** Of a picture: one every two pixels or so. */
    private static final int PICTURE_POINTS = 480;

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

    @Mixin
    private final AnswerOptions answer = new AnswerOptions();

    @Option(
            names = "--watch",
            arity = "0..1",
            paramLabel = "DURATION",
            fallbackValue = Watch.USUAL,
            preprocessor = Watch.Preprocessor.class,
            description =
                    "Ask again and again, every 2s or so often: --watch=10s. Redraws in place on a terminal, and appends"
                            + " in a pipe. Ctrl-C ends it.")
    private @Nullable String watch;

    @Option(
            names = "--explain",
            description =
                    "Instead of the answer, print what it took: its size, and for each selector what was considered, what"
                            + " was skipped and by what, and what was read. As a table or, with -o json, as an object.")
    private boolean explain;

    @Mixin
    private final DataOption data = new DataOption();

    QueryCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        AnswerFormat format = format();
        try {
            check(format);
            expression = NegatedExpr.read(expression);
            Expr expr = PromQl.parse(expression);
            AnswerPrinter printer = new AnswerPrinter(answer);
            if (watch != null) {
                return new Watch(console, SpanOptions.durationMs("--watch", watch))
                        .run(expression, format.isForPeople(), frame -> answer(expr, format, printer, frame));
            }
            answer(expr, format, printer, console);
            return ExitStatus.OK;
        } catch (ParseException | QueryException | Failure | IOException e) {
            if (format == AnswerFormat.JSON) {
                JsonAnswer.error(console.out(), errorType(e), message(e));
            }
            throw e;
        }
    }

    private void check(AnswerFormat format) {
        if (at != null && span.isGiven()) {
            throw new Failure(
                    ExitStatus.USAGE, "too much said, --at: is for one moment, --since and --start for a span");
        }
        if (step != null && !span.isGiven()) {
            throw new Failure(ExitStatus.USAGE, "no span, --step: say --since or --start too");
        }
        if (!span.isGiven() && format.needsSpan()) {
            throw new Failure(ExitStatus.USAGE, "no span, -o " + format.text() + ": say --since or --start too");
        }
        if (!span.isGiven() && !answer.files().isEmpty()) {
            throw new Failure(ExitStatus.USAGE, "no span, --save: say --since or --start too");
        }
        answer.files().forEach(AnswerOptions::formatOf);
        if (explain && format != AnswerFormat.TABLE && format != AnswerFormat.JSON) {
            throw new Failure(ExitStatus.USAGE, "no such explanation, --explain: it is a table or json");
        }
        if (watch != null && (format.isPicture() || format == AnswerFormat.OPENMETRICS || explain)) {
            throw new Failure(
                    ExitStatus.USAGE, "one answer only, --watch: cannot be with --explain, -o svg, png or openmetrics");
        }
        if (format == AnswerFormat.PNG && console.terminal().outIsTerminal()) {
            throw new Failure(ExitStatus.USAGE, "no text, -o png: write it to a file with --save FILE.png");
        }
    }

    private void answer(Expr expr, AnswerFormat format, AnswerPrinter printer, Console world) throws IOException {
        QueryEngine engine = new QueryEngine(EngineOptions.defaults());
        long startedMs = world.nowMs();
        try (StoreReader store = data.open(world);
                Snapshot snapshot = store.snapshot()) {
            long openedMs = world.nowMs();
            QuerySteps steps = span.isGiven() ? steps(expr, format, world) : null;
            QueryResult result = steps == null
                    ? engine.instant(expr, snapshot, at == null ? world.nowMs() : SpanOptions.timeMs("--at", at, world))
                    : engine.range(expr, snapshot, steps.startMs(), steps.endMs(), steps.stepMs());
            AnswerPrinter.Answer whole = new AnswerPrinter.Answer(expression, expr, steps, result);
            if (explain) {
                ExprOutline outline = ExprOutline.of(expr);
                print(
                        new Explanation(
                                outline, result, snapshot.trace(), openedMs - startedMs, world.nowMs() - openedMs),
                        whole,
                        snapshot,
                        format);
            } else {
                printer.print(whole, format, snapshot, world);
            }
        }
    }

    private QuerySteps steps(Expr expr, AnswerFormat format, Console world) {
        if (expr.type() == ValueType.RANGE_VECTOR) {
            // The engine says so too, but knows no flags.
            throw new Failure(
                    ExitStatus.DATA,
                    "cannot be drawn: \"" + expression
                            + "\" is a range of samples at each step; ask for one moment without"
                            + " --since, or put it into a function like rate() or avg_over_time()");
        }
        TimeRange range = span.inclusive(world);
        int points = format.isPicture() || !answer.files().isEmpty()
                ? PICTURE_POINTS
                : format == AnswerFormat.CHART ? world.terminal().columns() * 2 : DEFAULT_POINTS;
        long stepMs = step == null
                ? RoundSteps.shortest(round -> round >= range.lengthMs() / points)
                : SpanOptions.stepMs("--step", step);
        long endMs = range.toExclusiveMs();
        long startMs = range.fromInclusiveMs();
        if (span.isRelative() && stepMs <= range.lengthMs()) {
            // On round times, so that asking again a moment later gives the same points.
            endMs = Math.floorDiv(endMs, stepMs) * stepMs;
            startMs = Math.floorDiv(startMs, stepMs) * stepMs;
        }
        return new QuerySteps(startMs, endMs, stepMs);
    }

    private void print(Explanation explanation, AnswerPrinter.Answer whole, Snapshot snapshot, AnswerFormat format)
            throws IOException {
        if (format == AnswerFormat.JSON) {
            JsonAnswer.data(
                    console.out(), AnswerPrinter.partial(snapshot), json -> new ExplainJson(json).write(explanation));
        } else {
            new ExplainText(console.out(), console.zone()).print(explanation);
        }
        new AnswerRemarks(console).print(whole, format, snapshot);
    }

    private AnswerFormat format() {
        if (answer.output() != null) {
            return answer.output();
        }
        if (!span.isGiven() || explain) {
            return AnswerFormat.TABLE;
        }
        return console.terminal().outIsTerminal() ? AnswerFormat.CHART : AnswerFormat.LIST;
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
}
