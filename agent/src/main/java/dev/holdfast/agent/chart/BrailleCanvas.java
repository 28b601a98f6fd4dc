package dev.holdfast.agent.chart;

import java.util.Arrays;

/**
 * A field of dots drawn in Braille characters, two dots wide and four high each. Every character has one colour: that of
 * the line drawn last through it. The origin is at the top left.
 */
final class BrailleCanvas implements Canvas {
    private static final int DOTS_ACROSS = 2;
    private static final int DOTS_DOWN = 4;
    static final int NO_COLOUR = -1;

    private static final char BLANK = '\u2800';
    /** Bit of a dot in the character's code, by row and column: Unicode keeps the historical order of the dots. */
    private static final int[][] DOT_BITS = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};

    private final int columns;
    private final int rows;
    private final int[] dots;
    private final int[] colours;

    /** An empty field of some characters. */
    BrailleCanvas(int columns, int rows) {
        this.columns = columns;
        this.rows = rows;
        dots = new int[columns * rows];
        colours = new int[columns * rows];
        Arrays.fill(colours, NO_COLOUR);
    }

    @Override
    public int dotsAcross() {
        return columns * DOTS_ACROSS;
    }

    @Override
    public int dotsDown() {
        return rows * DOTS_DOWN;
    }

    @Override
    public void dot(int x, int y, int colour) {
        if (x < 0 || y < 0 || x >= dotsAcross() || y >= dotsDown()) {
            return;
        }
        int cell = y / DOTS_DOWN * columns + x / DOTS_ACROSS;
        dots[cell] |= DOT_BITS[y % DOTS_DOWN][x % DOTS_ACROSS];
        colours[cell] = colour;
    }

    @Override
    public int dotsPerRow() {
        return DOTS_DOWN;
    }

    @Override
    public String row(int row, Palette palette) {
        StringBuilder out = new StringBuilder();
        int current = NO_COLOUR;
        for (int column = 0; column < columns; column++) {
            int cell = row * columns + column;
            if (dots[cell] != 0 && colours[cell] != current) {
                current = colours[cell];
                out.append(palette.begin(current));
            }
            out.append(dots[cell] == 0 ? ' ' : (char) (BLANK + dots[cell]));
        }
        return out.append(current == NO_COLOUR ? "" : palette.end()).toString();
    }
}
