package dev.holdfast.agent.screen;

import java.util.Arrays;

/**
 * A line of styled cells, one character wide each. What would take another width or do something to the terminal (controls,
 * wide and combining characters, which names of devices may hold) becomes a question mark. Grows as it is written; one thread.
 */
final class Line {
    private char[] text = new char[96];
    private Style[] styles = new Style[96];
    private int length;

    /** Adds a text. */
    Line add(Style style, CharSequence more) {
        for (int i = 0; i < more.length(); i++) {
            char c = more.charAt(i);
            if (Character.isLowSurrogate(c)) {
                continue; // its high half has become the question mark
            }
            cell(style, isNarrow(c) ? c : '?');
        }
        return this;
    }

    /** Adds a plain text. */
    Line add(CharSequence more) {
        return add(Style.PLAIN, more);
    }

    /** Adds a text at the right end of a field, cut on its left when it is too long. */
    Line right(Style style, String more, int width) {
        pad(length + width - Math.min(width, more.length()));
        return add(style, more.substring(Math.max(0, more.length() - width)));
    }

    /** Adds a text at the left end of a field, cut on its right when it is too long, and a mark where it is. */
    Line left(Style style, String more, int width) {
        int end = length + Math.max(0, width);
        add(style, more);
        return cut(end).pad(end);
    }

    /** Adds another line. */
    Line add(Line other) {
        for (int i = 0; i < other.length; i++) {
            cell(other.style(i), other.text[i]);
        }
        return this;
    }

    /** Fills with blanks up to a length. */
    Line pad(int width) {
        return pad(Style.PLAIN, width);
    }

    Line pad(Style style, int width) {
        while (length < width) {
            cell(style, ' ');
        }
        return this;
    }

    /** Cuts to a length; the last cell then says that something is missing. */
    Line cut(int width) {
        if (length > width) {
            length = Math.max(0, width);
            if (length > 0) {
                text[length - 1] = '\u2026';
            }
        }
        return this;
    }

    /** Cuts or fills to exactly a width. */
    Line fit(int width) {
        return cut(width).pad(width);
    }

    /** Gives all cells one look. */
    Line all(Style style) {
        Arrays.fill(styles, 0, length, style);
        return this;
    }

    int length() {
        return length;
    }

    char character(int index) {
        return text[index];
    }

    Style style(int index) {
        return styles[index];
    }

    private void cell(Style style, char c) {
        if (length == text.length) {
            text = Arrays.copyOf(text, length * 2);
            styles = Arrays.copyOf(styles, length * 2);
        }
        text[length] = c;
        styles[length++] = style;
    }

    /** Latin, Greek, Cyrillic, punctuation, arrows, box drawing, blocks, Braille: what every terminal draws in one cell. */
    private static boolean isNarrow(char c) {
        boolean control = c < 0x20 || within(c, 0x7f, 0xa0) || c == 0xad;
        boolean combining = within(c, 0x300, 0x370) || within(c, 0x483, 0x48a);
        boolean drawing = within(c, 0x2190, 0x2194) || within(c, 0x2500, 0x25a0) || within(c, 0x2800, 0x2900);
        boolean punctuation = within(c, 0x2010, 0x2028) || within(c, 0x2030, 0x205f);
        return !control && !combining && (c < 0x530 || drawing || punctuation);
    }

    private static boolean within(char c, int fromInclusive, int toExclusive) {
        return c >= fromInclusive && c < toExclusive;
    }

    boolean same(Line other) {
        return Arrays.equals(text, 0, length, other.text, 0, other.length)
                && Arrays.equals(styles, 0, length, other.styles, 0, other.length);
    }

    /** The characters. */
    @Override
    public String toString() {
        return new String(text, 0, length);
    }
}
