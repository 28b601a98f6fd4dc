package dev.holdfast.query.ast;

/**
 * A place in the text of a query.
 *
 * @param line from 1
 * @param column from 1, counted in bytes of UTF-8 as Prometheus counts
 */
public record Position(int line, int column) {
    /** Where a text begins. */
    public static final Position START = new Position(1, 1);

    /** The place of a character in a text. */
    public static Position of(String text, int index) {
        return START.after(text, 0, index);
    }

    /** The place after some characters of a text, the first of which stands here. */
    public Position after(String text, int from, int to) {
        int newLine = line;
        int newColumn = column;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                newLine++;
                newColumn = 1;
            } else {
                newColumn += utf8Length(c);
            }
        }
        return new Position(newLine, newColumn);
    }

    private static int utf8Length(char c) {
        if (c < 0x80) {
            return 1;
        }
        // Each half of a surrogate pair is half of four bytes.
        return c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }

    @Override
    public String toString() {
        return line + ":" + column;
    }
}
