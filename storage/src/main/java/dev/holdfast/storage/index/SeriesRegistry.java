package dev.holdfast.storage.index;

import dev.holdfast.storage.Labels;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives every series of this process a small number, its ref. Refs are not on disk: each log segment and each sstable has
 * its own numbering. One thread registers; any thread looks up.
 */
public final class SeriesRegistry {
    private final Map<Labels, Integer> refs = new ConcurrentHashMap<>();
    private volatile Labels[] labels = new Labels[64];
    private volatile int size;

    /** The ref of a series, or -1 when it is not known. */
    public int find(Labels series) {
        return refs.getOrDefault(series, -1);
    }

    /** The ref of a series, a new one when it was not known. */
    public synchronized int ref(Labels series) {
        Integer known = refs.get(series);
        if (known != null) {
            return known;
        }
        int ref = size;
        if (ref == labels.length) {
            labels = java.util.Arrays.copyOf(labels, ref * 2);
        }
        labels[ref] = series;
        size = ref + 1;
        refs.put(series, ref);
        return ref;
    }

    /**
     * The labels of a ref.
     *
     * @throws IllegalArgumentException when this registry did not give it
     */
    public Labels labels(int ref) {
        if (ref < 0 || ref >= size) {
            throw new IllegalArgumentException("unknown series: ref=" + ref + " known=" + size);
        }
        return labels[ref];
    }

    /** Number of series known. */
    public int size() {
        return size;
    }
}
