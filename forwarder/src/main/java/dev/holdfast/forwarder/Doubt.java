package dev.holdfast.forwarder;

import dev.holdfast.storage.TimeRange;
import org.jspecify.annotations.Nullable;

/**
 * The stretch of time that an upstream may have without having said so: a request broke off before its answer, or this
 * process is new and does not know what the one before was sending.
 *
 * <p>Only a strict upstream cares. It takes its newest sample twice, but answers a repetition of older ones as it answers
 * any disorder, with a 4xx. Inside the doubt such an answer is hence looked at tick by tick. One thread.
 */
final class Doubt {
    private boolean fromBefore = true;
    private @Nullable TimeRange range;

    /** A request about this stretch ended without a clear answer. */
    void add(TimeRange stretch) {
        TimeRange known = range;
        range = known == null
                ? stretch
                : new TimeRange(
                        Math.min(known.fromInclusiveMs(), stretch.fromInclusiveMs()),
                        Math.max(known.toExclusiveMs(), stretch.toExclusiveMs()));
    }

    /** Everything in this part is settled; what comes next was not sent before. */
    void settled(TimeRange part) {
        fromBefore = false;
        if (range != null && range.toExclusiveMs() <= part.toExclusiveMs()) {
            range = null;
        }
    }

    /** Whether the upstream may have some of a stretch. */
    boolean covers(TimeRange stretch) {
        return fromBefore || wasUnanswered(stretch);
    }

    /** Whether a request of this process about some of a stretch ended without a clear answer. */
    boolean wasUnanswered(TimeRange stretch) {
        return range != null && range.overlaps(stretch);
    }
}
