package dev.holdfast.agent.screen;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a frame the bytes that bring a terminal from the frame before to it: only lines that differ, each written over what
 * is there and never cleared first, all inside a synchronized update where the terminal knows these. So nothing flickers. One thread.
 */
final class Painter {
    static final String ENTER = "\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[0m\u001b[2J\u001b[H";
    static final String LEAVE = "\u001b[0m\u001b[?2026l\u001b[?7h\u001b[?25h\u001b[?1049l";

    private static final String BEGIN = "\u001b[?2026h";
    private static final String END = "\u001b[0m\u001b[?2026l";
    private static final String CLEAR = "\u001b[0m\u001b[2J";
    private static final String CLEAR_LINE_END = "\u001b[K";
    private static final String INK = " .:-=+*##";

    private final Colours colours;
    private final boolean unicode;
    private final StringBuilder out = new StringBuilder();
    private @Nullable Frame before;

    /** A painter; without {@code unicode} it draws with ASCII only. */
    Painter(Colours colours, boolean unicode) {
        this.colours = colours;
        this.unicode = unicode;
    }

    /** What is on the terminal is not known any more: the next frame is painted whole. */
    void forget() {
        before = null;
    }

    /** The bytes that show a frame; empty when it is there already. */
    byte[] paint(Frame frame) {
        Frame known = before;
        boolean whole = known == null || known.columns() != frame.columns() || known.rows() != frame.rows();
        out.setLength(0);
        if (whole) {
            out.append(CLEAR);
        }
        for (int row = 0; row < frame.rows(); row++) {
            Line line = frame.line(row);
            if (whole || known == null || !line.same(known.line(row))) {
                out.append("\u001b[").append(row + 1).append(";1H");
                write(line, frame.columns());
            }
        }
        before = frame;
        return out.isEmpty() ? new byte[0] : (BEGIN + out + END).getBytes(StandardCharsets.UTF_8);
    }

    private void write(Line line, int columns) {
        int end = line.length();
        while (end > 0 && line.character(end - 1) == ' ' && isBare(line.style(end - 1))) {
            end--;
        }
        Style current = Style.PLAIN;
        out.append("\u001b[0m");
        for (int i = 0; i < end; i++) {
            Style style = line.style(i);
            if (style != current && (line.character(i) != ' ' || !isBare(style) || !isBare(current))) {
                out.append("\u001b[").append(style.sequence(colours)).append('m');
                current = style;
            }
            out.append(unicode ? line.character(i) : ascii(line.character(i)));
        }
        // Not after the last column: there some terminals would clear the character just written.
        if (end < columns) {
            out.append("\u001b[0m").append(CLEAR_LINE_END);
        }
    }

    /** Whether a blank of this look is not seen. */
    private static boolean isBare(Style style) {
        return style != Style.TITLE && style != Style.ALARM;
    }

    /** A text where there is ASCII only, of as many characters. */
    static String ascii(String text) {
        StringBuilder ascii = new StringBuilder(text.length());
        text.chars().forEach(c -> ascii.append(ascii((char) c)));
        return ascii.toString();
    }

    /** What stands for a character where there is ASCII only. */
    private static char ascii(char c) {
        if (c < 0x7f) {
            return c;
        }
        if (c >= 0x2800 && c < 0x2900) {
            return INK.charAt(Integer.bitCount(c - 0x2800));
        }
        return switch (c) {
            case '\u2588' -> '#';
            case '\u00b7' -> '.';
            case '\u2502' -> '|';
            case '\u2026' -> '~';
            case '\u2190' -> '<';
            case '\u2192' -> '>';
            default -> '?';
        };
    }
}
