package dev.holdfast.agent.openmetrics;

import dev.holdfast.storage.Labels;
import java.io.IOException;

/** Takes the samples of an input one by one, in the order of its lines. */
@FunctionalInterface
public interface SampleConsumer {
    /**
     * One sample.
     *
     * @param labels the series; the same object often comes again for the same series
     * @param timestampMs milliseconds since the epoch, never negative
     * @param valueBits bits of the float64
     */
    void sample(Labels labels, long timestampMs, long valueBits) throws IOException;
}
