package dev.holdfast.storage.sstable;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.encoding.RollupDecoder;
import dev.holdfast.storage.encoding.RollupRows;
import dev.holdfast.storage.rollup.RollupBuilder;
import dev.holdfast.storage.rollup.RollupTier;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes the rows of a series again from its samples and holds them against those that are stored, as they come: a long run
 * has several chunks of them. One thread.
 */
final class RollupVerifier {
    /** Sums depend in their last bits on the order of adding, and are stored in integers of the scale of the values. */
    private static final int SUM_ULPS = 4;

    private static final int TIERS = RollupTier.values().length;

    private final SstableReader reader;
    private final RollupBuilder builder = RollupBuilder.from(RollupTier.MINUTE, this::compare, false);
    private final ReadTally tally = new ReadTally();
    private final RollupDecoder decoder = new RollupDecoder();
    private final RollupRows stored = new RollupRows();
    // By the number of the tier, from 1.
    private final RollupRef[][] expected = new RollupRef[TIERS + 1][];
    private final int[] next = new int[TIERS + 1];
    private boolean sound;
    private @Nullable CorruptionException unreadable;

    RollupVerifier(SstableReader reader) {
        this.reader = reader;
    }

    /** Begins a series; its samples follow. */
    void begin(SstableSeries series) {
        for (RollupTier tier : RollupTier.values()) {
            expected[tier.number()] = Arrays.stream(series.rollups())
                    .filter(ref -> ref.tier() == tier)
                    .toArray(RollupRef[]::new);
        }
        Arrays.fill(next, 0);
        sound = true;
        unreadable = null;
        builder.begin();
    }

    void add(long[] timestampsMs, long[] valueBits, int count) throws IOException {
        builder.add(timestampsMs, valueBits, 0, count);
    }

    /** Whether the rows that the series has are those of the samples added, and all of them. */
    boolean matches() throws IOException {
        builder.end();
        if (unreadable != null) {
            throw unreadable;
        }
        for (int tier = 1; tier <= TIERS; tier++) {
            sound &= next[tier] == expected[tier].length;
        }
        return sound;
    }

    private void compare(RollupTier tier, RollupRows made) throws IOException {
        RollupRef[] refs = expected[tier.number()];
        int at = next[tier.number()]++;
        if (at >= refs.length || refs[at].count() != made.count()) {
            sound = false;
            return;
        }
        try {
            reader.readRows(refs[at], decoder, stored, tally);
        } catch (CorruptionException e) {
            // Said at the end: it is not the fault of the samples that are being added.
            unreadable = unreadable == null ? e : unreadable;
            return;
        }
        boolean known = made.changeKnown();
        sound &= known == stored.changeKnown();
        for (int i = 0; i < made.count(); i++) {
            sound &= made.lastTimesMs()[i] == stored.lastTimesMs()[i]
                    && made.counts()[i] == stored.counts()[i]
                    && same(made.mins()[i], stored.mins()[i])
                    && same(made.maxs()[i], stored.maxs()[i])
                    && same(made.lasts()[i], stored.lasts()[i])
                    && near(made.sums()[i], stored.sums()[i])
                    && (!known
                            || (made.firstTimesMs()[i] == stored.firstTimesMs()[i]
                                    && same(made.firsts()[i], stored.firsts()[i])
                                    && nearLost(made.losts()[i], stored.losts()[i], made.counts()[i])));
        }
    }

    private static boolean near(double made, double stored) {
        return Math.abs(made - stored) <= SUM_ULPS * Math.ulp(stored);
    }

    /** What a counter lost is added up without compensation, and version 2 did so from the samples for every tier. */
    private static boolean nearLost(double made, double stored, long samples) {
        return Math.abs(made - stored) <= Math.max(SUM_ULPS, samples) * Math.ulp(stored);
    }

    private static boolean same(double a, double b) {
        return Double.doubleToRawLongBits(a) == Double.doubleToRawLongBits(b);
    }
}
