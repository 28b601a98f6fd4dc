package dev.holdfast.query.script;

import dev.holdfast.query.PromDouble;
import dev.holdfast.query.PromQl;
import dev.holdfast.query.ast.LabelMatcher;
import dev.holdfast.query.functions.Absent;
import dev.holdfast.storage.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of samples: labels, then values as {@code 1}, {@code 1+2x3} (1 3 5 7), {@code 4x2} (4 4 4), {@code _} (none),
 * {@code _x3} or {@code stale}.
 *
 * @param values in steps from time 0; the number that stands for none is {@link #NONE}
 * @param histograms whether any item is a native histogram, <code>{{...}}</code>, which is none here
 */
record SeriesLine(Labels labels, List<Double> values, boolean histograms) {
    /** No sample; not to be taken for a stale marker, which is one. */
    static final Double NONE = Double.longBitsToDouble(0x7ff8_dead_dead_deadL);

    private static final String NUMBER = "[+-]?(?:(?i:inf|nan)|\\d*\\.?\\d+(?:[eE][+-]?\\d+)?|\\d+\\.)";
    private static final String HISTOGRAM = "\\{\\{.*?\\}\\}(?:[+-]\\{\\{.*?\\}\\})?(?:x\\d+)?";
    private static final Pattern ITEM =
            Pattern.compile("(" + NUMBER + "|_|stale)([+-]" + NUMBER.substring(5) + ")?(?:x(\\d+))?");

    static boolean isNone(Double value) {
        return Double.doubleToRawLongBits(value) == Double.doubleToRawLongBits(NONE);
    }

    static SeriesLine parse(String line) {
        int end = endOfLabels(line);
        Labels.Builder labels = new Labels.Builder();
        if (end > 0) {
            PromQl.parseSelector(line.substring(0, end)).forEach(matcher -> {
                LabelMatcher label = (LabelMatcher) matcher;
                labels.set(label.name(), label.value());
            });
        }
        List<Double> values = new ArrayList<>();
        Matcher items = Pattern.compile(HISTOGRAM + "|\\S+").matcher(line.substring(end));
        while (items.find()) {
            addItem(items.group(), values);
        }
        return new SeriesLine(labels.build(), values, line.indexOf("{{", end) >= 0);
    }

    /** A line of expected values may have no labels at all: a scalar. */
    static boolean isBareNumber(String line) {
        return line.matches(NUMBER);
    }

    private static int endOfLabels(String line) {
        boolean quoted = false;
        boolean braces = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '{' && !quoted) {
                braces = true;
            } else if (c == '}' && !quoted) {
                return i + 1;
            } else if (Character.isWhitespace(c) && !braces) {
                String rest = line.substring(i).trim();
                if (!rest.startsWith("{") || rest.startsWith("{{")) {
                    return i;
                }
            }
        }
        return line.length();
    }

    private static void addItem(String item, List<Double> values) {
        if (item.startsWith("{{")) {
            int times = item.lastIndexOf("}}x");
            int more = times < 0 ? 0 : Integer.parseInt(item.substring(times + 3));
            for (int i = 0; i <= more; i++) {
                values.add(NONE);
            }
            return;
        }
        Matcher matcher = ITEM.matcher(item);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("bad item: " + item);
        }
        int more = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
        switch (matcher.group(1)) {
            case "_" -> {
                for (int i = 0; i < Math.max(1, more); i++) {
                    values.add(NONE);
                }
            }
            case "stale" -> values.add(Absent.VALUE);
            default -> {
                double value = PromDouble.parse(matcher.group(1));
                double delta = matcher.group(2) == null ? 0 : PromDouble.parse(matcher.group(2));
                for (int i = 0; i <= more; i++) {
                    values.add(value);
                    value += delta;
                }
            }
        }
    }
}
