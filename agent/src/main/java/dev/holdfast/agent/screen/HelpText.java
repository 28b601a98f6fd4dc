package dev.holdfast.agent.screen;

import java.util.ArrayList;
import java.util.List;

/** What the keys do, for people. */
final class HelpText {
    private static final String[][] KEYS = {
        {"Left Right, T t", "a step back, a step forward in time"},
        {"Shift-Left Shift-Right", "ten steps"},
        {"PgUp PgDn", "a whole window"},
        {"Home, End", "the first data, live again"},
        {"b", "go to a time: 14:05, -2h, yesterday 03:00"},
        {"space", "pause, go on"},
        {"+ -", "a longer window with longer steps, a shorter one"},
        {"1-6, 0, Tab", "one panel alone, all of them, the next"},
        {"Up Down", "move in a list that does not fit"},
        {"/", "show only what holds a text: sda, eth0, /var, cpu3"},
        {"Esc", "clear the filter, leave a panel"},
        {"n", "the next host, when there are several"},
        {"?, Ctrl-L, q", "this help, draw again, quit"},
    };
    private static final String[] NOTES = {
        "Rates are over the step. A dash is what is not known, a blank",
        "in a history is no data; neither is ever a zero.",
        "busy: neither idle nor waiting for I/O. stalled: the share of",
        "time in which some task waited; all: in which none went on.",
    };

    private HelpText() {}

    static List<Line> lines(int columns, int rows) {
        List<Line> lines = new ArrayList<>();
        int width = columns < 60 ? 16 : 24;
        for (String[] key : KEYS) {
            lines.add(new Line()
                    .add(" ")
                    .left(Style.STRONG, key[0], width)
                    .add(" ")
                    .add(key[1]));
        }
        if (lines.size() + NOTES.length + 1 <= rows) {
            lines.add(new Line());
            for (String note : NOTES) {
                lines.add(new Line().add(" ").add(Style.FAINT, note));
            }
        }
        return lines;
    }
}
