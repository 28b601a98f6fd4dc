package dev.holdfast.storage.memtable;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one layout: a time column that all its series share, and a column of values each.
 *
 * <p>Rows are kept in blocks; within a block the values of a series lie side by side, since they are read by series and
 * written by tick. Rows stand in the order in which they came, which is that of time unless a clock stepped or data came
 * late; {@link #isInTimeOrder()} tells.
 *
 * <p>One thread appends. Any thread reads the rows below {@link #rowsUpTo}.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // one thread appends; the others only read
final class TickGroup {
    private static final int FIRST_BLOCK_ROWS = 8;
    private static final int BLOCK_ROWS = 64;

    /** Rows of consecutive ticks. */
    static final class Block {
        final int firstRow;
        final int rows;
        final long[] timestampsMs;
        final long[] sequences;
        final long[] values; // of column c and row r: [c * rows + r]

        Block(int firstRow, int rows, int columns) {
            this.firstRow = firstRow;
            this.rows = rows;
            timestampsMs = new long[rows];
            sequences = new long[rows];
            values = new long[rows * columns];
        }
    }

    private final int[] refs;
    private volatile Block[] blocks = new Block[0];
    private volatile int rowCount;
    private volatile boolean inTimeOrder = true;
    private long lastTimestampMs = Long.MIN_VALUE;
    private volatile long minTimestampMs = Long.MAX_VALUE;
    private volatile long maxTimestampMs = Long.MIN_VALUE;

    TickGroup(int[] refs) {
        this.refs = refs;
    }

    /** The series of the columns, in order; not to be changed. */
    int[] refs() {
        return refs;
    }

    /** Bytes that the next row takes from the heap: those of a block when it needs one, else 0. */
    long bytesForNextRow() {
        Block[] current = blocks;
        boolean full = current.length == 0
                || rowCount == current[current.length - 1].firstRow + current[current.length - 1].rows;
        return full ? blockBytes(current.length == 0 ? FIRST_BLOCK_ROWS : BLOCK_ROWS) : 0;
    }

    private long blockBytes(int rows) {
        return (long) rows * Long.BYTES * (refs.length + 2) + 128;
    }

    /** Adds a row; values in the order of {@link #refs()}. */
    void append(long sequence, long timestampMs, long[] valueBits) {
        Block block = blockForNextRow();
        int row = rowCount - block.firstRow;
        block.timestampsMs[row] = timestampMs;
        block.sequences[row] = sequence;
        int at = row;
        for (int column = 0; column < refs.length; column++) {
            block.values[at] = valueBits[column];
            at += block.rows;
        }
        if (timestampMs <= lastTimestampMs) {
            inTimeOrder = false;
        }
        lastTimestampMs = timestampMs;
        if (timestampMs < minTimestampMs) {
            minTimestampMs = timestampMs;
        }
        if (timestampMs > maxTimestampMs) {
            maxTimestampMs = timestampMs;
        }
        rowCount = rowCount + 1; // publishes the row; one thread writes
    }

    private Block blockForNextRow() {
        Block[] current = blocks;
        @Nullable Block last = current.length == 0 ? null : current[current.length - 1];
        if (last != null && rowCount < last.firstRow + last.rows) {
            return last;
        }
        Block fresh = new Block(rowCount, last == null ? FIRST_BLOCK_ROWS : BLOCK_ROWS, refs.length);
        Block[] grown = Arrays.copyOf(current, current.length + 1);
        grown[current.length] = fresh;
        blocks = grown;
        return fresh;
    }

    /** The number of rows whose sequence is at most the one given. Sequences rise from row to row. */
    int rowsUpTo(long sequence) {
        int low = 0;
        int high = rowCount;
        Block[] current = blocks;
        if (high > 0 && sequence(high - 1) <= sequence) {
            return high; // mostly
        }
        while (low < high) {
            int middle = (low + high) >>> 1;
            Block block = blockOf(current, middle);
            if (block.sequences[middle - block.firstRow] <= sequence) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static Block blockOf(Block[] blocks, int row) {
        return row < FIRST_BLOCK_ROWS ? blocks[0] : blocks[1 + (row - FIRST_BLOCK_ROWS) / BLOCK_ROWS];
    }

    /** Whether every row is later than the one before. */
    boolean isInTimeOrder() {
        return inTimeOrder;
    }

    long minTimestampMs() {
        return minTimestampMs;
    }

    long maxTimestampMs() {
        return maxTimestampMs;
    }

    int rowCount() {
        return rowCount;
    }

    long timestampMs(int row) {
        Block block = blockOf(blocks, row);
        return block.timestampsMs[row - block.firstRow];
    }

    long sequence(int row) {
        Block block = blockOf(blocks, row);
        return block.sequences[row - block.firstRow];
    }

    long valueBits(int column, int row) {
        Block block = blockOf(blocks, row);
        return block.values[column * block.rows + row - block.firstRow];
    }

    /** Copies the values of a column, rows in [fromRow, toRow). */
    void copyColumn(int column, int fromRow, int toRow, long[] into, int intoFrom) {
        Block[] current = blocks;
        int row = fromRow;
        int at = intoFrom;
        while (row < toRow) {
            Block block = blockOf(current, row);
            int inBlock = row - block.firstRow;
            int count = Math.min(block.rows - inBlock, toRow - row);
            System.arraycopy(block.values, column * block.rows + inBlock, into, at, count);
            row += count;
            at += count;
        }
    }

    /** Copies the timestamps of the rows in [fromRow, toRow). */
    void copyTimestamps(int fromRow, int toRow, long[] into, int intoFrom) {
        Block[] current = blocks;
        int row = fromRow;
        int at = intoFrom;
        while (row < toRow) {
            Block block = blockOf(current, row);
            int inBlock = row - block.firstRow;
            int count = Math.min(block.rows - inBlock, toRow - row);
            System.arraycopy(block.timestampsMs, inBlock, into, at, count);
            row += count;
            at += count;
        }
    }

    /** The first row in [0, rows) at or after a time; for groups in time order. */
    int firstRowAtOrAfter(long timestampMs, int rows) {
        int low = 0;
        int high = rows;
        if (high > 0 && timestampMs(high - 1) < timestampMs) {
            return high; // mostly, for an end of a range
        }
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (timestampMs(middle) < timestampMs) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Rows in some ranges, in time order and disjoint, up to a sequence. */
    int rowCount(long[] fromMs, long[] toMs, long sequence) {
        int rows = rowsUpTo(sequence);
        int count = 0;
        if (inTimeOrder) {
            int range = firstEndingAfter(toMs, minTimestampMs);
            for (; range < fromMs.length && fromMs[range] <= maxTimestampMs; range++) {
                count += firstRowAtOrAfter(toMs[range], rows) - firstRowAtOrAfter(fromMs[range], rows);
            }
            return count;
        }
        for (int row = 0; row < rows; row++) {
            int range = firstEndingAfter(toMs, timestampMs(row));
            count += range < fromMs.length && fromMs[range] <= timestampMs(row) ? 1 : 0;
        }
        return count;
    }

    private static int firstEndingAfter(long[] toMs, long timestampMs) {
        int low = 0;
        int high = toMs.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (toMs[middle] > timestampMs) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** The first time in a range up to a sequence, or its end when no row is there. */
    long firstTimestampMs(long fromMs, long toMs, long sequence) {
        int rows = rowsUpTo(sequence);
        if (inTimeOrder) {
            int row = firstRowAtOrAfter(fromMs, rows);
            return row < rows ? Math.min(toMs, timestampMs(row)) : toMs;
        }
        long first = toMs;
        for (int row = 0; row < rows; row++) {
            long timestampMs = timestampMs(row);
            if (timestampMs >= fromMs && timestampMs < first) {
                first = timestampMs;
            }
        }
        return first;
    }
}
