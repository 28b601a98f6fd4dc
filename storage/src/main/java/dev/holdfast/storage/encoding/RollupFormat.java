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

    static final int KNOWN_FLAGS = MONOTONE | HAS_CHANGE | PLAIN | PLAIN_SUMS;

    private RollupFormat() {}
}
