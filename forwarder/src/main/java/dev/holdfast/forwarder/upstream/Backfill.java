package dev.holdfast.forwarder.upstream;

/**
 * What an upstream that was never sent anything is given of the history that is there already. What is before it is
 * marked skipped, and can be asked for later. Immutable.
 *
 * @param kind what the number means
 * @param ms milliseconds: of a duration or since the epoch; 0 for all and none
 */
public record Backfill(Kind kind, long ms) {
    /** All of it, as far as the upstream takes its age. */
    public static final Backfill ALL = new Backfill(Kind.ALL, 0);

    /** None: only what is collected from the moment on at which the upstream is new. */
    public static final Backfill NONE = new Backfill(Kind.NONE, 0);

    /** How the beginning is said. */
    public enum Kind {
        /** From the first sample. */
        ALL,
        /** From now on. */
        NONE,
        /** From so long before the moment at which the upstream is new. */
        AGO,
        /** From a time. */
        FROM
    }

    /** Checks the range. */
    public Backfill {
        if (kind == Kind.AGO && ms < 0) {
            throw new IllegalArgumentException("not a duration: ms=" + ms);
        }
    }

    /** From so long before the moment at which the upstream is new, milliseconds. */
    public static Backfill sinceAgo(long durationMs) {
        return new Backfill(Kind.AGO, durationMs);
    }

    /** From a time, milliseconds since the epoch. One that is still to come is as good as none. */
    public static Backfill since(long timestampMs) {
        return new Backfill(Kind.FROM, timestampMs);
    }

    /**
     * The first moment that the upstream is given.
     *
     * @param newMs when it is new: the first time that it is dealt with, milliseconds since the epoch
     */
    public long fromMs(long newMs) {
        return switch (kind) {
            case ALL -> Long.MIN_VALUE;
            case NONE -> newMs;
            case AGO -> newMs - ms;
            case FROM -> Math.min(ms, newMs);
        };
    }
}
