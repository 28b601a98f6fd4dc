package dev.holdfast.agent.chart;

import dev.holdfast.agent.text.LabelColumns;
import dev.holdfast.agent.text.TimeText;
import dev.holdfast.query.MatrixSeries;
import dev.holdfast.query.PromDouble;
import java.io.PrintStream;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Draws series over time as lines of Braille dots, with axes and a legend, as wide as it is told.
 *
 * <p>Points further apart than a step and a half are not joined: a gap in the data is a gap in the line. NaN and the
 * infinities are gaps too.
 */
public final class Chart {
    private static final int MIN_COLUMNS = 20;
    private static final int ROWS_PER_TICK = 3;
    private static final Pattern TRAILING_ZEROS = Pattern.compile("\\.?0+$");

    private final String title;
    private final long fromMs;
    private final long toMs;
    private final long stepMs;
    private final ZoneId zone;
    private final int columns;
    private final int rows;
    private final Palette palette;

    /**
     * A chart of a range of time.
     *
     * @param columns width in characters, axis and all
     * @param rows height of the field, without axis and legend
     */
    public Chart(
            String title, long fromMs, long toMs, long stepMs, ZoneId zone, int columns, int rows, Palette palette) {
        this.title = title;
        this.fromMs = fromMs;
        this.toMs = toMs;
        this.stepMs = stepMs;
        this.zone = zone;
        this.columns = columns;
        this.rows = rows;
        this.palette = palette;
    }

    /** Draws the first {@link Palette#SIZE} series and says how many are left out. */
    public void print(List<MatrixSeries> all, PrintStream out) {
        List<MatrixSeries> series = all.subList(0, Math.min(all.size(), Palette.SIZE));
        ValueAxis axis = valueAxis(series);
        List<Double> ticks = axis.ticks();
        int gutter =
                ticks.stream().mapToInt(tick -> axis.label(tick).length()).max().orElse(0) + 1;
        int fieldColumns = Math.max(MIN_COLUMNS, columns - gutter - 1);
        BrailleCanvas canvas = new BrailleCanvas(fieldColumns, rows);
        for (int i = 0; i < series.size(); i++) {
            draw(series.get(i), i, axis, canvas);
        }
        out.println(shortened(title, columns));
        String[] labels = new String[rows];
        for (double tick : ticks) {
            labels[dotRow(tick, axis, canvas) / BrailleCanvas.DOTS_DOWN] = axis.label(tick);
        }
        for (int row = 0; row < rows; row++) {
            String label = labels[row] == null ? "" : labels[row];
            String edge = labels[row] == null ? "\u2502" : "\u2524";
            out.println((" ".repeat(gutter - 1 - label.length()) + label + " " + edge + canvas.row(row, palette))
                    .stripTrailing());
        }
        String[] timeLines = new TimeAxis(fromMs, toMs, fieldColumns, zone).lines();
        out.println(" ".repeat(gutter) + "\u2514" + timeLines[0]);
        out.println(" ".repeat(gutter + 1) + timeLines[1]);
        printLegend(all, series, out);
    }

    private ValueAxis valueAxis(List<MatrixSeries> series) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (MatrixSeries one : series) {
            for (int i = 0; i < one.size(); i++) {
                if (Double.isFinite(one.value(i))) {
                    least = Math.min(least, one.value(i));
                    most = Math.max(most, one.value(i));
                }
            }
        }
        int ticks = Math.max(2, rows / ROWS_PER_TICK);
        return least > most ? ValueAxis.spanning(0, 1, ticks) : ValueAxis.spanning(least, most, ticks);
    }

    private void draw(MatrixSeries series, int colour, ValueAxis axis, BrailleCanvas canvas) {
        int lastX = 0;
        int lastY = 0;
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
    }

    private static int dotRow(double value, ValueAxis axis, BrailleCanvas canvas) {
        double share = (axis.high() - value) / (axis.high() - axis.low());
        return (int) Math.round(share * (canvas.dotsDown() - 1));
    }

    private void printLegend(List<MatrixSeries> all, List<MatrixSeries> drawn, PrintStream out) {
        LabelColumns labels =
                new LabelColumns(all.stream().map(MatrixSeries::labels).toList());
        for (int i = 0; i < drawn.size(); i++) {
            MatrixSeries series = drawn.get(i);
            String last = compact(series.value(series.size() - 1));
            String name = all.size() == 1 ? series.labels().toString() : labels.legend(series.labels());
            String room = shortened(name, Math.max(10, columns - last.length() - 10));
            out.println(" " + palette.begin(i) + "\u2501\u2501" + palette.end() + " " + room + "  last " + last);
        }
        String common = all.size() > 1 && labels.common().size() > 0 ? "all: " + labels.common() + "  " : "";
        out.println(" " + shortened(common + "times in " + TimeText.zoneName(toMs, zone), columns - 1));
        if (all.size() > drawn.size()) {
            out.println(" " + drawn.size() + " of " + all.size()
                    + " series are drawn; narrow the selector, or aggregate: sum by (label) (...)");
        }
    }

    /** Four significant digits. */
    private static String compact(double value) {
        double magnitude = Math.abs(value);
        if (!Double.isFinite(value) || magnitude < 1e-4 || magnitude >= 1e15) {
            return PromDouble.format(value);
        }
        if (magnitude < 1000 && value == Math.rint(value)) {
            return Long.toString((long) value);
        }
        double lastDigit = Math.pow(10, Math.floor(Math.log10(magnitude)) - 3);
        String text = new ValueAxis(0, magnitude, lastDigit).label(value);
        return magnitude < 1000 ? TRAILING_ZEROS.matcher(text).replaceAll("") : text;
    }

    private static String shortened(String text, int length) {
        return text.length() <= length ? text : text.substring(0, Math.max(0, length - 1)) + "\u2026";
    }
}
