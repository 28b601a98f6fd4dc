package dev.holdfast.forwarder.exchange;

import dev.holdfast.storage.Labels;
import java.util.Arrays;

/**
 * Puts the labels of a series and the external labels into the order of their bytes; a series' own label wins over an
 * external one of the same name. Arrays are used again; one thread.
 */
public final class LabelMerger {
    private final Labels externalLabels;
    private String[] names = new String[16];
    private String[] values = new String[16];
    private int size;

    /** External labels that are added to series that lack them. */
    public LabelMerger(Labels externalLabels) {
        this.externalLabels = externalLabels;
    }

    /** Replaces the content by a series' labels, merged. */
    public void merge(Labels own) {
        size = 0;
        for (int i = 0; i < own.size(); i++) {
            insert(own.name(i), own.value(i));
        }
        for (int i = 0; i < externalLabels.size(); i++) {
            if (own.get(externalLabels.name(i)).isEmpty()) {
                insert(externalLabels.name(i), externalLabels.value(i));
            }
        }
    }

    /** Number of labels. */
    public int size() {
        return size;
    }

    /** The name at an index. */
    public String name(int index) {
        return names[index];
    }

    /** The value at an index. */
    public String value(int index) {
        return values[index];
    }

    private void insert(String name, String value) {
        if (size == names.length) {
            names = Arrays.copyOf(names, size * 2);
            values = Arrays.copyOf(values, size * 2);
        }
        int at = size++;
        while (at > 0 && compareAsUtf8(names[at - 1], name) > 0) { // input is nearly sorted: mostly no step at all
            names[at] = names[at - 1];
            values[at] = values[at - 1];
            at--;
        }
        names[at] = name;
        values[at] = value;
    }

    /**
     * The order of the UTF-8 encodings. It differs from that of {@link String#compareTo} where a surrogate pair meets a
     * character from U+E000 on: as a code point the pair is larger, as a UTF-16 unit smaller.
     */
    static int compareAsUtf8(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean bothHigh = x >= Character.MIN_SURROGATE && y >= Character.MIN_SURROGATE;
                if (bothHigh && Character.isSurrogate(x) != Character.isSurrogate(y)) {
                    return Character.isSurrogate(x) ? 1 : -1;
                }
                return x - y;
            }
        }
        return a.length() - b.length();
    }
}
