package dev.holdfast.query.ast;

/**
 * A place in the text of a query.
 *
 * @param line from 1
 * @param column from 1, counted in bytes of UTF-8 as Prometheus counts
 */
public record Position(int line, int column) {
    /** The place of a character in a text. */
    public static Position of(String text, int index) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < index; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return new Position(line, 1 + utf8Length(text, lineStart, index));
    }

    private static int utf8Length(String text, int from, int to) {
        int bytes = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes += 1;
            } else if (c < 0x800) {
                bytes += 2;
            } else if (Character.isSurrogate(c)) {
                bytes += 2; // each half of a pair is half of four bytes
            } else {
                bytes += 3;
            }
        }
        return bytes;
    }

    @Override
    public String toString() {
        return line + ":" + column;
    }
}
