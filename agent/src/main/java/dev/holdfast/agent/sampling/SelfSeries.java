package dev.holdfast.agent.sampling;

import java.util.function.DoubleSupplier;

/** A series of the agent about itself: its name and labels, and where its value is at any moment. Immutable. */
public final class SelfSeries {
    private final String name;
    private final String[] labelNamesAndValues;
    private final DoubleSupplier value;

    /**
     * A series.
     *
     * @param value asked by the sampler's thread at a tick: gives a number that is there, waits for nothing and makes no object
     * @param labelNamesAndValues alternating
     */
    public SelfSeries(String name, DoubleSupplier value, String... labelNamesAndValues) {
        this.name = name;
        this.value = value;
        this.labelNamesAndValues = labelNamesAndValues.clone();
    }

    /** Its metric name. */
    public String name() {
        return name;
    }

    int resolve(SampleSink sink) {
        return sink.series(name, labelNamesAndValues);
    }

    /** What it is now. */
    public double value() {
        return value.getAsDouble();
    }
}
