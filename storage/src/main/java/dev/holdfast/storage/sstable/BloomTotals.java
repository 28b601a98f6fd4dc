package dev.holdfast.storage.sstable;

/**
 * How the bloom filters of one or several sstables do.
 *
 * @param filters how many
 * @param keys label pairs that they hold
 * @param bits their size
 * @param bitsSet bits that are 1; half of them in a filter of the best size
 * @param expectedFalse sum over the filters of the probability that one says "perhaps" of a pair that it does not hold
 * @param probes absent pairs that were asked for
 * @param falsePositives how many of these probes got "perhaps"
 */
public record BloomTotals(
        int filters, long keys, long bits, long bitsSet, double expectedFalse, long probes, long falsePositives) {
    /** Of no filter. */
    public static final BloomTotals NONE = new BloomTotals(0, 0, 0, 0, 0, 0, 0);

    /** Of both. */
    public BloomTotals plus(BloomTotals other) {
        return new BloomTotals(
                filters + other.filters,
                keys + other.keys,
                bits + other.bits,
                bitsSet + other.bitsSet,
                expectedFalse + other.expectedFalse,
                probes + other.probes,
                falsePositives + other.falsePositives);
    }

    /** How often a filter says "perhaps" without reason, by calculation. */
    public double expectedRate() {
        return filters == 0 ? 0 : expectedFalse / filters;
    }

    /** How often one did. */
    public double measuredRate() {
        return probes == 0 ? 0 : (double) falsePositives / probes;
    }
}
