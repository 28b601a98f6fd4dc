package dev.holdfast.forwarder.remotewrite;

import dev.holdfast.forwarder.exchange.LabelMerger;
import dev.holdfast.storage.Labels;
import java.util.Arrays;

/**
 * Which series remote write 1.0 has words for: a metric name of {@code [a-zA-Z_:][a-zA-Z0-9_:]*}, and label names of
 * {@code [a-zA-Z_][a-zA-Z0-9_]*}. A series may be without a metric name.
 *
 * <p>The names of most series are those of the series before, so that the last name at each place is remembered. One thread.
 */
final class NameRules {
    private String[] valid = new String[0];

    /** Whether a series can be said in 1.0. */
    boolean allow(LabelMerger labels) {
        if (valid.length < labels.size()) {
            int before = valid.length;
            valid = Arrays.copyOf(valid, labels.size());
            Arrays.fill(valid, before, valid.length, "");
        }
        for (int i = 0; i < labels.size(); i++) {
            String name = labels.name(i);
            if (name.equals(Labels.METRIC_NAME)) {
                if (!isName(labels.value(i), true)) {
                    return false;
                }
            } else if (!name.equals(valid[i])) {
                if (!isName(name, false)) {
                    return false;
                }
                valid[i] = name;
            }
        }
        return true;
    }

    private static boolean isName(String text, boolean colons) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (colons && c == ':');
            if (!letter && (i == 0 || c < '0' || c > '9')) {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
