package dev.holdfast.query.functions;

import java.util.Arrays;

/** Finds what is at a rank without sorting all (Hoare's "find", 1961). */
final class Selection {
    private static final int SHORT = 24;

    private Selection() {}

    /** Two neighbours in order, by their weights; keys as {@link SortedBag#keyOf} makes them, which get mixed up. */
    static double between(long[] keys, int length, int lower, int upper, double weight) {
        place(keys, length, lower);
        long low = keys[lower];
        long high = low;
        if (upper > lower) {
            high = Long.MAX_VALUE;
            for (int i = upper; i < length; i++) {
                high = Math.min(high, keys[i]);
            }
        }
        return weigh(SortedBag.valueOf(low), SortedBag.valueOf(high), weight);
    }

    /** A mean of two numbers. */
    static double weigh(double lower, double upper, double weight) {
        return lower * (1 - weight) + upper * weight;
    }

    /** Puts the key of a rank in its place, none larger before it and none smaller behind. */
    private static void place(long[] keys, int length, int rank) {
        int from = 0;
        int to = length - 1;
        int rounds = 0;
        while (to - from > SHORT) {
            if (rounds++ > 64) {
                break; // an order made to be slow: sorting has a bound
            }
            long pivot = median(keys[from], keys[(from + to) >>> 1], keys[to]);
            int i = from - 1;
            int j = to + 1;
            while (true) {
                do {
                    i++;
                } while (keys[i] < pivot);
                do {
                    j--;
                } while (keys[j] > pivot);
                if (i >= j) {
                    break;
                }
                long key = keys[i];
                keys[i] = keys[j];
                keys[j] = key;
            }
            if (rank <= j) {
                to = j;
            } else {
                from = j + 1;
            }
        }
        Arrays.sort(keys, from, to + 1);
    }

    private static long median(long a, long b, long c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }
}
