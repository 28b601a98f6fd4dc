package dev.holdfast.agent.chart;

import dev.holdfast.agent.config.DurationText;
import dev.holdfast.agent.text.LabelColumns;
import dev.holdfast.agent.text.TimeText;
import dev.holdfast.query.MatrixSeries;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * A chart as a picture for a file: the expression, host, span and zone above, lines over a grid, and a legend with figures.
 *
 * <p>What it shows of gaps, of too many series and of units is what {@link Chart} shows.
 */
public final class Figure {
    private static final double WIDTH = 960;
    private static final double MARGIN = 24;
    private static final double PLOT_TOP = 76;
    private static final double PLOT_HEIGHT = 300;
    private static final double LEGEND_ROW = 20;
    private static final double FIGURE_COLUMN = 88;
    private static final double TITLE_SIZE = 15;
    private static final double SIZE = 12;
    private static final int VALUE_TICKS = 6;
    /** A time's text has about so much room to itself. */
    private static final double CHARACTER = 8.5;

    private static final List<String> FIGURES = List.of("min", "avg", "max", "last");

    private final String title;
    private final String host;
    private final long fromMs;
    private final long toMs;
    private final long stepMs;
    private final ZoneId zone;
    private final Unit unit;
    private final Theme theme;
    private final List<MatrixSeries> all;
    private final List<MatrixSeries> drawn;

    /** A figure of some series, at least one; the host may be the empty string. */
    public Figure(
            String title,
            String host,
            long fromMs,
            long toMs,
            long stepMs,
            ZoneId zone,
            Unit unit,
            Theme theme,
            List<MatrixSeries> series) {
        this.title = oneLine(title);
        this.host = host;
        this.fromMs = fromMs;
        this.toMs = toMs;
        this.stepMs = stepMs;
        this.zone = zone;
        this.unit = unit;
        this.theme = theme;
        all = series;
        drawn = DrawnSeries.of(series);
    }

    /** The expression, on one line. */
    String title() {
        return title;
    }

    /** What is said below it. */
    String subtitle() {
        return (host.isEmpty() ? "" : host + "  \u00b7  ")
                + TimeText.span(fromMs, toMs, zone)
                + "  \u00b7  every " + DurationText.format(stepMs);
    }

    int width() {
        return (int) WIDTH;
    }

    int height() {
        return (int) (legendTop() + (drawn.size() + 1) * LEGEND_ROW + footer().size() * LEGEND_ROW + MARGIN / 2);
    }

    private static double legendTop() {
        return PLOT_TOP + PLOT_HEIGHT + 48;
    }

    /** What all series have in common, and how many there are besides. */
    private List<String> footer() {
        List<String> lines = new ArrayList<>();
        LabelColumns labels =
                new LabelColumns(all.stream().map(MatrixSeries::labels).toList());
        if (all.size() > 1 && labels.common().size() > 0) {
            lines.add("all: " + labels.common());
        }
        String remark = DrawnSeries.remark(all, drawn);
        if (!remark.isEmpty()) {
            lines.add(remark);
        }
        return lines;
    }

    void draw(Sketch sketch) {
        sketch.rectangle(0, 0, width(), height(), theme.background());
        sketch.text(
                shortened(title, WIDTH - 2 * MARGIN, TITLE_SIZE, true, sketch),
                MARGIN,
                34,
                TITLE_SIZE,
                Sketch.Anchor.START,
                theme.text(),
                true);
        sketch.text(subtitle(), MARGIN, 56, SIZE, Sketch.Anchor.START, theme.quiet(), false);
        ValueAxis axis = DrawnSeries.axis(drawn, VALUE_TICKS, unit);
        double gutter = 0;
        for (double tick : axis.ticks()) {
            gutter = Math.max(gutter, sketch.widthOf(axis.label(tick), SIZE, false));
        }
        double left = MARGIN + gutter + 10;
        grid(sketch, axis, left);
        for (int i = 0; i < drawn.size(); i++) {
            series(sketch, drawn.get(i), i, axis, left);
        }
        legend(sketch);
    }

    private void grid(Sketch sketch, ValueAxis axis, double left) {
        double right = WIDTH - MARGIN;
        double bottom = PLOT_TOP + PLOT_HEIGHT;
        for (double tick : axis.ticks()) {
            double y = y(tick, axis);
            stroke(sketch, left, y, right, y, theme.grid());
            sketch.text(axis.label(tick), left - 10, y + SIZE * 0.35, SIZE, Sketch.Anchor.END, theme.quiet(), false);
        }
        double free = 0;
        for (TimeAxis.Tick tick : new TimeAxis(fromMs, toMs, (int) ((right - left) / CHARACTER), zone).ticks()) {
            double x = x(tick.timestampMs(), left);
            stroke(sketch, x, PLOT_TOP, x, bottom, theme.grid());
            stroke(sketch, x, bottom, x, bottom + 5, theme.axis());
            double half = sketch.widthOf(tick.text(), SIZE, false) / 2;
            double middle = Math.max(left + half - 6, Math.min(WIDTH - 8 - half, x));
            if (middle - half >= free) {
                sketch.text(tick.text(), middle, bottom + 21, SIZE, Sketch.Anchor.MIDDLE, theme.quiet(), false);
                free = middle + half + 8;
            }
        }
        stroke(sketch, left, bottom, right, bottom, theme.axis());
    }

    private static void stroke(Sketch sketch, double fromX, double fromY, double toX, double toY, int rgb) {
        sketch.line(new double[] {fromX, toX}, new double[] {fromY, toY}, 2, 1, rgb);
    }

    private double x(long timestampMs, double left) {
        return left + (double) (timestampMs - fromMs) / Math.max(1, toMs - fromMs) * (WIDTH - MARGIN - left);
    }

    private static double y(double value, ValueAxis axis) {
        return PLOT_TOP + axis.shareFromTop(value) * PLOT_HEIGHT;
    }

    private void series(Sketch sketch, MatrixSeries series, int index, ValueAxis axis, double left) {
        double[] xs = new double[series.size()];
        double[] ys = new double[series.size()];
        int count = 0;
        long lastMs = Long.MIN_VALUE;
        for (int i = 0; i < series.size(); i++) {
            double value = series.value(i);
            long timestampMs = series.timestampMs(i);
            boolean broken = count > 0 && timestampMs - lastMs > stepMs + stepMs / 2;
            if (broken || !Double.isFinite(value)) {
                piece(sketch, xs, ys, count, index, axis);
                count = 0;
            }
            if (Double.isFinite(value)) {
                xs[count] = x(timestampMs, left);
                ys[count++] = y(value, axis);
                lastMs = timestampMs;
            }
        }
        piece(sketch, xs, ys, count, index, axis);
    }

    private void piece(Sketch sketch, double[] xs, double[] ys, int count, int index, ValueAxis axis) {
        if (count == 0) {
            return;
        }
        if (drawn.size() == 1 && axis.low() == 0 && count > 1) {
            sketch.area(xs, ys, count, PLOT_TOP + PLOT_HEIGHT, theme.line(index), 0.12);
        }
        sketch.line(xs, ys, count, count == 1 ? 4 : 1.75, theme.line(index));
    }

    private void legend(Sketch sketch) {
        double right = WIDTH - MARGIN;
        double top = legendTop();
        for (int i = 0; i < FIGURES.size(); i++) {
            double x = right - (FIGURES.size() - 1 - i) * FIGURE_COLUMN;
            sketch.text(FIGURES.get(i), x, top, SIZE, Sketch.Anchor.END, theme.quiet(), false);
        }
        LabelColumns labels =
                new LabelColumns(all.stream().map(MatrixSeries::labels).toList());
        double nameLeft = MARGIN + 26;
        double nameRoom = right - FIGURES.size() * FIGURE_COLUMN - nameLeft;
        for (int row = 0; row < drawn.size(); row++) {
            MatrixSeries series = drawn.get(row);
            double y = top + (row + 1) * LEGEND_ROW;
            sketch.line(
                    new double[] {MARGIN + 2, MARGIN + 16},
                    new double[] {y - SIZE * 0.35, y - SIZE * 0.35},
                    2,
                    3,
                    theme.line(row));
            String name = all.size() == 1 ? series.labels().toString() : labels.legend(series.labels());
            sketch.text(
                    shortened(name, nameRoom, SIZE, false, sketch),
                    nameLeft,
                    y,
                    SIZE,
                    Sketch.Anchor.START,
                    theme.text(),
                    false);
            SeriesStats stats = SeriesStats.of(series);
            double[] figures = {stats.min(), stats.avg(), stats.max(), stats.last()};
            for (int i = 0; i < figures.length; i++) {
                double x = right - (figures.length - 1 - i) * FIGURE_COLUMN;
                sketch.text(Decimals.compact(figures[i], unit), x, y, SIZE, Sketch.Anchor.END, theme.text(), false);
            }
        }
        double y = top + (drawn.size() + 1) * LEGEND_ROW;
        for (String line : footer()) {
            sketch.text(
                    shortened(line, WIDTH - 2 * MARGIN, SIZE, false, sketch),
                    MARGIN,
                    y,
                    SIZE,
                    Sketch.Anchor.START,
                    theme.quiet(),
                    false);
            y += LEGEND_ROW;
        }
    }

    private static String shortened(String text, double room, double size, boolean code, Sketch sketch) {
        String shown = text;
        int length = text.codePointCount(0, text.length());
        while (length > 1 && sketch.widthOf(shown, size, code) > room) {
            length--;
            shown = Glyphs.UNICODE.shortened(text, length);
        }
        return shown;
    }

    /** Blanks and line breaks in a row become one blank. */
    static String oneLine(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean blank = c <= ' ';
            if (!blank) {
                out.append(c);
            } else if (out.length() > 0 && out.charAt(out.length() - 1) != ' ') {
                out.append(' ');
            }
        }
        return out.toString().strip();
    }
}
