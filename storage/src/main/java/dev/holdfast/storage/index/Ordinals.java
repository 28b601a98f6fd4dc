package dev.holdfast.storage.index;

import java.util.Arrays;

/** A sorted set of series ordinals that grows at its end. */
public final class Ordinals {
    private int[] values = new int[4];
    private int size;

    /** Adds an ordinal not smaller than the last; the same again is left out. */
    public void add(int ordinal) {
        if (size > 0 && values[size - 1] >= ordinal) {
            if (values[size - 1] == ordinal) {
                return;
            }
            throw new IllegalArgumentException("ordinal=" + ordinal + " after " + values[size - 1]);
        }
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = ordinal;
    }

    /** Number of ordinals. */
    public int size() {
        return size;
    }

    /** The ordinal at an index. */
    public int get(int index) {
        return values[index];
    }

    /** A copy. */
    public int[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
