package dev.holdfast.query.engine;

import org.jspecify.annotations.Nullable;

/**
 * The series of a vector, one after another, so that whoever folds them together needs but one at a time.
 *
 * <p>A series that is handed out is counted in the budget, and whoever lets go of it gives it back there. Its values are his
 * to overwrite. Of a stream that is not read to its end, what it works with counts until the query ends.
 */
interface SeriesStream {
    /** The next series, or null at the end. */
    @Nullable
    StepSeries next();

    /**
     * Whether all series have labels of their own, and would have without the metric's name. If not, series of equal labels
     * may come as long as they have no step in common.
     */
    boolean isApartWithoutName();

    /** Whether all series have labels of their own, as they come. */
    default boolean isApart() {
        return isApartWithoutName();
    }
}
