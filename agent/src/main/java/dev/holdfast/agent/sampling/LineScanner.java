package dev.holdfast.agent.sampling;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Lines, words and numbers of a {@link TextFile}, in place: a word is a pair of indexes, a string only when asked for.
 */
final class LineScanner {
    private static final long MANTISSA_ROOM = (Long.MAX_VALUE - 9) / 10;
    private static final double[] POWERS_OF_TEN = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};

    private byte[] text = new byte[0];
    private int length;
    private String source = "";
    private int next;
    private int lineStart;
    private int lineEnd;
    private int position;
    private int wordStart;
    private int wordEnd;

    /** Goes to the beginning of what was read last. */
    LineScanner reset(TextFile file) {
        text = file.bytes();
        length = file.length();
        source = file.path().toString();
        next = 0;
        lineStart = 0;
        lineEnd = 0;
        position = 0;
        return this;
    }

    /** Moves to the next line; false when there is none. */
    boolean nextLine() {
        if (next >= length) {
            return false;
        }
        lineStart = next;
        int i = next;
        while (i < length && text[i] != '\n') {
            i++;
        }
        lineEnd = i;
        next = i + 1;
        position = lineStart;
        return true;
    }

    /** Moves to the next word of the line: what stands between blanks; false at the end of the line. */
    boolean nextWord() {
        int i = position;
        while (i < lineEnd && isBlank(text[i])) {
            i++;
        }
        wordStart = i;
        while (i < lineEnd && !isBlank(text[i])) {
            i++;
        }
        wordEnd = i;
        position = i;
        return wordEnd > wordStart;
    }

    /** Moves on by some words; false when the line ends before. */
    boolean skipWords(int count) {
        for (int i = 0; i < count; i++) {
            if (!nextWord()) {
                return false;
            }
        }
        return true;
    }

    /** Goes to an index inside the line. */
    void moveTo(int index) {
        position = index;
    }

    /** Index of the last byte of that kind in the line, or -1. */
    int lastIndexOf(char ascii) {
        for (int i = lineEnd - 1; i >= lineStart; i--) {
            if (text[i] == ascii) {
                return i;
            }
        }
        return -1;
    }

    /** Whether the line begins with these ASCII characters. */
    boolean lineStartsWith(String ascii) {
        return startsWith(lineStart, lineEnd, ascii);
    }

    /** Whether the word is exactly this. */
    boolean wordIs(String ascii) {
        return wordEnd - wordStart == ascii.length() && startsWith(wordStart, wordEnd, ascii);
    }

    /** Takes a prefix off the word; false, and the word as it was, when it does not begin so. */
    boolean dropPrefix(String ascii) {
        if (!startsWith(wordStart, wordEnd, ascii)) {
            return false;
        }
        wordStart += ascii.length();
        return true;
    }

    private boolean startsWith(int from, int to, String ascii) {
        if (to - from < ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (text[from + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The word as a decimal number, with or without sign and fraction.
     *
     * @throws IOException naming the file and the word
     */
    double number() throws IOException {
        int i = wordStart;
        boolean negative = i < wordEnd && text[i] == '-';
        if (negative) {
            i++;
        }
        int firstDigit = i;
        long mantissa = 0;
        int decimals = -1;
        for (; i < wordEnd; i++) {
            int digit = text[i] - '0';
            if (digit >= 0 && digit <= 9 && mantissa <= MANTISSA_ROOM) {
                mantissa = mantissa * 10 + digit;
                decimals += decimals < 0 ? 0 : 1;
            } else if (text[i] == '.' && decimals < 0) {
                decimals = 0;
            } else {
                break;
            }
        }
        if (i < wordEnd || i == firstDigit || decimals >= POWERS_OF_TEN.length) {
            return slowNumber();
        }
        double magnitude = decimals > 0 ? mantissa / POWERS_OF_TEN[decimals] : (double) mantissa;
        return negative ? -magnitude : magnitude;
    }

    private double slowNumber() throws IOException {
        try {
            return Double.parseDouble(word()); // counters above 2^63
        } catch (NumberFormatException e) {
            throw notANumber(e);
        }
    }

    /** The word as a hexadecimal number, with or without {@code 0x}. */
    long hexNumber() throws IOException {
        int from = startsWith(wordStart, wordEnd, "0x") ? wordStart + 2 : wordStart;
        long value = 0;
        for (int i = from; i < wordEnd; i++) {
            int digit = Character.digit(text[i], 16);
            if (digit < 0 || wordEnd - from > 16) {
                throw notANumber(null);
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private IOException notANumber(@Nullable Throwable cause) {
        return new IOException(source + ": not a number: '" + word() + "'", cause);
    }

    /** The word as a string. */
    String word() {
        return new String(text, wordStart, wordEnd - wordStart, StandardCharsets.UTF_8);
    }

    /** The line as a string. */
    String line() {
        return new String(text, lineStart, lineEnd - lineStart, StandardCharsets.UTF_8);
    }

    byte[] text() {
        return text;
    }

    int wordStart() {
        return wordStart;
    }

    int wordEnd() {
        return wordEnd;
    }

    int lineStart() {
        return lineStart;
    }

    int lineEnd() {
        return lineEnd;
    }

    private static boolean isBlank(byte c) {
        return c == ' ' || c == '\t';
    }
}
