package dev.holdfast.storage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a series: label names and values, sorted by name, the metric name among them as {@code __name__}.
 *
 * <p>Names are unique and never empty; a label with an empty value is the same as no label and is left out. Order is that
 * of Unicode code units of name, then value, pair by pair. Immutable; any thread.
 */
public final class Labels implements Comparable<Labels> {
    /** The label that holds the metric name. */
    public static final String METRIC_NAME = "__name__";

    /** No labels at all. */
    public static final Labels EMPTY = new Labels(new String[0]);

    private final String[] pairs; // name, value, name, value ...
    private final int hash;

    private Labels(String[] pairs) {
        this.pairs = pairs;
        this.hash = Arrays.hashCode(pairs);
    }

    /**
     * Labels from alternating names and values, in any order.
     *
     * @throws IllegalArgumentException when a name is empty or comes twice, or the count is odd
     */
    public static Labels of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("names and values must alternate, length=" + namesAndValues.length);
        }
        Builder builder = new Builder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (builder.has(namesAndValues[i])) {
                throw new IllegalArgumentException("label name twice: name=" + namesAndValues[i]);
            }
            builder.set(namesAndValues[i], namesAndValues[i + 1]);
        }
        return builder.build();
    }

    /** Labels from a map of names to values. */
    public static Labels of(Map<String, String> map) {
        Builder builder = new Builder();
        map.forEach(builder::set);
        return builder.build();
    }

    /** A builder that starts with these labels. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        forEach(builder::set);
        return builder;
    }

    /** Number of labels, the metric name included. */
    public int size() {
        return pairs.length / 2;
    }

    /** The name at an index in [0, {@link #size()}), in sorted order. */
    public String name(int index) {
        return pairs[2 * index];
    }

    /** The value that goes with {@link #name(int)}. */
    public String value(int index) {
        return pairs[2 * index + 1];
    }

    /** The value of a label, or the empty string when there is none: PromQL makes no difference between the two. */
    public String get(String name) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].equals(name)) {
                return pairs[i + 1];
            }
        }
        return "";
    }

    /** The metric name, or the empty string. */
    public String metricName() {
        return get(METRIC_NAME);
    }

    /** Calls with each name and value in sorted order. */
    public void forEach(BiConsumer<String, String> action) {
        for (int i = 0; i < pairs.length; i += 2) {
            action.accept(pairs[i], pairs[i + 1]);
        }
    }

    /** The names in sorted order. */
    public List<String> names() {
        List<String> names = new ArrayList<>(size());
        for (int i = 0; i < pairs.length; i += 2) {
            names.add(pairs[i]);
        }
        return Collections.unmodifiableList(names);
    }

    @Override
    public int compareTo(Labels other) {
        int common = Math.min(pairs.length, other.pairs.length);
        for (int i = 0; i < common; i++) {
            int order = pairs[i].compareTo(other.pairs[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(pairs.length, other.pairs.length);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Labels that && hash == that.hash && Arrays.equals(pairs, that.pairs);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** The series in the notation of PromQL, for example {@code node_load1{instance="h1",job="node"}}. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(metricName());
        boolean braces = false;
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].equals(METRIC_NAME)) {
                continue;
            }
            out.append(braces ? ',' : '{').append(pairs[i]).append("=\"");
            appendEscaped(out, pairs[i + 1]).append('"');
            braces = true;
        }
        if (braces) {
            out.append('}');
        } else if (out.length() == 0) {
            out.append("{}");
        }
        return out.toString();
    }

    private static StringBuilder appendEscaped(StringBuilder out, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> out.append("\\\\");
                case '"' -> out.append("\\\"");
                case '\n' -> out.append("\\n");
                default -> out.append(c);
            }
        }
        return out;
    }

    /** Collects labels; not for sharing between threads. */
    public static final class Builder {
        private final TreeMap<String, String> map = new TreeMap<>();

        /** An empty builder. */
        public Builder() {}

        /** Sets a label; an empty value removes it. */
        public Builder set(String name, String value) {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("empty label name, value=" + value);
            }
            if (value.isEmpty()) {
                map.remove(name);
            } else {
                map.put(name, value);
            }
            return this;
        }

        /** Removes a label when it is there. */
        public Builder remove(String name) {
            map.remove(name);
            return this;
        }

        /** Whether a label is set. */
        public boolean has(String name) {
            return map.containsKey(name);
        }

        /** The labels collected so far. */
        public Labels build() {
            if (map.isEmpty()) {
                return EMPTY;
            }
            String[] pairs = new String[map.size() * 2];
            int i = 0;
            for (Map.Entry<String, String> entry : map.entrySet()) {
                pairs[i++] = entry.getKey();
                pairs[i++] = entry.getValue();
            }
            return new Labels(pairs);
        }
    }
}
