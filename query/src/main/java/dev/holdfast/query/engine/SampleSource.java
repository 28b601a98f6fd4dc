package dev.holdfast.query.engine;

import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SampleCursor;
import dev.holdfast.storage.Series;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A series whose samples a range function reads, stored or computed by a subquery.
 *
 * @param stored the series, when it is stored
 */
record SampleSource(
        Labels labels,
        Supplier<SampleCursor> cursors,
        @Nullable Series stored) {
    /** A series that is computed. */
    SampleSource(Labels labels, Supplier<SampleCursor> cursors) {
        this(labels, cursors, null);
    }

    /** A cursor from the first sample on. */
    SampleCursor open() {
        return cursors.get();
    }
}
