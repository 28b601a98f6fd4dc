package dev.holdfast.query.differential;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads JSON into maps, lists, strings, doubles, booleans and null; enough for a server that writes it well. */
final class Json {
    private final String text;
    private int pos;

    private Json(String text) {
        this.text = text;
    }

    static @Nullable Object parse(String text) {
        return new Json(text).value();
    }

    private @Nullable Object value() {
        char c = peek();
        switch (c) {
            case '{' -> {
                return object();
            }
            case '[' -> {
                return array();
            }
            case '"' -> {
                return string();
            }
            default -> {
                int start = pos;
                while (pos < text.length() && ",]} \n".indexOf(text.charAt(pos)) < 0) {
                    pos++;
                }
                String word = text.substring(start, pos);
                return switch (word) {
                    case "true" -> true;
                    case "false" -> false;
                    case "null" -> null;
                    default -> Double.valueOf(word);
                };
            }
        }
    }

    private Map<String, @Nullable Object> object() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        pos++;
        while (peek() != '}') {
            String key = string();
            expect(':');
            map.put(key, value());
            if (peek() == ',') {
                pos++;
            }
        }
        pos++;
        return map;
    }

    private List<@Nullable Object> array() {
        List<@Nullable Object> list = new ArrayList<>();
        pos++;
        while (peek() != ']') {
            list.add(value());
            if (peek() == ',') {
                pos++;
            }
        }
        pos++;
        return list;
    }

    private String string() {
        expect('"');
        StringBuilder out = new StringBuilder();
        while (text.charAt(pos) != '"') {
            char c = text.charAt(pos++);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char escape = text.charAt(pos++);
            if (escape == 'u') {
                out.append((char) Integer.parseInt(text, pos, pos + 4, 16));
                pos += 4;
            } else {
                int simple = "nrtbf".indexOf(escape);
                out.append(simple < 0 ? escape : "\n\r\t\b\f".charAt(simple));
            }
        }
        pos++;
        return out.toString();
    }

    private char peek() {
        while (Character.isWhitespace(text.charAt(pos))) {
            pos++;
        }
        return text.charAt(pos);
    }

    private void expect(char c) {
        if (peek() != c) {
            throw new IllegalArgumentException("expected " + c + " at " + pos + " of " + text);
        }
        pos++;
    }
}
