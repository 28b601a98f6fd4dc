package dev.holdfast.forwarder.otlp;

import dev.holdfast.storage.Labels;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the series of one stored name are called in OpenTelemetry's terms. Immutable.
 *
 * <p>Distinct series stay distinct: what the stored name says becomes attributes, every label is sent under one name or
 * another, and a label whose value is replaced is sent as it was beside it ({@code irq} and {@code softirq} are both
 * {@code interrupt} there).
 *
 * @param stored the stored name
 * @param metric the metric that its series belong to
 * @param fixed attributes that the stored name stands for
 * @param renames labels under other names
 */
record SemconvRow(String stored, Metric metric, Map<String, String> fixed, List<Rename> renames) {
    private static final int NUMBER_DIGITS_MAX = 18;

    /**
     * A label under another name.
     *
     * @param label the stored one
     * @param attribute what it is called
     * @param number whether it is a number there
     * @param values values that are called otherwise, too
     */
    record Rename(String label, String attribute, boolean number, Map<String, String> values) {}

    /** Whether a series can be called so: not when it has a label that is named as one of the attributes. */
    boolean fits(Labels series) {
        for (String attribute : fixed.keySet()) {
            if (!series.get(attribute).isEmpty()) {
                return false;
            }
        }
        for (Rename rename : renames) {
            if (!series.get(rename.attribute).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** Adds the attributes of a series. */
    void attributes(Labels series, Attributes out) {
        fixed.forEach(out::add);
        for (int i = 0; i < series.size(); i++) {
            String label = series.name(i);
            if (!Resources.holds(label)) {
                add(label, series.value(i), rename(label), out);
            }
        }
    }

    private static void add(String label, String value, @Nullable Rename rename, Attributes out) {
        if (rename == null) {
            out.add(label, value);
            return;
        }
        String called = rename.values.getOrDefault(value, value);
        if (rename.number && isNumber(called)) {
            out.add(rename.attribute, Long.parseLong(called));
        } else {
            out.add(rename.attribute, called);
        }
        if (!called.equals(value)) {
            out.add(label, value);
        }
    }

    private @Nullable Rename rename(String label) {
        for (Rename rename : renames) {
            if (rename.label.equals(label)) {
                return rename;
            }
        }
        return null;
    }

    /** Digits that come out again as they were. */
    private static boolean isNumber(String text) {
        boolean digits = !text.isEmpty()
                && text.length() <= NUMBER_DIGITS_MAX
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits && (text.length() == 1 || text.charAt(0) != '0');
    }
}
