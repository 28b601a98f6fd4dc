package dev.holdfast.agent.screen;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** As much of a terminal as a painter uses: cells, a cursor, and the sequences that move and clear. */
final class CellGrid {
    private final char[][] cells;
    private int row;
    private int column;

    CellGrid(int columns, int rows) {
        cells = new char[rows][columns];
        clear();
    }

    private void clear() {
        for (char[] line : cells) {
            Arrays.fill(line, ' ');
        }
    }

    /** Takes bytes as a terminal does; anything that it does not know fails. */
    void take(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\u001b') {
                if (c < ' ') {
                    throw new AssertionError("a control character: " + (int) c);
                }
                cells[row][column] = c; // outside of the screen it throws
                column++;
                continue;
            }
            int end = i + 2;
            while (text.charAt(end) < '@') {
                end++;
            }
            String parameters = text.substring(i + 2, end);
            switch (text.charAt(end)) {
                case 'H' -> {
                    String[] numbers = parameters.split(";", -1);
                    row = Integer.parseInt(numbers[0]) - 1;
                    column = Integer.parseInt(numbers[1]) - 1;
                }
                case 'J' -> clear();
                case 'K' -> Arrays.fill(cells[row], column, cells[row].length, ' ');
                case 'm', 'h', 'l' -> {}
                default -> throw new AssertionError("an unknown sequence: " + text.substring(i + 1, end + 1));
            }
            i = end;
        }
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        for (char[] line : cells) {
            out.append(new String(line).stripTrailing()).append('\n');
        }
        return out.toString();
    }
}
