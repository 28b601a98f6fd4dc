package dev.holdfast.agent.chart;

import java.util.Arrays;

/**
 * A field of dots, one a character, for terminals without Braille. A line alone is drawn in strokes, which lie at three heights of a
 * character; several lines are drawn in letters, since colours may be missing too.
 */
final class AsciiCanvas implements Canvas {
    private static final int HEIGHTS = 3;
    private static final char[] STROKES = {'\'', '-', '.'};

    private final int columns;
    private final int rows;
    private final boolean letters;
    private final char[] cells;
    private final int[] colours;

    /** An empty field; with letters for several lines. */
    AsciiCanvas(int columns, int rows, boolean letters) {
        this.columns = columns;
        this.rows = rows;
        this.letters = letters;
        cells = new char[columns * rows];
        colours = new int[columns * rows];
        Arrays.fill(cells, ' ');
    }

    @Override
    public int dotsAcross() {
        return columns;
    }

    @Override
    public int dotsDown() {
        return rows * dotsPerRow();
    }

    @Override
    public int dotsPerRow() {
        return HEIGHTS;
    }

    @Override
    public void dot(int x, int y, int colour) {
        if (x < 0 || y < 0 || x >= columns || y >= dotsDown()) {
            return;
        }
        int cell = y / HEIGHTS * columns + x;
        char stroke = STROKES[y % HEIGHTS];
        boolean upright = cells[cell] != ' ' && cells[cell] != stroke && colours[cell] == colour;
        cells[cell] = letters ? Glyphs.mark(colour) : upright ? '|' : stroke;
        colours[cell] = colour;
    }

    @Override
    public String row(int row, Palette palette) {
        StringBuilder out = new StringBuilder();
        int current = BrailleCanvas.NO_COLOUR;
        for (int cell = row * columns; cell < (row + 1) * columns; cell++) {
            if (cells[cell] != ' ' && colours[cell] != current) {
                current = colours[cell];
                out.append(palette.begin(current));
            }
            out.append(cells[cell]);
        }
        return out.append(current == BrailleCanvas.NO_COLOUR ? "" : palette.end())
                .toString();
    }
}
