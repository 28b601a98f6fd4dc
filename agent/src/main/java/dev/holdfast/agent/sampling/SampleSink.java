package dev.holdfast.agent.sampling;

/** Where a collector puts the samples of a tick. Used on the sampler's thread, during {@link Collector#collect}. */
public interface SampleSink {
    /** The time of the tick, milliseconds since the epoch: that of every sample in it. */
    long timestampMs();

    /**
     * The ref of a series, with {@code job} and {@code instance} added. It stays good for the life of the sampler; ask
     * once and keep it, since asking makes objects.
     *
     * @param labelNamesAndValues alternating; a label with an empty value is left out
     */
    int series(String name, String... labelNamesAndValues);

    /** Adds a sample; a series at most once a tick. */
    void add(int seriesRef, double value);
}
