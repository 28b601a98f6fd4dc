package dev.holdfast.storage;

/**
 * An interval of time in milliseconds since the epoch (UTC): from, inclusive, to, exclusive.
 *
 * @param fromInclusiveMs first millisecond inside
 * @param toExclusiveMs first millisecond after; equal to {@code fromInclusiveMs} for an empty range
 */
public record TimeRange(long fromInclusiveMs, long toExclusiveMs) {
    /** All of time. */
    public static final TimeRange ALL = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);

    /** Checks the order. */
    public TimeRange {
        if (fromInclusiveMs > toExclusiveMs) {
            throw new IllegalArgumentException("range ends before it begins: fromInclusiveMs=" + fromInclusiveMs
                    + " toExclusiveMs=" + toExclusiveMs);
        }
    }

    /** Whether a moment lies inside. */
    public boolean contains(long timestampMs) {
        return timestampMs >= fromInclusiveMs && timestampMs < toExclusiveMs;
    }

    /** Whether the two have a millisecond in common. */
    public boolean overlaps(TimeRange other) {
        return fromInclusiveMs < other.toExclusiveMs && other.fromInclusiveMs < toExclusiveMs;
    }

    /** What both have in common; empty at this range's start when there is nothing. */
    public TimeRange intersect(TimeRange other) {
        long from = Math.max(fromInclusiveMs, other.fromInclusiveMs);
        long to = Math.min(toExclusiveMs, other.toExclusiveMs);
        return from < to ? new TimeRange(from, to) : new TimeRange(fromInclusiveMs, fromInclusiveMs);
    }

    /** Whether no millisecond lies inside. */
    public boolean isEmpty() {
        return fromInclusiveMs == toExclusiveMs;
    }

    /** Length in milliseconds. */
    public long lengthMs() {
        return toExclusiveMs - fromInclusiveMs;
    }
}
