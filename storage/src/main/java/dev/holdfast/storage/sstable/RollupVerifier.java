package dev.holdfast.storage.sstable;

import dev.holdfast.storage.encoding.RollupDecoder;
import dev.holdfast.storage.encoding.RollupRows;
import dev.holdfast.storage.rollup.RollupBuilder;
import dev.holdfast.storage.rollup.RollupTier;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** Makes the rows of a series again from its samples and holds them against those that are stored. One thread. */
final class RollupVerifier {
    private final SstableReader reader;
    private final Map<RollupTier, RollupBuilder> builders = new EnumMap<>(RollupTier.class);
    private final ReadTally tally = new ReadTally();
    private final RollupDecoder decoder = new RollupDecoder();
    private final RollupRows stored = new RollupRows();
    private RollupRef[] expected = new RollupRef[0];
    private int next;
    private boolean sound;

    RollupVerifier(SstableReader reader) {
        this.reader = reader;
        for (RollupTier tier : RollupTier.values()) {
            builders.put(tier, new RollupBuilder(tier, this::compare));
        }
    }

    void begin() {
        builders.values().forEach(RollupBuilder::begin);
    }

    void add(long timestampMs, long valueBits) throws IOException {
        for (RollupBuilder builder : builders.values()) {
            builder.add(timestampMs, valueBits);
        }
    }

    /** Whether the rows that a series has are those of the samples added, and all of them. */
    boolean matches(SstableSeries series) throws IOException {
        sound = true;
        int total = 0;
        for (Map.Entry<RollupTier, RollupBuilder> entry : builders.entrySet()) {
            RollupTier tier = entry.getKey();
            expected = Arrays.stream(series.rollups())
                    .filter(ref -> ref.tier() == tier)
                    .toArray(RollupRef[]::new);
            next = 0;
            entry.getValue().end();
            total += expected.length;
            sound &= next == expected.length;
        }
        return sound && total == series.rollups().length;
    }

    private void compare(RollupTier tier, RollupRows made) throws IOException {
        if (next == expected.length || expected[next].count() != made.count()) {
            sound = false;
            return;
        }
        reader.readRows(expected[next++], decoder, stored, tally);
        boolean known = made.changeKnown();
        sound &= known == stored.changeKnown();
        for (int i = 0; i < made.count(); i++) {
            sound &= made.lastTimesMs()[i] == stored.lastTimesMs()[i]
                    && made.counts()[i] == stored.counts()[i]
                    && same(made.mins()[i], stored.mins()[i])
                    && same(made.maxs()[i], stored.maxs()[i])
                    && same(made.lasts()[i], stored.lasts()[i])
                    && Math.abs(made.sums()[i] - stored.sums()[i]) <= 2 * Math.ulp(stored.sums()[i])
                    && (!known
                            || (made.firstTimesMs()[i] == stored.firstTimesMs()[i]
                                    && same(made.firsts()[i], stored.firsts()[i])
                                    && same(made.losts()[i], stored.losts()[i])));
        }
    }

    private static boolean same(double a, double b) {
        return Double.doubleToRawLongBits(a) == Double.doubleToRawLongBits(b);
    }
}
