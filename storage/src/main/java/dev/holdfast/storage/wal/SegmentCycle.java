package dev.holdfast.storage.wal;

import net.openhft.chronicle.core.time.TimeProvider;
import net.openhft.chronicle.queue.RollCycle;

/**
 * A roll cycle that never ends: a queue is one file, and when to begin another is the log's decision and not the clock's.
 * Its format is like no stock cycle's, since Chronicle takes one of these for it where formats are equal.
 */
final class SegmentCycle implements RollCycle {
    /** The name that Chronicle gives to the file of the only cycle. */
    static final String FILE_NAME = "19700101-holdfast" + WalFiles.CHRONICLE_SUFFIX;

    private static final int DAY_MS = 86_400_000;
    private static final int SEQUENCE_BITS = 32;

    @Override
    public String format() {
        return "yyyyMMdd'-holdfast'";
    }

    @Override
    public int lengthInMillis() {
        return DAY_MS;
    }

    @Override
    public int current(TimeProvider time, long epoch) {
        return 0;
    }

    /** As small as can be: nobody looks a record up by its number. */
    @Override
    public int defaultIndexCount() {
        return 8;
    }

    /** Larger than the number of records that a segment can hold, so that no index lies between them. */
    @Override
    public int defaultIndexSpacing() {
        return 1 << 30;
    }

    @Override
    public long toIndex(int cycle, long sequenceNumber) {
        return ((long) cycle << SEQUENCE_BITS) + sequenceNumber;
    }

    @Override
    public long toSequenceNumber(long index) {
        return index & (1L << SEQUENCE_BITS) - 1;
    }

    @Override
    public int toCycle(long index) {
        return (int) (index >>> SEQUENCE_BITS);
    }

    @Override
    public long maxMessagesPerCycle() {
        return 1L << SEQUENCE_BITS;
    }
}
