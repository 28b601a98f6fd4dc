package dev.holdfast.query.parser;

import dev.holdfast.query.ParseException;
import dev.holdfast.query.ast.Position;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Strings in single, double or back quotes; back quotes know no escapes. */
final class Strings {
    private static final String SIMPLE_ESCAPES = "abfnrtv\\";
    private static final String SIMPLE_VALUES = "\u0007\b\f\n\r\t\u000b\\";

    private Strings() {}

    /** The index after the closing quote of the string that starts at an index. */
    static int end(String text, int start) {
        char quote = text.charAt(start);
        int pos = start + 1;
        while (true) {
            char c = pos < text.length() ? text.charAt(pos) : '\0';
            boolean atEnd = pos >= text.length();
            if (quote == '`') {
                if (atEnd) {
                    throw error(text, start, "unterminated raw string");
                }
            } else if (atEnd || c == '\n') {
                throw error(text, start, "unterminated quoted string");
            }
            pos++;
            if (c == quote) {
                return pos;
            }
            if (c == '\\' && quote != '`') {
                pos = escapeEnd(text, start, pos, quote);
            }
        }
    }

    private static int escapeEnd(String text, int start, int pos, char quote) {
        if (pos >= text.length()) {
            throw error(text, start, "escape sequence not terminated");
        }
        char c = text.charAt(pos);
        if (SIMPLE_ESCAPES.indexOf(c) >= 0 || c == quote) {
            return pos + 1;
        }
        Escape escape = Escape.of(c);
        if (escape == null) {
            throw error(text, start, "unknown escape sequence " + show(text.codePointAt(pos)));
        }
        int from = escape.radix() == 8 ? pos : pos + 1;
        long value = 0;
        for (int i = from; i < from + escape.digits(); i++) {
            if (i >= text.length()) {
                throw error(text, start, "escape sequence not terminated");
            }
            int digit = Character.digit(text.charAt(i), escape.radix());
            if (digit < 0 || text.charAt(i) > 'f') {
                throw error(text, start, "illegal character " + show(text.codePointAt(i)) + " in escape sequence");
            }
            value = value * escape.radix() + digit;
        }
        if (value > escape.max() || (escape.max() > 255 && value >= 0xD800 && value < 0xE000)) {
            throw error(text, start, "escape sequence is an invalid Unicode code point");
        }
        return from + escape.digits();
    }

    private static String show(int codePoint) {
        return String.format("U+%04X '%s'", codePoint, Character.toString(codePoint));
    }

    /** What a token of a whole string means; the token has been scanned by {@link #end}. */
    static String unquote(String token) {
        String body = token.substring(1, token.length() - 1);
        if (token.charAt(0) == '`' || body.indexOf('\\') < 0) {
            return body;
        }
        // Escapes may spell single bytes of a character, so the value is collected as bytes.
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length());
        int pos = 0;
        while (pos < body.length()) {
            int next = body.indexOf('\\', pos);
            if (next < 0) {
                next = body.length();
            }
            bytes.writeBytes(body.substring(pos, next).getBytes(StandardCharsets.UTF_8));
            pos = next < body.length() ? unescape(body, next + 1, bytes) : next;
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int unescape(String body, int pos, ByteArrayOutputStream bytes) {
        char c = body.charAt(pos);
        int simple = SIMPLE_ESCAPES.indexOf(c);
        if (simple >= 0) {
            bytes.write(SIMPLE_VALUES.charAt(simple));
            return pos + 1;
        }
        Escape escape = Escape.of(c);
        if (escape == null) {
            bytes.write(c); // the quote
            return pos + 1;
        }
        int from = escape.radix() == 8 ? pos : pos + 1;
        int to = from + escape.digits();
        int value = Integer.parseInt(body, from, to, escape.radix());
        if (escape.max() == 255) {
            bytes.write(value);
        } else {
            bytes.writeBytes(Character.toString(value).getBytes(StandardCharsets.UTF_8));
        }
        return to;
    }

    private static ParseException error(String text, int start, String reason) {
        return new ParseException(Position.of(text, start), reason);
    }
}
