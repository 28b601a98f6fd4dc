package dev.holdfast.agent.cli;

import dev.holdfast.agent.answer.JsonAnswer;
import dev.holdfast.agent.chart.Chart;
import dev.holdfast.agent.chart.ChartStyle;
import dev.holdfast.agent.chart.Figure;
import dev.holdfast.agent.chart.Glyphs;
import dev.holdfast.agent.chart.Palette;
import dev.holdfast.agent.chart.PngPicture;
import dev.holdfast.agent.chart.SvgPicture;
import dev.holdfast.agent.chart.UnitGuess;
import dev.holdfast.query.MatrixResult;
import dev.holdfast.query.QueryResult;
import dev.holdfast.query.ast.Expr;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SeriesMatcher;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.TimeRange;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Prints the answer to a query in the format that is asked for. One for all answers of a command. */
final class AnswerPrinter {
    private static final int CHART_ROWS_MIN = 3;
    private static final int CHART_ROWS_MAX = 18;
    /** Lines of a chart besides field and legend: title, axis and its texts, footer, and the prompt below. */
    private static final int CHART_FURTHER_ROWS = 5;
    /** In fewer columns the footer may take two lines. */
    private static final int CHART_WIDE = 80;
    /** What is said of series that are left out, at most. */
    private static final int CHART_REMARK = 100;

    private final AnswerOptions options;
    private @Nullable ResultCsv csv;

    AnswerPrinter(AnswerOptions options) {
        this.options = options;
    }

    /**
     * An expression and its answer.
     *
     * @param text as it was written
     * @param expr what it means
     * @param steps where it was evaluated; null for one moment
     * @param result the answer
     */
    record Answer(String text, Expr expr, @Nullable QuerySteps steps, QueryResult result) {}

    /** Prints an answer, and remarks on it to standard error. */
    void print(Answer answer, AnswerFormat format, Snapshot snapshot, Console console) {
        QueryResult result = answer.result();
        QuerySteps steps = answer.steps();
        try {
            switch (format) {
                case JSON -> JsonAnswer.query(console.out(), result, partial(snapshot));
                case CSV -> csv(console.out()).print(result);
                case OPENMETRICS -> openMetrics(result, console);
                case SVG, PNG -> picture(answer, format, snapshot, console.out(), console);
                default -> table(answer, format, console);
            }
            for (Path file : options.files()) {
                if (steps != null
                        && result instanceof MatrixResult matrix
                        && !matrix.series().isEmpty()) {
                    save(answer, file, snapshot, console);
                }
            }
        } catch (IOException e) {
            throw new Failure(ExitStatus.IO, "cannot write the answer: " + e.getMessage(), e);
        }
        new AnswerRemarks(console).print(answer, format, snapshot);
    }

    static List<String> partial(Snapshot snapshot) {
        return snapshot.damages().stream().map(damage -> "partial: " + damage).toList();
    }

    private void table(Answer answer, AnswerFormat format, Console console) {
        QuerySteps steps = answer.steps();
        Terminal terminal = console.terminal();
        // A pipe takes lines of any width.
        int width = terminal.outIsTerminal() ? terminal.columns() : Integer.MAX_VALUE;
        if (steps != null && answer.result() instanceof MatrixResult matrix) {
            if (matrix.series().isEmpty()) {
                return;
            } else if (format == AnswerFormat.CHART) {
                chart(answer, matrix, steps, console);
                return;
            } else if (format == AnswerFormat.TABLE) {
                new SpanTable(console.out(), console.zone(), width, glyphs(terminal), UnitGuess.of(answer.expr()))
                        .print(matrix, steps);
                return;
            }
        }
        new ResultTable(console.out(), console.zone(), width).print(answer.result());
    }

    private static void chart(Answer answer, MatrixResult matrix, QuerySteps steps, Console console) {
        Terminal terminal = console.terminal();
        int footer = terminal.columns() < CHART_WIDE ? 1 : 0;
        footer += matrix.series().size() > Palette.SIZE ? 1 + CHART_REMARK / terminal.columns() : 0;
        int legend = Math.min(matrix.series().size(), Palette.SIZE) + CHART_FURTHER_ROWS + footer;
        int rows = terminal.outIsTerminal()
                ? Math.max(CHART_ROWS_MIN, Math.min(CHART_ROWS_MAX, terminal.rows() - legend))
                : CHART_ROWS_MAX;
        ChartStyle style = new ChartStyle(
                terminal.columns(),
                rows,
                new Palette(terminal.colours()),
                glyphs(terminal),
                UnitGuess.of(answer.expr()));
        new Chart(answer.text(), steps.startMs(), steps.endMs(), steps.stepMs(), console.zone(), style)
                .print(matrix.series(), console.out());
    }

    private static Glyphs glyphs(Terminal terminal) {
        return Glyphs.of(terminal.unicode());
    }

    /** In a pipe the answers of a command are one file; each frame of a screen stands alone. */
    private ResultCsv csv(PrintStream out) {
        if (csv == null || !csv.isTo(out)) {
            csv = new ResultCsv(out);
        }
        return csv;
    }

    private void openMetrics(QueryResult result, Console console) throws IOException {
        long markers = new ResultOpenMetrics(console.out(), options.name())
                .print(result)
                .staleMarkerCount();
        if (markers > 0) {
            console.remark(markers + " stale markers are left out: the format has none");
        }
    }

    private void save(Answer answer, Path file, Snapshot snapshot, Console console) throws IOException {
        AnswerFormat format = AnswerOptions.formatOf(file);
        // Beside it first: a picture that is looked at while it is written again is one or the other.
        Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            try (OutputStream out = Files.newOutputStream(unfinished)) {
                picture(answer, format, snapshot, out, console);
            }
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(unfinished);
            throw new Failure(
                    ExitStatus.CANNOT_CREATE, "cannot write, " + file + ": " + why(e) + "; choose another place", e);
        }
    }

    private static String why(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such directory";
        }
        return e instanceof AccessDeniedException ? "not allowed" : String.valueOf(e.getMessage());
    }

    private void picture(Answer answer, AnswerFormat format, Snapshot snapshot, OutputStream out, Console console)
            throws IOException {
        QuerySteps steps = answer.steps();
        if (steps == null
                || !(answer.result() instanceof MatrixResult matrix)
                || matrix.series().isEmpty()) {
            return;
        }
        Figure figure = new Figure(
                answer.text(),
                host(snapshot),
                steps.startMs(),
                steps.endMs(),
                steps.stepMs(),
                console.zone(),
                UnitGuess.of(answer.expr()),
                options.theme(),
                matrix.series());
        if (format == AnswerFormat.SVG) {
            SvgPicture.write(figure, out);
        } else {
            PngPicture.write(figure, out);
        }
        out.flush();
    }

    /** Which host the store is of: what it says of itself, or the one instance there is. Not this host, as it may be a copy. */
    private static String host(Snapshot snapshot) {
        SeriesMatcher uname = SeriesMatcher.equal(Labels.METRIC_NAME, "node_uname_info");
        for (Set<String> names : List.of(
                snapshot.labelValues("nodename", List.of(uname), TimeRange.ALL),
                snapshot.labelValues("instance", List.of(), TimeRange.ALL))) {
            if (names.size() == 1) {
                return names.iterator().next();
            }
        }
        return "";
    }
}
