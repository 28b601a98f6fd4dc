package dev.holdfast.storage.tombstone;

import dev.holdfast.storage.SampleCursor;

/** A cursor without what is deleted, which it passes by seeking. One thread. */
public final class LiveCursor implements SampleCursor {
    private final SampleCursor all;
    private final DeletedRanges deleted;

    private LiveCursor(SampleCursor all, DeletedRanges deleted) {
        this.all = all;
        this.deleted = deleted;
    }

    /** Of a cursor of one run that stands before its first sample. */
    public static SampleCursor of(SampleCursor all, DeletedRanges deleted) {
        return deleted.isEmpty() ? all : new LiveCursor(all, deleted);
    }

    @Override
    public boolean next() {
        return all.next() && passDeleted();
    }

    @Override
    public boolean seek(long timestampMs) {
        return all.seek(deleted.liveFrom(timestampMs)) && passDeleted();
    }

    private boolean passDeleted() {
        while (true) {
            long live = deleted.liveFrom(all.timestampMs());
            if (live == all.timestampMs()) {
                return true;
            }
            if (!all.seek(live)) {
                return false;
            }
        }
    }

    @Override
    public long timestampMs() {
        return all.timestampMs();
    }

    @Override
    public long valueBits() {
        return all.valueBits();
    }
}
