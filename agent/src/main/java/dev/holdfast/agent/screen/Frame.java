package dev.holdfast.agent.screen;

import java.util.ArrayList;
import java.util.List;

/** All lines of a screen: as many as it has rows, each as wide as it has columns. One thread. */
final class Frame {
    private final int columns;
    private final int rows;
    private final List<Line> lines = new ArrayList<>();

    Frame(int columns, int rows) {
        this.columns = columns;
        this.rows = rows;
    }

    int columns() {
        return columns;
    }

    int rows() {
        return rows;
    }

    /** How many lines there is still room for. */
    int room() {
        return rows - lines.size();
    }

    /** Adds a line, cut or filled to the width; nothing when there is no room. */
    void add(Line line) {
        if (room() > 0) {
            lines.add(line.fit(columns));
        }
    }

    /** Adds blank lines until so many are left. */
    void fillTo(int left) {
        while (room() > left) {
            add(new Line());
        }
    }

    Line line(int row) {
        return lines.get(row);
    }

    /** The characters, without blanks at the ends of lines. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        lines.forEach(line -> out.append(line.toString().stripTrailing()).append('\n'));
        return out.toString();
    }
}
