package dev.holdfast.agent.cli;

import dev.holdfast.agent.text.LabelColumns;
import dev.holdfast.agent.text.TextTable;
import dev.holdfast.agent.text.TimeText;
import dev.holdfast.query.MatrixResult;
import dev.holdfast.query.MatrixSeries;
import dev.holdfast.query.PromDouble;
import dev.holdfast.query.QueryResult;
import dev.holdfast.query.ScalarResult;
import dev.holdfast.query.StringResult;
import dev.holdfast.query.VectorResult;
import dev.holdfast.query.VectorSample;
import dev.holdfast.storage.Labels;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** A query's answer as a table for people. Times are in the reader's zone, which is named once; fractions are rounded. */
final class ResultTable {
    /** As many series as this stand side by side, one line a time; more are listed one below the other. */
    private static final int SIDE_BY_SIDE_MAX = 8;

    private final PrintStream out;
    private final ZoneId zone;
    private final int columns;

    ResultTable(PrintStream out, ZoneId zone, int columns) {
        this.out = out;
        this.zone = zone;
        this.columns = columns;
    }

    void print(QueryResult result) {
        if (result instanceof ScalarResult scalar) {
            out.println(readable(scalar.value()));
        } else if (result instanceof StringResult string) {
            out.println(string.value());
        } else if (result instanceof VectorResult vector && !vector.samples().isEmpty()) {
            printVector(vector);
        } else if (result instanceof MatrixResult matrix && !matrix.series().isEmpty()) {
            printMatrix(matrix);
        }
    }

    private void printVector(VectorResult vector) {
        LabelColumns labels = new LabelColumns(
                vector.samples().stream().map(VectorSample::labels).toList());
        printHeading(labels, TimeText.format(vector.timestampMs(), zone), vector.timestampMs());
        List<String> titles = labels.titles();
        titles.add(">VALUE");
        TextTable table = new TextTable(titles);
        for (VectorSample sample : vector.samples()) {
            List<String> cells = labels.cells(sample.labels());
            cells.add(readable(sample.value()));
            table.row(cells);
        }
        table.print(out);
    }

    private void printMatrix(MatrixResult matrix) {
        List<MatrixSeries> series = matrix.series();
        LabelColumns labels =
                new LabelColumns(series.stream().map(MatrixSeries::labels).toList());
        long firstMs = series.get(0).timestampMs(0);
        printHeading(labels, "times in " + TimeText.zoneName(firstMs, zone), firstMs);
        int width = 23;
        for (MatrixSeries one : series) {
            width += 2 + Math.max(12, labels.legend(one.labels()).length());
        }
        if (series.size() <= SIDE_BY_SIDE_MAX && width <= columns) {
            printSideBySide(series, labels);
        } else {
            printOneBelowTheOther(series, labels);
        }
    }

    private void printSideBySide(List<MatrixSeries> series, LabelColumns labels) {
        List<String> titles = new ArrayList<>(List.of("TIME"));
        TreeMap<Long, String[]> lines = new TreeMap<>();
        for (int i = 0; i < series.size(); i++) {
            MatrixSeries one = series.get(i);
            titles.add(series.size() == 1 ? ">VALUE" : ">" + labels.legend(one.labels()));
            for (int at = 0; at < one.size(); at++) {
                lines.computeIfAbsent(one.timestampMs(at), time -> new String[series.size()])[i] =
                        readable(one.value(at));
            }
        }
        TextTable table = new TextTable(titles);
        lines.forEach((timestampMs, values) -> {
            List<String> cells = new ArrayList<>(List.of(TimeText.format(timestampMs, zone)));
            for (String value : values) {
                cells.add(value == null ? "" : value);
            }
            table.row(cells);
        });
        table.print(out);
    }

    private void printOneBelowTheOther(List<MatrixSeries> series, LabelColumns labels) {
        List<String> titles = labels.titles();
        titles.add("TIME");
        titles.add(">VALUE");
        TextTable table = new TextTable(titles);
        for (MatrixSeries one : series) {
            for (int at = 0; at < one.size(); at++) {
                List<String> cells = labels.cells(one.labels());
                cells.add(TimeText.format(one.timestampMs(at), zone));
                cells.add(readable(one.value(at)));
                table.row(cells);
            }
        }
        table.print(out);
    }

    /**
     * A number for the eye: integers whole, fractions to six digits or the first decimal, whichever is more. JSON and CSV
     * have all digits.
     */
    static String readable(double value) {
        if (value == Math.rint(value) || Double.isNaN(value) || Double.isInfinite(value)) {
            return PromDouble.format(value);
        }
        int integerDigits = (int) Math.floor(Math.log10(Math.abs(value))) + 1;
        MathContext digits = new MathContext(Math.max(6, integerDigits + 1));
        return PromDouble.format(new BigDecimal(value).round(digits).doubleValue());
    }

    /** What all lines have in common, and when. */
    private void printHeading(LabelColumns labels, String when, long timestampMs) {
        Labels common = labels.common();
        String zoneName = TimeText.zoneName(timestampMs, zone);
        String suffix = when.endsWith(zoneName) ? when : when + " " + zoneName;
        out.println((common.size() == 0 ? "" : common + "  ") + suffix);
    }
}
