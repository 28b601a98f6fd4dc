package dev.holdfast.storage.encoding;

import java.util.Arrays;

/**
 * The distinct values of a column in the order of doubles, and each value's place among them: for gauges that know a few
 * states, whatever the states are. One thread; reusable.
 */
final class ValueTable {
    private static final int SLOTS = 4 * ChunkFormat.MAX_TABLE;

    private final long[] slots = new long[SLOTS];
    private final boolean[] used = new boolean[SLOTS];
    private final int[] places = new int[SLOTS];
    private final long[] distinct = new long[ChunkFormat.MAX_TABLE];
    private int count;

    /** Collects the values; false as soon as there are more than the limit. */
    boolean collect(long[] bits, int from, int total, int limit) {
        count = 0;
        Arrays.fill(used, false);
        long before = ~bits[from];
        for (int i = from; i < from + total; i++) {
            long value = bits[i];
            if (value == before) {
                continue;
            }
            before = value;
            int slot = slotOf(value);
            if (!used[slot]) {
                if (count == Math.min(limit, distinct.length)) {
                    return false;
                }
                used[slot] = true;
                slots[slot] = value;
                distinct[count++] = OrderedBits.swap(value);
            }
        }
        Arrays.sort(distinct, 0, count);
        for (int i = 0; i < count; i++) {
            distinct[i] = OrderedBits.swap(distinct[i]);
        }
        return true;
    }

    /** How many distinct values there are. */
    int count() {
        return count;
    }

    /** The distinct values, valid up to {@link #count()} until the next {@link #collect}. */
    long[] values() {
        return distinct;
    }

    /** Writes each value's place. */
    void places(long[] bits, int from, int total, long[] into) {
        for (int i = 0; i < count; i++) {
            places[slotOf(distinct[i])] = i;
        }
        for (int i = 0; i < total; i++) {
            into[i] = places[slotOf(bits[from + i])];
        }
    }

    private int slotOf(long value) {
        long hash = value * 0x9E37_79B9_7F4A_7C15L;
        int slot = (int) (hash >>> 32) & (SLOTS - 1);
        while (used[slot] && slots[slot] != value) {
            slot = (slot + 1) & (SLOTS - 1);
        }
        return slot;
    }
}
