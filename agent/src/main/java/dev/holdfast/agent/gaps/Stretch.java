package dev.holdfast.agent.gaps;

import dev.holdfast.storage.TimeRange;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of time and what the store has of it.
 *
 * @param range not empty
 * @param cause why it was missed; null when it was not
 */
public record Stretch(TimeRange range, Kind kind, @Nullable Cause cause) {
    /** What the store has. */
    public enum Kind {
        /** Every tick. */
        COLLECTED,
        /** Samples, and no ticks of the agent: they came from elsewhere. */
        IMPORTED,
        /** Samples a minute or an hour, and rows that stand for the rest. */
        THINNED,
        /** Nothing any more: retention or the bound on disk took it. */
        EVICTED,
        /** Nothing, although the agent should have sampled. */
        MISSED,
        /** Nothing, and nothing says that there should be something: from before the first tick. */
        BEFORE
    }

    private boolean says(Kind otherKind, @Nullable Cause otherCause) {
        return kind == otherKind && cause == otherCause;
    }

    boolean continues(Stretch before) {
        return before.range.toExclusiveMs() == range.fromInclusiveMs() && says(before.kind, before.cause);
    }
}
