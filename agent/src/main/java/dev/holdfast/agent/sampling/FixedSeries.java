package dev.holdfast.agent.sampling;

import java.util.Arrays;

/** Series without labels that a collector always has, resolved when the first sample of each comes. */
final class FixedSeries {
    private static final int UNRESOLVED = -1;

    private final String[] names;
    private final int[] refs;

    FixedSeries(String... names) {
        this.names = names;
        this.refs = new int[names.length];
        Arrays.fill(refs, UNRESOLVED);
    }

    /** Adds a sample of the series at an index of the constructor's list. */
    void add(SampleSink sink, int index, double value) {
        if (refs[index] == UNRESOLVED) {
            refs[index] = sink.series(names[index]);
        }
        sink.add(refs[index], value);
    }
}
