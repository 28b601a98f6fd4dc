package dev.holdfast.agent.openmetrics;

import dev.holdfast.storage.Labels;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The series part of a line, {@code name{a="b",...}} or {@code {"quoted name",a="b",...}}, as labels.
 *
 * <p>Remembers the series that it met: the one before, for inputs grouped by series, and a fixed number of others, for
 * inputs in the order of time. A line of a known series costs a comparison of bytes.
 */
final class SeriesParser {
    private static final int SLOTS = 1 << 13;

    private final byte[] @Nullable [] keys = new byte[SLOTS][];
    private final @Nullable Labels[] values = new Labels[SLOTS];
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder(); // reports malformed input
    private byte[] lastKey = new byte[0];
    private Labels last = Labels.EMPTY;

    // The line that is being parsed.
    private byte[] text = lastKey;
    private int at;
    private int to;
    private long lineNumber;

    /** The labels of the series that a line begins with; {@link #end()} says where they end. */
    Labels parse(byte[] buffer, int from, int lineEnd, long number) throws OpenMetricsException {
        text = buffer;
        to = lineEnd;
        lineNumber = number;
        if (isLast(from)) {
            at = from + lastKey.length;
            return last;
        }
        int end = findEnd(from);
        int slot = slot(from, end);
        byte[] key = keys[slot];
        Labels labels = values[slot];
        if (key == null || labels == null || !Arrays.equals(key, 0, key.length, buffer, from, end)) {
            at = from;
            to = end;
            labels = parseAll();
            key = Arrays.copyOfRange(buffer, from, end);
            keys[slot] = key;
            values[slot] = labels;
        }
        lastKey = key;
        last = labels;
        at = end;
        return labels;
    }

    /** Index of the first byte after the series in the line that was parsed. */
    int end() {
        return at;
    }

    private boolean isLast(int from) {
        int length = lastKey.length;
        if (length == 0
                || to - from <= length
                || !isBlank(text[from + length])
                || !Arrays.equals(lastKey, 0, length, text, from, from + length)) {
            return false;
        }
        int next = from + length;
        while (next < to && isBlank(text[next])) {
            next++;
        }
        // "name {a="b"}" is one series although "name" alone may have been the last.
        return next < to && text[next] != '{';
    }

    private int slot(int from, int end) {
        int hash = 0;
        for (int i = from; i < end; i++) {
            hash = 31 * hash + text[i];
        }
        return (hash ^ hash >>> 15) & (SLOTS - 1);
    }

    private int findEnd(int from) throws OpenMetricsException {
        int i = from;
        while (i < to && !isBlank(text[i]) && text[i] != '{') {
            i++;
        }
        int brace = i;
        while (brace < to && isBlank(text[brace])) {
            brace++;
        }
        if (brace == to || text[brace] != '{') {
            return i;
        }
        boolean quoted = false;
        for (i = brace + 1; i < to; i++) {
            byte c = text[i];
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '}' && !quoted) {
                return i + 1;
            }
        }
        throw error(
                quoted ? "a quoted text does not end; close it with '\"'" : "labels do not end; close them with '}'");
    }

    private Labels parseAll() throws OpenMetricsException {
        Labels.Builder builder = new Labels.Builder();
        int nameStart = at;
        while (at < to && !isBlank(text[at]) && text[at] != '{') {
            at++;
        }
        if (at > nameStart) {
            if (text[nameStart] == '"') {
                throw error("a quoted metric name belongs inside the braces: {\"name\",label=\"value\"}");
            }
            builder.set(Labels.METRIC_NAME, bareName(nameStart, at, true));
        }
        skipBlanks();
        if (at < to) {
            at++; // the brace that findEnd() saw
            parseLabels(builder);
        }
        if (!builder.has(Labels.METRIC_NAME)) {
            throw error("no metric name; a line is: name{label=\"value\"} value timestamp");
        }
        return builder.build();
    }

    private void parseLabels(Labels.Builder builder) throws OpenMetricsException {
        Labels.Builder seen = new Labels.Builder(); // labels with an empty value vanish, yet may not come twice
        boolean first = true;
        while (true) {
            skipBlanks();
            if (text[at] == '}') {
                return;
            }
            String name;
            if (text[at] == '"') {
                name = quoted();
                skipBlanks();
                if (text[at] != '=') {
                    metricName(builder, name, first);
                    comma();
                    first = false;
                    continue;
                }
            } else {
                int from = at;
                while (text[at] != '=' && text[at] != ',' && text[at] != '}' && text[at] != '"' && !isBlank(text[at])) {
                    at++;
                }
                name = bareName(from, at, false);
                skipBlanks();
            }
            expect('=', "after label " + name);
            skipBlanks();
            if (text[at] != '"') {
                throw error("the value of label " + name + " is not quoted");
            }
            String value = quoted();
            if (name.isEmpty() || seen.has(name) || (name.equals(Labels.METRIC_NAME) && builder.has(name))) {
                throw error(name.isEmpty() ? "empty label name" : "label " + name + " comes twice");
            }
            seen.set(name, "seen");
            builder.set(name, value);
            comma();
            first = false;
        }
    }

    private void metricName(Labels.Builder builder, String name, boolean first) throws OpenMetricsException {
        if (!first || builder.has(Labels.METRIC_NAME) || name.isEmpty()) {
            throw error(
                    "a text without '=' among the labels: \"" + name + "\"; only the metric name may stand so, first");
        }
        builder.set(Labels.METRIC_NAME, name);
    }

    private void comma() throws OpenMetricsException {
        skipBlanks();
        if (text[at] == ',') {
            at++;
        } else if (text[at] != '}') {
            throw error("expected ',' or '}' between labels, found '" + (char) text[at] + "'");
        }
    }

    private void expect(char c, String where) throws OpenMetricsException {
        if (text[at] != c) {
            throw error("expected '" + c + "' " + where);
        }
        at++;
    }

    private String bareName(int from, int end, boolean metric) throws OpenMetricsException {
        boolean valid = end > from;
        for (int i = from; i < end && valid; i++) {
            byte c = text[i];
            int letter = c | 0x20;
            boolean digit = c >= '0' && c <= '9';
            valid = (letter >= 'a' && letter <= 'z' && c > 0)
                    || c == '_'
                    || (digit && i > from)
                    || (c == ':' && metric);
        }
        String name = decode(text, from, end - from);
        if (!valid) {
            throw error("not a valid " + (metric ? "metric" : "label") + " name: '" + name + "'; put it in quotes"
                    + (metric ? " inside the braces: {\"" + name + "\"}" : ""));
        }
        return name;
    }

    /** The text in quotes at the current position, which moves behind them. */
    private String quoted() throws OpenMetricsException {
        int from = ++at;
        boolean escaped = false;
        while (text[at] != '"') {
            if (text[at] == '\\') {
                escaped = true;
                at++;
            }
            at++;
        }
        int end = at++;
        if (!escaped) {
            return decode(text, from, end - from);
        }
        byte[] plain = new byte[end - from];
        int length = 0;
        for (int i = from; i < end; i++) {
            byte c = text[i];
            if (c == '\\') {
                byte next = text[++i];
                if (next == 'n') {
                    c = '\n';
                } else if (next == '\\' || next == '"') {
                    c = next;
                } else {
                    plain[length++] = c; // not an escape: both characters stand for themselves
                    c = next;
                }
            }
            plain[length++] = c;
        }
        return decode(plain, 0, length);
    }

    private String decode(byte[] bytes, int from, int length) throws OpenMetricsException {
        try {
            return utf8.decode(ByteBuffer.wrap(bytes, from, length)).toString();
        } catch (CharacterCodingException e) {
            throw error("not valid UTF-8; convert the input to UTF-8");
        }
    }

    private void skipBlanks() {
        while (at < to && isBlank(text[at])) {
            at++;
        }
    }

    private static boolean isBlank(byte c) {
        return c == ' ' || c == '\t';
    }

    private OpenMetricsException error(String what) {
        return new OpenMetricsException(lineNumber, what);
    }
}
