package dev.holdfast.storage;

import java.util.List;

/**
 * What was considered, skipped and read through a {@link Snapshot} so far. Says how much work an answer was, never what
 * the answer is: when several threads read through one snapshot at once, counts may be lost.
 *
 * @param selections in the order in which they were asked for; the first {@link #MAX_SELECTIONS} only
 * @param furtherSelections how many more there were
 * @param furtherCounts what was read for those
 */
public record ReadTrace(List<SelectionTrace> selections, long furtherSelections, ReadCounts furtherCounts) {
    /** So many selections are told apart; a query has as many as it has selectors. */
    public static final int MAX_SELECTIONS = 64;

    /** Nothing was read, or nothing that is on a disk. */
    public static final ReadTrace NONE = new ReadTrace(List.of(), 0, ReadCounts.NONE);

    /** Copies the list. */
    public ReadTrace {
        selections = List.copyOf(selections);
    }

    /** What was read of sstables for all selections. */
    public ReadCounts total() {
        ReadCounts sum = furtherCounts;
        for (SelectionTrace selection : selections) {
            sum = sum.plus(selection.counts());
        }
        return sum;
    }

    /** Samples that were taken from memory for the selections that are told apart. */
    public long memtableSamplesRead() {
        long sum = 0;
        for (SelectionTrace selection : selections) {
            sum += selection.memtables().samplesRead();
        }
        return sum;
    }
}
