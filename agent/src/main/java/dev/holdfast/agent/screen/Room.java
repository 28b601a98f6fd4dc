package dev.holdfast.agent.screen;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The room that a panel has.
 *
 * @param columns width
 * @param rows height; a panel may take less
 * @param graphRows of these, how many a graph may have
 * @param filter names that hold this text are shown; empty for all
 * @param scroll how many rows of a list are passed over
 * @param zoomed whether the panel is alone on the screen
 */
record Room(int columns, int rows, int graphRows, String filter, int scroll, boolean zoomed) {
    /** Whether one of some names passes the filter. */
    boolean shows(String... names) {
        if (filter.isEmpty()) {
            return true;
        }
        for (String name : names) {
            if (name.toLowerCase(Locale.ROOT).contains(filter.toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }

    /**
     * What is shown of a panel: its summary when there is one line only; else the head and as many rows as fit, with a word of what
     * is left out.
     */
    List<Line> fit(Line summary, List<Line> head, List<Line> list) {
        if (rows <= 0) {
            return List.of();
        }
        if (rows == 1 && head.size() + list.size() > 1) {
            return List.of(summary);
        }
        List<Line> lines = new ArrayList<>(head.subList(0, Math.min(head.size(), rows)));
        int fitting = rows - lines.size();
        if (fitting == 1 && list.size() > 1) { // a row says more than how many there are
            lines.add(list.get(Math.min(scroll, list.size() - 1)));
            return lines;
        }
        if (fitting == 0 || list.size() <= fitting) {
            lines.addAll(list.subList(0, Math.min(fitting, list.size())));
            return lines;
        }
        int first = Math.max(0, Math.min(scroll, list.size() - fitting + 1));
        int last = Math.min(list.size(), first + fitting - 1);
        lines.addAll(list.subList(first, last));
        int hidden = list.size() - (last - first);
        lines.add(new Line()
                .add(Style.FAINT, "  " + hidden + " more" + (first > 0 ? ", " + first + " of them above" : "")));
        return lines;
    }
}
