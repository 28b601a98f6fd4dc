package dev.holdfast.query.parser;

import dev.holdfast.query.ParseException;
import dev.holdfast.query.PromDouble;
import dev.holdfast.query.PromDuration;
import dev.holdfast.query.ast.NumberLiteral;
import dev.holdfast.query.ast.Position;

/** What the tokens of numbers and durations mean. */
final class Literals {
    /** Prometheus counts durations in nanoseconds of 64 bits. */
    private static final double MAX_DURATION_SECONDS = Long.MAX_VALUE / 1e9;

    private Literals() {}

    /** The number of a NUMBER or DURATION token. */
    static NumberLiteral number(Token token, Position position) {
        if (token.type() == TokenType.DURATION) {
            try {
                return new NumberLiteral(PromDuration.parse(token.text()) / 1000.0, true, position);
            } catch (IllegalArgumentException e) {
                throw new ParseException(position, String.valueOf(e.getMessage()));
            }
        }
        return new NumberLiteral(parse(token.text(), position), false, position);
    }

    private static double parse(String text, Position position) {
        String digits = text.replace("_", "");
        try {
            if (digits.startsWith("0x") || digits.startsWith("0X")) {
                return Long.parseLong(digits.substring(2), 16);
            }
            if (digits.length() > 1 && digits.startsWith("0") && digits.chars().allMatch(c -> c >= '0' && c <= '7')) {
                return Long.parseLong(digits, 8);
            }
            double value = PromDouble.parse(digits);
            boolean spelled = Lexer.isLetter(digits.charAt(0)); // Inf
            if (Double.isInfinite(value) && !spelled) {
                throw new ParseException(position, "error parsing number: \"" + text + "\": value out of range");
            }
            return value;
        } catch (NumberFormatException e) {
            throw new ParseException(position, "error parsing number: \"" + text + "\": invalid syntax");
        }
    }

    /** Refuses a number that is no length of time. */
    static void checkDuration(NumberLiteral literal) {
        if (!(Math.abs(literal.value()) <= MAX_DURATION_SECONDS)) {
            throw new ParseException(literal.position(), "duration out of range");
        }
    }

    /** Seconds of a range, step or offset as milliseconds. */
    static long durationMs(NumberLiteral literal) {
        checkDuration(literal);
        // Through nanoseconds, as Prometheus does, so that 0.0019 is 1 ms there and here.
        return Math.round(literal.value() * 1e9) / 1_000_000;
    }
}
