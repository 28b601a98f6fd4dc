package dev.holdfast.query.engine;

import java.util.stream.IntStream;

/**
 * The best few of a row of values: a binary heap with the worst of them on top.
 *
 * <p>NaN is worse than any number. Among equals those that came first stay.
 */
final class BoundedHeap {
    private final double[] values;
    private final int[] ids;
    private final boolean largest;
    private int size;

    /** A heap of at most so many values, for the largest or for the smallest ones. */
    BoundedHeap(int capacity, boolean largest) {
        this.values = new double[capacity];
        this.ids = new int[capacity];
        this.largest = largest;
    }

    /** Takes a value in when there is room, or when it is better than the worst, which then leaves. */
    void offer(double value, int id) {
        if (size < values.length) {
            values[size] = value;
            ids[size] = id;
            siftUp(size++);
        } else if (isBetter(value, values[0])) {
            values[0] = value;
            ids[0] = id;
            siftDown();
        }
    }

    /** The ids of what is in, the best first. */
    int[] bestFirst() {
        return IntStream.range(0, size)
                .boxed()
                .sorted((a, b) -> isBetter(values[a], values[b]) ? -1 : isBetter(values[b], values[a]) ? 1 : 0)
                .mapToInt(slot -> ids[slot])
                .toArray();
    }

    private boolean isBetter(double a, double b) {
        if (Double.isNaN(b)) {
            return !Double.isNaN(a);
        }
        return largest ? a > b : a < b;
    }

    private void siftUp(int start) {
        int child = start;
        while (child > 0) {
            int parent = (child - 1) / 2;
            if (!isBetter(values[parent], values[child])) {
                return;
            }
            swap(parent, child);
            child = parent;
        }
    }

    private void siftDown() {
        int parent = 0;
        while (true) {
            int child = 2 * parent + 1;
            if (child >= size) {
                return;
            }
            if (child + 1 < size && isBetter(values[child], values[child + 1])) {
                child++;
            }
            if (!isBetter(values[parent], values[child])) {
                return;
            }
            swap(parent, child);
            parent = child;
        }
    }

    private void swap(int a, int b) {
        double value = values[a];
        values[a] = values[b];
        values[b] = value;
        int id = ids[a];
        ids[a] = ids[b];
        ids[b] = id;
    }
}
