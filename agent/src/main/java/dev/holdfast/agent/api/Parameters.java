package dev.holdfast.agent.api;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The parameters of a request: those of a form before those of the URL, as Prometheus reads them. One that is given twice counts
 * the first time, unless all are asked for.
 */
final class Parameters {
    /** More than any client has a use for. */
    private static final int MAX_COUNT = 2_000;

    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private int count;

    /**
     * Adds those of a text like {@code a=1&b=%20}.
     *
     * @throws ApiException when it is no such text
     */
    void add(String form) {
        int start = 0;
        while (start < form.length()) {
            int end = form.indexOf('&', start);
            end = end < 0 ? form.length() : end;
            if (end > start) {
                addPair(form.substring(start, end));
            }
            start = end + 1;
        }
    }

    private void addPair(String pair) {
        if (pair.indexOf(';') >= 0) {
            throw ApiException.badData("error parsing form values: invalid semicolon separator in query");
        }
        if (++count > MAX_COUNT) {
            throw ApiException.badData("error parsing form values: more than " + MAX_COUNT + " of them");
        }
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        values.computeIfAbsent(decode(name), key -> new ArrayList<>(1)).add(decode(value));
    }

    /** The text that a percent-encoded one stands for; a plus is a blank. */
    static String decode(String text) {
        return decode(text, true);
    }

    /** Of a part of a path, where a plus is a plus. */
    static String decodePath(String text) {
        return decode(text, false);
    }

    private static String decode(String text, boolean plusIsBlank) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        byte[] out = new byte[in.length];
        int length = 0;
        for (int i = 0; i < in.length; i++) {
            byte b = in[i];
            if (b == '%') {
                int high = i + 1 < in.length ? Character.digit(in[i + 1], 16) : -1;
                int low = i + 2 < in.length ? Character.digit(in[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    String wrong = new String(in, i, Math.min(3, in.length - i), StandardCharsets.UTF_8);
                    throw ApiException.badData("error parsing form values: invalid URL escape \"" + wrong + '"');
                }
                b = (byte) (high << 4 | low);
                i += 2;
            } else if (b == '+' && plusIsBlank) {
                b = ' ';
            }
            out[length++] = b;
        }
        return new String(out, 0, length, StandardCharsets.UTF_8);
    }

    /** The first value of a parameter; the empty string when there is none. */
    String first(String name) {
        List<String> all = values.get(name);
        return all == null ? "" : all.get(0);
    }

    /** Every value of a parameter. */
    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** Whether a parameter is given and not empty. */
    boolean has(String name) {
        return !first(name).isEmpty();
    }
}
