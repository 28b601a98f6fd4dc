package dev.holdfast.query.engine;

import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SampleCursor;
import java.util.function.Supplier;

/** A series whose samples a range function reads, stored or computed by a subquery. */
record SampleSource(Labels labels, Supplier<SampleCursor> cursors) {
    /** A cursor from the first sample on. */
    SampleCursor open() {
        return cursors.get();
    }
}
