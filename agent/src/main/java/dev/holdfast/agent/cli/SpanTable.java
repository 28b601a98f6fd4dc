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
        List<List<String>> rows = new ArrayList<>();
        for (MatrixSeries one : series) {
            SeriesStats stats = SeriesStats.of(one);
            List<String> cells = labels.cells(one.labels());
            cells.addAll(List.of(text(stats.min()), text(stats.avg()), text(stats.max()), text(stats.last())));
            rows.add(cells);
        }
        List<String> titles = labels.titles();
        int shapeAt = titles.size();
        titles.addAll(List.of(">MIN", ">AVG", ">MAX", ">LAST"));
        TextTable others = new TextTable(titles);
        rows.forEach(others::row);
        int shape = Math.max(LEAST_SHAPE, Math.min(LARGEST_SHAPE, columns - others.width() - TextTable.GAP.length()));
        titles.add(shapeAt, "SHAPE");
        TextTable table = new TextTable(titles);
        for (int i = 0; i < series.size(); i++) {
            rows.get(i).add(shapeAt, Sparkline.of(series.get(i), steps.startMs(), steps.endMs(), shape, glyphs));
            table.row(rows.get(i));
        }
        table.print(out);
    }

    private String text(double value) {
        return unit == Unit.NONE ? ResultTable.readable(value) : glyphs.spelled(unit.text(value));
    }
}
