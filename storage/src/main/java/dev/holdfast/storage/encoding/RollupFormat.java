package dev.holdfast.storage.encoding;

/** Numbers that {@link RollupEncoder} and {@link RollupDecoder} share. See docs/format/chunk.md. */
final class RollupFormat {
    /** No sample is smaller than the one before in any window: the first is the smallest, the last the largest. */
    static final int MONOTONE = 1;

    /** First values and losses follow, although the rows are not monotone. */
    static final int HAS_CHANGE = 1 << 1;

    /** The values have no common scale: columns are chunks. */
    static final int PLAIN = 1 << 2;

    /** The sums are not integers of the scale: they are a chunk. */
    static final int PLAIN_SUMS = 1 << 3;

    /** Sums are stored as half the distance that they were stored as before: its lowest bit follows from the rest. */
    static final int HALF_SUMS = 1 << 4;

    /** Smallest values by themselves, instead of below the last ones. */
    static final int OWN_LOWS = 1 << 5;

    /** Largest values by themselves, instead of above the last ones. */
    static final int OWN_HIGHS = 1 << 6;

    /** Sums beside the count times one mean, instead of the middle of the row's values. */
    static final int OWN_SUMS = 1 << 7;

    /** What makes no sense of values without a common scale. */
    static final int OF_SCALED = HALF_SUMS | OWN_LOWS | OWN_HIGHS | OWN_SUMS;

    static final int KNOWN_FLAGS = MONOTONE | HAS_CHANGE | PLAIN | PLAIN_SUMS | OF_SCALED;

    private static final int OWN_RANGE = OWN_LOWS | OWN_HIGHS;
    private static final int OF_SUMS = HALF_SUMS | OWN_SUMS;

    /** Whether an encoder may have set these flags, all that it knows and none that means nothing beside another. */
    static boolean isPossible(int flags) {
        boolean known = (flags & ~KNOWN_FLAGS) == 0;
        boolean plainSums = (flags & PLAIN_SUMS) != 0;
        return known
                && ((flags & MONOTONE) == 0 || (flags & (HAS_CHANGE | OWN_RANGE)) == 0)
                && ((flags & PLAIN) == 0 || (plainSums && (flags & OF_SCALED) == 0))
                && (flags & OF_SUMS) != OF_SUMS
                && (!plainSums || (flags & OF_SUMS) == 0);
    }

    private RollupFormat() {}
}
