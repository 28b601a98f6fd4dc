package dev.holdfast.storage;

import java.io.Closeable;
import java.io.IOException;

/**
 * Takes any number of samples of any age in any order and writes them as sstables, past the write-ahead log. Memory is
 * bounded; of samples with the same series and time the last added wins. One thread. What was added is visible and
 * durable after {@link #finish()}; without it nothing is.
 */
public interface BulkLoader extends Closeable {
    /**
     * Adds one sample.
     *
     * @throws IllegalArgumentException when the time is further than {@link SampleBatch#MAX_TIMESTAMP_MS} from the epoch
     * @throws SeriesLimitException when it is of one series too many for one import, or its labels are too large; nothing
     *     should be finished then
     */
    void add(Labels labels, long timestampMs, long valueBits) throws IOException;

    /** Makes everything visible and durable at once; the number of samples that were added. */
    long finish() throws IOException;

    /** Drops what is not finished. */
    @Override
    void close() throws IOException;
}
