package dev.holdfast.agent.chart;

import dev.holdfast.agent.text.LabelColumns;
import dev.holdfast.query.MatrixSeries;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands below a chart: a line a series, its name and as many of min, avg, max and last as there is room for; last goes
 * last.
 */
final class Legend {
    private static final int LEAST_NAME = 10;
    private static final String GAP = "  ";
    /** What is left out first stands first. */
    private static final List<String> TITLES = List.of("avg", "min", "max", "last");

    private static final List<String> ORDER = List.of("min", "avg", "max", "last");

    private final List<String> names = new ArrayList<>();
    private final List<List<String>> figures = new ArrayList<>();
    private final Glyphs glyphs;

    /** The legend of some of the series of an answer, which is told apart from all of it. */
    Legend(List<MatrixSeries> all, List<MatrixSeries> drawn, Unit unit, Glyphs glyphs) {
        this.glyphs = glyphs;
        LabelColumns labels =
                new LabelColumns(all.stream().map(MatrixSeries::labels).toList());
        for (MatrixSeries series : drawn) {
            SeriesStats stats = SeriesStats.of(series);
            names.add(all.size() == 1 ? series.labels().toString() : labels.legend(series.labels()));
            figures.add(List.of(
                    text(stats.min(), unit),
                    text(stats.avg(), unit),
                    text(stats.max(), unit),
                    text(stats.last(), unit)));
        }
    }

    private String text(double value, Unit unit) {
        return glyphs.spelled(Decimals.compact(value, unit));
    }

    /** The lines without their keys, none wider than that. */
    List<String> lines(int columns) {
        int[] widths = new int[ORDER.size()];
        for (List<String> cells : figures) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], cells.get(i).length());
            }
        }
        int longest = names.stream().mapToInt(Legend::width).max().orElse(0);
        List<String> shown = new ArrayList<>(ORDER);
        for (String title : TITLES) {
            if (shown.size() > 1
                    && columns - width(shown, widths) < Math.min(longest, Math.max(LEAST_NAME, columns / 3))) {
                shown.remove(title);
            }
        }
        int room = Math.max(LEAST_NAME, columns - width(shown, widths));
        int nameWidth = Math.min(room, longest);
        List<String> lines = new ArrayList<>();
        for (int at = 0; at < names.size(); at++) {
            String name = glyphs.shortened(names.get(at), nameWidth);
            StringBuilder line = new StringBuilder(name).append(" ".repeat(nameWidth - width(name)));
            for (int i = 0; i < widths.length; i++) {
                if (shown.contains(ORDER.get(i))) {
                    String cell = figures.get(at).get(i);
                    line.append(GAP).append(ORDER.get(i)).append(' ');
                    line.append(" ".repeat(widths[i] - cell.length())).append(cell);
                }
            }
            lines.add(line.toString());
        }
        return lines;
    }

    /** A character that Java has as two takes one place, as for what shortens names. */
    private static int width(String name) {
        return name.codePointCount(0, name.length());
    }

    private static int width(List<String> shown, int[] widths) {
        int width = 0;
        for (int i = 0; i < widths.length; i++) {
            width += shown.contains(ORDER.get(i)) ? GAP.length() + ORDER.get(i).length() + 1 + widths[i] : 0;
        }
        return width;
    }
}
