package dev.holdfast.query.functions;

import java.util.Arrays;

/**
 * Finds what is at a rank among the samples of a window. Where windows overlap much, they are kept in order from step to
 * step; else the rank is looked for anew. What is found is the same.
 */
final class WindowOrder {
    /** Shorter windows are not worth keeping in order. */
    private static final int SHORTEST = 256;

    /** A change of the order costs about as much as looking at so many samples. */
    private static final int WORTH = 32;

    private final SortedBag bag = new SortedBag();
    private long[] keys =
            new long[0]; // of the samples of the window, by number modulo length where they are in the bag
    private long bagBytes; // that have been asked for; kept from series to series, as its arrays are
    private boolean inBag;
    private long bagFirst;
    private long bagEnd;
    private long lastFirst = Long.MIN_VALUE;
    private long lastEnd = Long.MIN_VALUE;

    /** Forgets everything. */
    void clear() {
        inBag = false;
        lastFirst = Long.MIN_VALUE;
        lastEnd = Long.MIN_VALUE;
    }

    /** The quantile in [0, 1] of a window of at least one sample, between two neighbours by distance. */
    double quantile(Window window, double quantile) {
        int size = window.size();
        double rank = quantile * (size - 1);
        int lower = (int) Math.floor(rank);
        int upper = Math.min(size - 1, lower + 1);
        double weight = rank - Math.floor(rank);
        long first = window.firstNumber();
        long end = first + size;
        long stay = lastEnd - first;
        boolean overlaps = size >= SHORTEST && lastFirst <= first && (size - stay) * WORTH <= size;
        lastFirst = first;
        lastEnd = end;
        if (!overlaps) {
            inBag = false;
            reserve(window, size);
            for (int i = 0; i < size; i++) {
                keys[i] = SortedBag.keyOf(window.value(i));
            }
            return Selection.between(keys, size, lower, upper, weight);
        }
        follow(window, first, end);
        return Selection.weigh(
                SortedBag.valueOf(bag.at(lower)),
                SortedBag.valueOf(upper == lower ? bag.at(lower) : bag.at(upper)),
                weight);
    }

    private void reserve(Window window, int size) {
        if (keys.length < size) {
            int length = Math.max(SHORTEST, Integer.highestOneBit(size) << 1);
            window.allocate(8L * (length - keys.length));
            keys = Arrays.copyOf(keys, length);
        }
    }

    /** Brings the bag from where it was to the window. */
    private void follow(Window window, long first, long end) {
        if (!inBag || end - bagFirst > keys.length || bagEnd < first) {
            fill(window, first, end);
            return;
        }
        int mask = keys.length - 1;
        for (; bagFirst < first; bagFirst++) {
            bag.remove(keys[(int) (bagFirst & mask)]);
        }
        for (; bagEnd < end; bagEnd++) {
            long key = SortedBag.keyOf(window.value((int) (bagEnd - first)));
            keys[(int) (bagEnd & mask)] = key;
            bag.add(key);
        }
    }

    private void fill(Window window, long first, long end) {
        int size = (int) (end - first);
        long bytes = SortedBag.bytes(size);
        if (bytes > bagBytes) {
            window.allocate(bytes - bagBytes);
            bagBytes = bytes;
        }
        reserve(window, 2 * size);
        long[] sorted = new long[size];
        for (int i = 0; i < size; i++) {
            sorted[i] = SortedBag.keyOf(window.value(i));
            keys[(int) ((first + i) & (keys.length - 1))] = sorted[i];
        }
        bag.fill(sorted, size);
        inBag = true;
        bagFirst = first;
        bagEnd = end;
    }
}
