package dev.holdfast.agent.screen;

import java.util.ArrayList;
import java.util.List;

/**
 * Columns of a table that fits a width: a name on the left, numbers, and a history in what is left over. What does not fit is left
 * out, the least important first. One thread.
 */
final class Table {
    /**
     * A column of numbers.
     *
     * @param rank the least is the most important
     */
    record Column(String title, int width, int rank) {}

    private static final int HISTORY_MIN = 8;
    private static final int HISTORY_MAX = 100;

    private final String title;
    private final int nameWidth;
    private final List<Column> all;
    private final List<Column> shown = new ArrayList<>();
    private final int historyWidth;

    /** A table of a width; {@code history} cells are wanted at least, if there are to be any. */
    Table(int columns, String title, int nameWidth, List<Column> all, boolean history) {
        this.title = title;
        this.all = all;
        this.nameWidth = Math.max(1, Math.min(nameWidth, columns / 3));
        int left = columns - this.nameWidth;
        List<Column> byRank = new ArrayList<>(all);
        byRank.sort((a, b) -> Integer.compare(a.rank(), b.rank()));
        for (Column column : byRank) {
            if (column.width() + 1 > left) {
                break;
            }
            left -= column.width() + 1;
            shown.add(column);
        }
        int room = Math.min(HISTORY_MAX, left - 2);
        historyWidth = history && room >= HISTORY_MIN ? room : 0;
    }

    /** How many cells a history has; 0 for none. */
    int historyWidth() {
        return historyWidth;
    }

    Line header(String ofHistory) {
        Line line = new Line().left(Style.HEADING, title, nameWidth);
        for (Column column : all) {
            if (shown.contains(column)) {
                line.add(" ").right(Style.FAINT, column.title(), column.width());
            }
        }
        return historyWidth == 0 ? line : line.add("  ").add(Style.FAINT, ofHistory);
    }

    /** A row without its history: a text and a look for each column, shown or not. */
    Line row(Style nameStyle, String name, List<String> texts, List<Style> styles) {
        Line line = new Line().left(nameStyle, name, nameWidth);
        for (int i = 0; i < all.size(); i++) {
            if (shown.contains(all.get(i))) {
                line.add(" ").right(styles.get(i), texts.get(i), all.get(i).width());
            }
        }
        return historyWidth == 0 ? line : line.add("  ");
    }
}
