package dev.holdfast.agent.cli;

import dev.holdfast.agent.chart.Glyphs;
import dev.holdfast.agent.chart.SeriesStats;
import dev.holdfast.agent.chart.Sparkline;
import dev.holdfast.agent.chart.Unit;
import dev.holdfast.agent.text.LabelColumns;
import dev.holdfast.agent.text.TextTable;
import dev.holdfast.agent.text.TimeText;
import dev.holdfast.query.MatrixResult;
import dev.holdfast.query.MatrixSeries;
import dev.holdfast.storage.Labels;
import java.io.PrintStream;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** A query's answer over a span as a table: a line a series, with its shape, its least, mean, largest and last value. */
final class SpanTable {
    private static final int LEAST_SHAPE = 8;
    private static final int LARGEST_SHAPE = 48;

    private final PrintStream out;
    private final ZoneId zone;
    private final int columns;
    private final Glyphs glyphs;
    private final Unit unit;

    SpanTable(PrintStream out, ZoneId zone, int columns, Glyphs glyphs, Unit unit) {
        this.unit = unit;
        this.out = out;
        this.zone = zone;
        this.columns = columns;
        this.glyphs = glyphs;
    }

    void print(MatrixResult matrix, QuerySteps steps) {
        List<MatrixSeries> series = matrix.series();
        if (series.isEmpty()) {
            return;
        }
        LabelColumns labels =
                new LabelColumns(series.stream().map(MatrixSeries::labels).toList());
        out.println((labels.common().size() == 0 ? "" : labels.common() + "  ")
                + TimeText.span(steps.startMs(), steps.endMs(), zone));
        List<List<String>> figures = new ArrayList<>();
        for (MatrixSeries one : series) {
            SeriesStats stats = SeriesStats.of(one);
            figures.add(List.of(text(stats.min()), text(stats.avg()), text(stats.max()), text(stats.last())));
        }
        int shape = shapeWidth(series, labels, figures);
        List<String> titles = new ArrayList<>();
        labels.varying().forEach(name -> titles.add(name.equals(Labels.METRIC_NAME) ? "METRIC" : name));
        titles.addAll(List.of("SHAPE", ">MIN", ">AVG", ">MAX", ">LAST"));
        TextTable table = new TextTable(titles);
        for (int i = 0; i < series.size(); i++) {
            List<String> cells = new ArrayList<>(labels.cells(series.get(i).labels()));
            cells.add(Sparkline.of(series.get(i), steps.startMs(), steps.endMs(), shape, glyphs));
            cells.addAll(figures.get(i));
            table.row(cells);
        }
        table.print(out);
    }

    private String text(double value) {
        return unit == Unit.NONE ? ResultTable.readable(value) : glyphs.spelled(unit.text(value));
    }

    /** What the other columns leave. */
    private int shapeWidth(List<MatrixSeries> series, LabelColumns labels, List<List<String>> figures) {
        int[] widths = new int[labels.varying().size() + 4];
        for (int i = 0; i < series.size(); i++) {
            List<String> cells = new ArrayList<>(labels.cells(series.get(i).labels()));
            cells.addAll(figures.get(i));
            for (int at = 0; at < widths.length; at++) {
                widths[at] = Math.max(widths[at], Math.max(4, cells.get(at).length()));
            }
        }
        int taken = 0;
        for (int width : widths) {
            taken += width + 2;
        }
        return Math.max(LEAST_SHAPE, Math.min(LARGEST_SHAPE, columns - taken));
    }
}
