package dev.holdfast.agent.chart;

import dev.holdfast.agent.text.LabelColumns;
import dev.holdfast.agent.text.TimeText;
import dev.holdfast.query.MatrixSeries;
import java.io.PrintStream;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;

/**
 * Draws series over time as lines of Braille dots, with axes and a legend, as wide as it is told.
 *
 * <p>Points further apart than a step and a half are not joined: a gap in the data is a gap in the line. NaN and the
 * infinities are gaps too. Where there are no colours and several lines, each has a letter at its right end.
 */
public final class Chart {
    private static final int MIN_COLUMNS = 12;
    private static final int ROWS_PER_TICK = 3;
    private static final int MARKS_A_ROW = 4;

    private final String title;
    private final long fromMs;
    private final long toMs;
    private final long stepMs;
    private final ZoneId zone;
    private final ChartStyle style;
    private final Glyphs glyphs;

    /** A chart of a range of time. */
    public Chart(String title, long fromMs, long toMs, long stepMs, ZoneId zone, ChartStyle style) {
        this.title = Figure.oneLine(title);
        this.fromMs = fromMs;
        this.toMs = toMs;
        this.stepMs = stepMs;
        this.zone = zone;
        this.style = style;
        this.glyphs = style.glyphs();
    }

    /** Draws the series, of more than {@link Palette#SIZE} the largest, and says how many are left out. */
    public void print(List<MatrixSeries> all, PrintStream out) {
        List<MatrixSeries> series = DrawnSeries.of(all);
        int rows = style.rows();
        ValueAxis axis =
                DrawnSeries.axis(series, Math.max(rows < ROWS_PER_TICK ? 1 : 2, rows / ROWS_PER_TICK), style.unit());
        List<Double> ticks = axis.ticks();
        int gutter = 1
                + ticks.stream()
                        .mapToInt(tick -> label(axis, tick).length())
                        .max()
                        .orElse(0);
        boolean marked = !glyphs.isAscii() && !style.palette().colours() && series.size() > 1;
        int margin = marked ? 1 + Math.min(MARKS_A_ROW, series.size()) : 0;
        int fieldColumns = Math.max(MIN_COLUMNS, style.columns() - gutter - 1 - margin);
        Canvas canvas = glyphs.isAscii()
                ? new AsciiCanvas(fieldColumns, rows, series.size() > 1)
                : new BrailleCanvas(fieldColumns, rows);
        String[] marks = new String[rows];
        Arrays.fill(marks, "");
        for (int i = 0; i < series.size(); i++) {
            int end = draw(series.get(i), i, axis, canvas);
            if (marked && end >= 0 && marks[end].length() < MARKS_A_ROW) {
                marks[end] += Glyphs.mark(i);
            }
        }
        out.println(glyphs.shortened(title, style.columns()));
        String[] labels = new String[rows];
        for (double tick : ticks) {
            labels[dotRow(tick, axis, canvas) / canvas.dotsPerRow()] = label(axis, tick);
        }
        for (int row = 0; row < rows; row++) {
            String label = labels[row] == null ? "" : labels[row];
            char edge = labels[row] == null ? glyphs.upright() : glyphs.uprightTick();
            String line =
                    " ".repeat(gutter - 1 - label.length()) + label + " " + edge + canvas.row(row, style.palette());
            out.println((line + (marks[row].isEmpty() ? "" : " " + marks[row])).stripTrailing());
        }
        String[] timeLines = new TimeAxis(fromMs, toMs, fieldColumns, zone).lines(glyphs);
        out.println(" ".repeat(gutter) + glyphs.corner() + timeLines[0]);
        out.println(" ".repeat(gutter + 1) + timeLines[1]);
        printLegend(all, series, marked || (glyphs.isAscii() && series.size() > 1), out);
    }

    private String label(ValueAxis axis, double tick) {
        return glyphs.spelled(axis.label(tick));
    }

    /** Draws a line; the row of its end, or -1 when it has none. */
    private int draw(MatrixSeries series, int colour, ValueAxis axis, Canvas canvas) {
        int lastX = 0;
        int lastY = -1;
        long lastMs = Long.MIN_VALUE;
        for (int i = 0; i < series.size(); i++) {
            double value = series.value(i);
            if (!Double.isFinite(value)) {
                lastMs = Long.MIN_VALUE;
                continue;
            }
            long timestampMs = series.timestampMs(i);
            int x = (int) Math.round(
                    (double) (timestampMs - fromMs) * (canvas.dotsAcross() - 1) / Math.max(1, toMs - fromMs));
            int y = dotRow(value, axis, canvas);
            boolean joined = lastMs != Long.MIN_VALUE && timestampMs - lastMs <= stepMs + stepMs / 2;
            canvas.line(joined ? lastX : x, joined ? lastY : y, x, y, colour);
            lastX = x;
            lastY = y;
            lastMs = timestampMs;
        }
        return lastY < 0 ? -1 : lastY / canvas.dotsPerRow();
    }

    private static int dotRow(double value, ValueAxis axis, Canvas canvas) {
        return (int) Math.round(axis.shareFromTop(value) * (canvas.dotsDown() - 1));
    }

    private void printLegend(List<MatrixSeries> all, List<MatrixSeries> drawn, boolean marked, PrintStream out) {
        Palette palette = style.palette();
        int keyWidth = 1 + glyphs.key().length() + (marked && !glyphs.isAscii() ? 1 : 0) + (marked ? 1 : 0) + 1;
        List<String> lines = new Legend(all, drawn, style.unit(), glyphs).lines(style.columns() - keyWidth);
        for (int i = 0; i < drawn.size(); i++) {
            String mark = marked ? String.valueOf(Glyphs.mark(i)) : "";
            String blank = marked && !glyphs.isAscii() ? " " : "";
            String key = glyphs.key().isEmpty() && mark.isEmpty() ? "" : glyphs.key() + blank + mark + " ";
            out.println((" " + palette.begin(i) + key.stripTrailing() + palette.end() + (key.isEmpty() ? "" : " ")
                    + lines.get(i)));
        }
        LabelColumns labels =
                new LabelColumns(all.stream().map(MatrixSeries::labels).toList());
        String common = all.size() > 1 && labels.common().size() > 0 ? "all: " + labels.common() + "  " : "";
        String when = TimeText.span(fromMs, toMs, zone);
        // On two lines rather than without the time and its zone.
        if (!common.isEmpty() && common.length() + when.length() + 1 > style.columns()) {
            out.println(" " + glyphs.shortened(common.stripTrailing(), style.columns() - 1));
            common = "";
        }
        out.println(" " + glyphs.shortened(common + when, style.columns() - 1));
        String remark = DrawnSeries.remark(all, drawn);
        if (!remark.isEmpty()) {
            out.println(" " + remark);
        }
    }
}
