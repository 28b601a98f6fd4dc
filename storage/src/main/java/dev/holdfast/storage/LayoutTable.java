package dev.holdfast.storage;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Small numbers for lists of series refs: the layouts of ticks. A tick with the layout of the one before is found by one
 * comparison of arrays. Lives as long as a memtable, which bounds it. One thread.
 */
final class LayoutTable {
    /**
     * A list of series that are sampled together.
     *
     * @param id its number
     * @param refs the series, never changed
     */
    record Layout(int id, int[] refs) {}

    /** Equal by content. */
    private record Key(int[] refs, int hash) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that && hash == that.hash && Arrays.equals(refs, that.refs);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    private final Map<Key, Layout> layouts = new HashMap<>();
    private @Nullable Layout last;

    /** The layout of the first {@code count} refs, which are copied when it is new. */
    Layout of(int[] refs, int count) {
        Layout recent = last;
        if (recent != null && Arrays.equals(recent.refs, 0, recent.refs.length, refs, 0, count)) {
            return recent;
        }
        int[] copy = Arrays.copyOf(refs, count);
        Key key = new Key(copy, Arrays.hashCode(copy));
        Layout layout = layouts.get(key);
        if (layout == null) {
            layout = new Layout(layouts.size(), copy);
            layouts.put(key, layout);
        }
        last = layout;
        return layout;
    }
}
