package dev.holdfast.query.engine;

import dev.holdfast.query.QueryException;
import dev.holdfast.query.QueryMemory;
import dev.holdfast.storage.Labels;

/**
 * What one query holds in memory: values, of which it may hold so many, and bytes, which it draws from what all queries share.
 *
 * <p>A value in an array counts as a sample and as eight bytes; what else an object costs is added as bytes alone. Drawn in
 * portions, so that queries do not meet at one counter for each array.
 */
final class Budget {
    /** What a series of a result costs beside its values: two objects, an array's head, a place in a list and one in a map. */
    static final int SERIES_BYTES = 160;

    /** What a series of the store costs while it is selected. */
    static final int SELECTED_BYTES = 256;

    private static final int VALUE_BYTES = 8;
    private static final long PORTION_BYTES = 64 << 10;

    private final long maxSamples;
    private final QueryMemory memory;
    private long samples;
    private long peakSamples;
    private long bytes;
    private long drawnBytes;

    Budget(long maxSamples, QueryMemory memory) {
        this.maxSamples = maxSamples;
        this.memory = memory;
    }

    /** Counts values that come into memory; refuses when they are too many. Ask before they are allocated. */
    void take(long count) {
        if (count > maxSamples - samples) {
            throw QueryException.execution(
                    "query processing would load too many samples into memory in query execution");
        }
        takeBytes(count * VALUE_BYTES);
        samples += count;
        peakSamples = Math.max(peakSamples, samples);
    }

    /** Counts values that leave memory. */
    void give(long count) {
        samples -= count;
        giveBytes(count * VALUE_BYTES);
    }

    /** Counts series with a place for each of some steps. */
    void takeSeries(long series, int steps) {
        take(series * steps);
        takeBytes(series * SERIES_BYTES);
    }

    /** Counts series that are let go of. */
    void giveSeries(long series, int steps) {
        give(series * steps);
        giveBytes(series * SERIES_BYTES);
    }

    /** Counts bytes that come into memory. */
    void takeBytes(long count) {
        long needed = bytes + count - drawnBytes;
        if (needed > 0) {
            draw(needed);
        }
        bytes += count;
    }

    private void draw(long needed) {
        long portion = Math.max(needed, PORTION_BYTES);
        if (memory.tryTake(portion)) {
            drawnBytes += portion;
        } else if (memory.tryTake(needed)) {
            drawnBytes += needed;
        } else {
            throw QueryException.execution(
                    "query processing would need more memory than there is for queries: it holds "
                            + (bytes >> 10) + " KiB and needs " + ((needed + 1023) >> 10)
                            + " KiB more, and all running queries"
                            + " together may hold " + (memory.limitBytes() >> 10)
                            + " KiB; ask for fewer series, a shorter range"
                            + " or a longer step");
        }
    }

    /** Counts bytes that leave memory. */
    void giveBytes(long count) {
        bytes -= count;
        long spare = drawnBytes - bytes;
        if (spare > 4 * PORTION_BYTES && bytes >= 0) {
            memory.give(spare - PORTION_BYTES);
            drawnBytes -= spare - PORTION_BYTES;
        }
    }

    /** About what labels cost that nobody else holds: the texts are somebody else's. */
    static long bytesOf(Labels labels) {
        return 48 + 8L * labels.size();
    }

    /** Notes that for a moment so many samples more were held. */
    void sawMore(long count) {
        peakSamples = Math.max(peakSamples, samples + count);
    }

    /** How many more samples fit. */
    long left() {
        return maxSamples - samples;
    }

    /** The most that were held at a time. */
    long peakSamples() {
        return peakSamples;
    }

    /** The bytes that are held. */
    long bytes() {
        return bytes;
    }

    /** Gives everything back. */
    void close() {
        memory.give(drawnBytes);
        drawnBytes = 0;
        bytes = 0;
        samples = 0;
    }
}
