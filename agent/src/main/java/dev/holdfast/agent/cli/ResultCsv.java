package dev.holdfast.agent.cli;

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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A query's answer as comma-separated values (RFC 4180, but lines end in a line feed): one line a sample, a column for each
 * label that any series has, then the time (RFC 3339, UTC) and the value.
 */
final class ResultCsv {
    private final PrintStream out;
    private List<String> lastHeader = List.of();

    ResultCsv(PrintStream out) {
        this.out = out;
    }

    /** Whether answers go there. */
    boolean isTo(PrintStream stream) {
        return out == stream;
    }

    /** An answer, behind the ones before; its header is written where it is another. */
    void print(QueryResult result) {
        if (result instanceof ScalarResult scalar) {
            headerLine(List.of("time", "value"));
            line(List.of(time(scalar.timestampMs()), PromDouble.format(scalar.value())));
        } else if (result instanceof StringResult string) {
            headerLine(List.of("time", "value"));
            line(List.of(time(string.timestampMs()), string.value()));
        } else if (result instanceof VectorResult vector) {
            List<String> names =
                    header(vector.samples().stream().map(VectorSample::labels).toList());
            for (VectorSample sample : vector.samples()) {
                sample(names, sample.labels(), sample.timestampMs(), sample.value());
            }
        } else if (result instanceof MatrixResult matrix) {
            List<String> names =
                    header(matrix.series().stream().map(MatrixSeries::labels).toList());
            for (MatrixSeries series : matrix.series()) {
                for (int i = 0; i < series.size(); i++) {
                    sample(names, series.labels(), series.timestampMs(i), series.value(i));
                }
            }
        }
    }

    private List<String> header(List<Labels> series) {
        TreeSet<String> names = new TreeSet<>();
        series.forEach(labels -> names.addAll(labels.names()));
        List<String> cells = new ArrayList<>(names);
        cells.add("time");
        cells.add("value");
        headerLine(cells);
        return new ArrayList<>(names);
    }

    private void headerLine(List<String> cells) {
        if (!cells.equals(lastHeader)) {
            line(cells);
            lastHeader = cells;
        }
    }

    private void sample(List<String> names, Labels labels, long timestampMs, double value) {
        List<String> cells = new ArrayList<>();
        names.forEach(name -> cells.add(labels.get(name)));
        cells.add(time(timestampMs));
        cells.add(PromDouble.format(value));
        line(cells);
    }

    private void line(List<String> cells) {
        out.print(cells.stream().map(ResultCsv::quoted).collect(Collectors.joining(",", "", "\n")));
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }

    private static String time(long timestampMs) {
        return Instant.ofEpochMilli(timestampMs).toString();
    }
}
