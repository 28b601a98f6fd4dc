package dev.holdfast.storage.compaction;

import dev.holdfast.storage.SampleCursor;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Cursors one after the other, each opened when it is reached; their samples must not interleave. One thread. */
public final class ConcatCursor implements SampleCursor {
    private final List<Supplier<SampleCursor>> parts;
    private int nextPart;
    private @Nullable SampleCursor current;

    /** Over parts in time order. */
    public ConcatCursor(List<Supplier<SampleCursor>> parts) {
        this.parts = parts;
    }

    @Override
    public boolean next() {
        while (true) {
            if (current != null && current.next()) {
                return true;
            }
            if (nextPart == parts.size()) {
                return false;
            }
            current = parts.get(nextPart++).get();
        }
    }

    @Override
    public int next(long[] timestampsMs, long[] valueBits) {
        while (true) {
            int count = current == null ? 0 : current.next(timestampsMs, valueBits);
            if (count > 0 || nextPart == parts.size()) {
                return count;
            }
            current = parts.get(nextPart++).get();
        }
    }

    @Override
    public boolean seek(long timestampMs) {
        if (current != null && timestampMs() >= timestampMs) {
            return true;
        }
        while (true) {
            if (current != null && current.seek(timestampMs)) {
                return true;
            }
            if (nextPart == parts.size()) {
                return false;
            }
            current = parts.get(nextPart++).get();
        }
    }

    @Override
    public long timestampMs() {
        return current == null ? Long.MIN_VALUE : current.timestampMs();
    }

    @Override
    public long valueBits() {
        if (current == null) {
            throw new IllegalStateException("before the first sample");
        }
        return current.valueBits();
    }
}
