package dev.holdfast.agent.text;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Rows with aligned columns. */
public final class TextTable {
    /** Between two columns. */
    public static final String GAP = "  ";

    private final List<String> header;
    private final boolean[] rightAligned;
    private final List<List<String>> rows = new ArrayList<>();

    /** A table; a column whose title begins with {@code >} is aligned to the right. */
    public TextTable(List<String> titles) {
        header = new ArrayList<>();
        rightAligned = new boolean[titles.size()];
        for (int i = 0; i < titles.size(); i++) {
            rightAligned[i] = titles.get(i).startsWith(">");
            header.add(rightAligned[i] ? titles.get(i).substring(1) : titles.get(i));
        }
    }

    /** Adds a row with a cell for each column. */
    public void row(List<String> cells) {
        if (cells.size() != header.size()) {
            throw new IllegalArgumentException("cells=" + cells.size() + " columns=" + header.size());
        }
        rows.add(cells);
    }

    /** Prints the header and the rows, without blanks at the ends of lines. */
    public void print(PrintStream out) {
        print(out, "");
    }

    /** The same with something before each line. */
    public void print(PrintStream out, String indent) {
        int[] widths = widths();
        print(header, widths, out, indent);
        rows.forEach(row -> print(row, widths, out, indent));
    }

    /** How wide its lines are at most, in characters. */
    public int width() {
        return IntStream.of(widths()).sum() + GAP.length() * (header.size() - 1);
    }

    private int[] widths() {
        int[] widths = new int[header.size()];
        measure(header, widths);
        rows.forEach(row -> measure(row, widths));
        return widths;
    }

    private static void measure(List<String> cells, int[] widths) {
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], width(cells.get(i)));
        }
    }

    private void print(List<String> cells, int[] widths, PrintStream out, String indent) {
        StringBuilder line = new StringBuilder(indent);
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - width(cells.get(i)));
            line.append(i == 0 ? "" : GAP);
            line.append(rightAligned[i] ? padding + cells.get(i) : cells.get(i) + padding);
        }
        out.println(line.toString().stripTrailing());
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
