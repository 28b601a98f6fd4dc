package dev.holdfast.agent.screen;

import org.jspecify.annotations.Nullable;

/** A history as filled columns of Braille dots, two columns a cell and four dots a line. No data is blank; zero is the lowest dot. */
final class HistoryStrip {
    private static final char BLANK = '\u2800';
    /** Bits of a column filled from below, by how many of its four dots. */
    private static final int[] LEFT = {0, 0x40, 0x44, 0x46, 0x47};

    private static final int[] RIGHT = {0, 0x80, 0xa0, 0xb0, 0xb8};
    private static final int DOTS = 4;

    private HistoryStrip() {}

    /** Adds a strip of so many cells, of one look. */
    static void add(Line line, Style style, double[] values, double top, int cells) {
        add(line, style, values, top, cells, 0, 1);
    }

    /** Adds a strip of shares, each cell coloured after its height. */
    static void addShares(Line line, double[] shares, int cells) {
        add(line, null, shares, 1, cells, 0, 1);
    }

    /**
     * Adds one line of a strip that is several lines high.
     *
     * @param style the look, or null for that of a share
     * @param row from 0 at the top
     */
    static void add(Line line, @Nullable Style style, double[] values, double top, int cells, int row, int rows) {
        int below = (rows - 1 - row) * DOTS;
        for (int cell = 0; cell < cells; cell++) {
            double left = at(values, 2 * cell, 2 * cells);
            double right = at(values, 2 * cell + 1, 2 * cells);
            int bits = LEFT[dots(left, top, rows, below)] | RIGHT[dots(right, top, rows, below)];
            double higher = Double.isNaN(left) ? right : Double.isNaN(right) ? left : Math.max(left, right);
            Style look = style != null ? style : Style.ofShare(higher);
            line.add(bits == 0 ? Style.PLAIN : look, bits == 0 ? " " : Character.toString((char) (BLANK + bits)));
        }
    }

    private static int dots(double value, double top, int rows, int below) {
        if (Double.isNaN(value)) {
            return 0;
        }
        int most = rows * DOTS;
        double share = top > 0 ? Math.max(0, Math.min(1, value / top)) : 0;
        int height = Math.min(most, 1 + (int) (share * most));
        return Math.max(0, Math.min(DOTS, height - below));
    }

    /** The highest of the values that fall on a column of dots. */
    private static double at(double[] values, int column, int columns) {
        int from = (int) ((long) column * values.length / columns);
        int to = (int) Math.max(from + 1, (long) (column + 1) * values.length / columns);
        double highest = Double.NaN;
        for (int i = from; i < Math.min(to, values.length); i++) {
            highest = Double.isNaN(highest) || values[i] > highest ? values[i] : highest;
        }
        return highest;
    }

    /** The highest of a history; 0 when nothing is known. */
    static double highest(double[] values) {
        double highest = 0;
        for (double value : values) {
            highest = value > highest ? value : highest;
        }
        return highest;
    }
}
