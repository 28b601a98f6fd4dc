package dev.holdfast.query.parser;

import org.jspecify.annotations.Nullable;

/**
 * Finds where a number or a duration ends.
 *
 * <p>Numbers are decimal with fraction and exponent, hexadecimal, or octal; digits may be parted by single underscores.
 * Whether the digits make sense is left to the parser.
 */
final class NumberScanner {
    private final String text;
    private final int start;
    private int pos;

    NumberScanner(String text, int start) {
        this.text = text;
        this.start = start;
        this.pos = start;
    }

    /** Where the scan stopped. */
    int position() {
        return pos;
    }

    /** NUMBER, DURATION, or null when it is neither. */
    @Nullable
    TokenType scan() {
        if (number()) {
            return TokenType.NUMBER;
        }
        return duration() ? TokenType.DURATION : null;
    }

    private boolean number() {
        boolean hex = false;
        if (accept("0") && accept("xX")) {
            accept("_");
            hex = true;
        }
        String digits = hex ? "0123456789abcdefABCDEF" : "0123456789";
        accept(".");
        accept(digits);
        boolean dot = text.charAt(start) == '.';
        boolean exponent = false;
        while (peekIn(digits) || peekIn("._eE")) {
            if (peekIn(digits)) {
                pos++;
            } else if (peekIn(".")) {
                pos++;
                if (dot || hex || accept("_.")) {
                    return false;
                }
                dot = true;
            } else if (peekIn("eE")) {
                pos++;
                if (exponent) {
                    return false;
                }
                exponent = true;
                accept("+-");
                if (accept("._eE") || atEnd()) {
                    return false;
                }
            } else {
                pos++; // an underscore
                if (accept("._eE") || atEnd()) {
                    return false;
                }
            }
        }
        return pos > start && !peekAlphanumeric();
    }

    private boolean duration() {
        if (!unit("smhdwy")) {
            return false;
        }
        while (Lexer.isDigit(peek())) {
            while (Lexer.isDigit(peek())) {
                pos++;
            }
            if (!unit("smhdw")) { // years come first only
                return false;
            }
        }
        if (peekAlphanumeric()) {
            pos++;
            return false;
        }
        return true;
    }

    /** A unit letter, and an s for ms; bad pairs such as hs are found when the duration is read. */
    private boolean unit(String letters) {
        if (!accept(letters)) {
            return false;
        }
        accept("s");
        return true;
    }

    private boolean accept(String set) {
        if (peekIn(set)) {
            pos++;
            return true;
        }
        return false;
    }

    private boolean peekIn(String set) {
        return !atEnd() && set.indexOf(text.charAt(pos)) >= 0;
    }

    private boolean peekAlphanumeric() {
        return Lexer.isLetter(peek()) || Lexer.isDigit(peek());
    }

    private int peek() {
        return atEnd() ? -1 : text.charAt(pos);
    }

    private boolean atEnd() {
        return pos >= text.length();
    }
}
