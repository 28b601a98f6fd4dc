package dev.holdfast.storage.sstable;

import dev.holdfast.storage.TimeRange;

/**
 * Says of each chunk of a series once what became of it, while stretches of the series are added up in the order of time. A
 * chunk of which rows answer a part and something else the rest counts for the rest. One thread.
 */
final class StretchTally {
    private final SstableSeries series;
    private final ReadTally tally;
    private int last; // the last chunk of which something was said
    private boolean lastByRollups;
    private long nextBeginsMs; // where the chunk behind the last begins: nothing is said of it before

    /** Over the chunks of a range, in which all stretches lie. */
    StretchTally(SstableSeries series, TimeRange range, ReadTally tally) {
        this.series = series;
        this.tally = tally;
        this.last = series.firstChunkEndingAtOrAfter(range.fromInclusiveMs()) - 1;
        findNext();
        tally.considered(series, range.fromInclusiveMs(), range.toExclusiveMs());
    }

    /** Where what is read is counted. */
    ReadTally tally() {
        return tally;
    }

    /** A row stands for all samples of a window. */
    void answeredByRow(long fromExclusiveMs, long toInclusiveMs) {
        if (toInclusiveMs >= nextBeginsMs) {
            answeredByRowOfMore(fromExclusiveMs, toInclusiveMs);
        }
    }

    private void answeredByRowOfMore(long fromExclusiveMs, long toInclusiveMs) {
        int index = Math.max(last, 0);
        while (index < series.chunkCount() && series.chunk(index).maxTimestampMs() <= fromExclusiveMs) {
            index++;
        }
        for (; index < series.chunkCount() && series.chunk(index).minTimestampMs() <= toInclusiveMs; index++) {
            if (begin(index)) {
                tally.answeredByRollups(series.chunk(index));
                lastByRollups = true;
            }
        }
    }

    /** The statistics of a chunk were all that was needed of its values. */
    void answeredByStatistics(int index) {
        if (beginOrReplace(index)) {
            tally.answeredByStatistics(series.chunk(index));
        }
    }

    /** A chunk was decoded. */
    void decoded(int index) {
        if (beginOrReplace(index)) {
            tally.decoded(series.chunk(index));
        }
    }

    /** A chunk is damaged, or the disk does not give it. */
    void unreadable(int index) {
        if (beginOrReplace(index)) {
            tally.unreadable(series.chunk(index));
        }
    }

    private boolean beginOrReplace(int index) {
        if (index == last && lastByRollups) {
            tally.notOnlyByRollups();
            lastByRollups = false;
            return true;
        }
        return begin(index);
    }

    /** Comes to a chunk; false when something was said of it already. Those in between lie between two stretches. */
    private boolean begin(int index) {
        if (index <= last) {
            return false;
        }
        for (int i = last + 1; i < index; i++) {
            tally.skippedByTime(series.chunk(i));
        }
        last = index;
        lastByRollups = false;
        findNext();
        return true;
    }

    private void findNext() {
        nextBeginsMs = last + 1 < series.chunkCount() ? series.chunk(last + 1).minTimestampMs() : Long.MAX_VALUE;
    }
}
