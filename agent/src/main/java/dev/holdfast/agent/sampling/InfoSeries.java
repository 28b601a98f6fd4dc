package dev.holdfast.agent.sampling;

import java.util.Arrays;

/** A series that is always 1 and says what it says in its labels. When they change, another series takes its place. */
final class InfoSeries {
    private final String name;
    private String[] labels = new String[0];
    private int ref = -1;

    InfoSeries(String name) {
        this.name = name;
    }

    /** Adds the sample of now. */
    void add(SampleSink sink, String... labelNamesAndValues) {
        if (ref < 0 || !Arrays.equals(labels, labelNamesAndValues)) {
            labels = labelNamesAndValues.clone();
            ref = sink.series(name, labels);
        }
        sink.add(ref, 1);
    }
}
