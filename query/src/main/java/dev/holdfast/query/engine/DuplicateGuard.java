package dev.holdfast.query.engine;

import dev.holdfast.storage.Labels;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** Sees to it that no two series that pass have the same labels at the same step. Costs a bit a series and step. */
final class DuplicateGuard {
    private final Map<Labels, BitSet> taken = new HashMap<>();
    private final Limits limits;
    private final long entryBytes;

    DuplicateGuard(Limits limits, int steps) {
        this.limits = limits;
        this.entryBytes = 128 + steps / 8L;
    }

    /** Refuses a series that has a value where one of the same labels has had one. */
    void check(StepSeries series) {
        BitSet steps = taken.get(series.labels());
        if (steps == null) {
            limits.budget().takeBytes(entryBytes);
            steps = new BitSet(series.values().length);
            taken.put(series.labels(), steps);
        }
        for (int i = 0; i < series.values().length; i++) {
            if (series.has(i)) {
                if (steps.get(i)) {
                    throw LabelSets.sameLabelset();
                }
                steps.set(i);
            }
        }
    }

    /** Forgets everything. */
    void close() {
        limits.budget().giveBytes(taken.size() * entryBytes);
        taken.clear();
    }
}
