package dev.holdfast.query.parser;

import org.jspecify.annotations.Nullable;

/**
 * An escape that spells a number: three octal digits for a byte, or x, u or U with two, four or eight hexadecimal ones.
 *
 * @param digits how many follow
 * @param radix of the digits
 * @param max the largest value: a byte or a code point
 */
record Escape(int digits, int radix, int max) {
    /** The escape that a character after the backslash begins, or null. */
    static @Nullable Escape of(char c) {
        return switch (c) {
            case '0', '1', '2', '3', '4', '5', '6', '7' -> new Escape(3, 8, 255);
            case 'x' -> new Escape(2, 16, 255);
            case 'u' -> new Escape(4, 16, Character.MAX_CODE_POINT);
            case 'U' -> new Escape(8, 16, Character.MAX_CODE_POINT);
            default -> null;
        };
    }
}
