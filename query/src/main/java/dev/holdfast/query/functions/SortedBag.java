package dev.holdfast.query.functions;

import java.util.Arrays;

/**
 * Numbers in order, to which some are added and from which some are taken: short sorted arrays one after another, so that a
 * change moves a few hundred numbers at most.
 *
 * <p>Doubles are held as longs that sort the same way, NaN before all others. One thread.
 */
final class SortedBag {
    private static final int BLOCK = 512;

    private long[][] blocks = new long[4][];
    private int[] sizes = new int[4];
    private int count; // of blocks
    private int size;

    /** A number as a long of the same order; NaN first, then minus infinity up to infinity, -0 before 0. */
    static long keyOf(double value) {
        if (Double.isNaN(value)) {
            return Long.MIN_VALUE;
        }
        long bits = Double.doubleToRawLongBits(value);
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    /** The number of a key. */
    static double valueOf(long key) {
        return key == Long.MIN_VALUE ? Double.NaN : Double.longBitsToDouble(key ^ ((key >> 63) & Long.MAX_VALUE));
    }

    /** About how many bytes so many numbers take here. */
    static long bytes(int size) {
        return 16L * size + 8L * BLOCK;
    }

    /** Forgets all and takes in some keys; sorts them on the way. */
    void fill(long[] keys, int length) {
        Arrays.sort(keys, 0, length);
        int half = BLOCK / 2;
        count = 0;
        size = length;
        for (int from = 0; from < length; from += half) {
            int part = Math.min(half, length - from);
            insertBlock(count);
            System.arraycopy(keys, from, blocks[count - 1], 0, part);
            sizes[count - 1] = part;
        }
    }

    private void insertBlock(int at) {
        if (count == blocks.length) {
            blocks = Arrays.copyOf(blocks, 2 * count);
            sizes = Arrays.copyOf(sizes, 2 * count);
        }
        long[] spare = blocks[count]; // one that became empty is used again
        System.arraycopy(blocks, at, blocks, at + 1, count - at);
        System.arraycopy(sizes, at, sizes, at + 1, count - at);
        blocks[at] = spare == null ? new long[BLOCK] : spare;
        sizes[at] = 0;
        count++;
    }

    /** The first block whose last key is not below a key; the last one when there is none. */
    private int blockOf(long key) {
        int low = 0;
        int high = count - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (blocks[middle][sizes[middle] - 1] < key) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Adds a key. */
    void add(long key) {
        size++;
        if (count == 0) {
            insertBlock(0);
            blocks[0][0] = key;
            sizes[0] = 1;
            return;
        }
        int at = blockOf(key);
        if (sizes[at] == BLOCK) {
            insertBlock(at + 1);
            System.arraycopy(blocks[at], BLOCK / 2, blocks[at + 1], 0, BLOCK / 2);
            sizes[at] = BLOCK / 2;
            sizes[at + 1] = BLOCK / 2;
            at = blocks[at][BLOCK / 2 - 1] < key ? at + 1 : at;
        }
        int place = Arrays.binarySearch(blocks[at], 0, sizes[at], key);
        place = place < 0 ? -place - 1 : place;
        System.arraycopy(blocks[at], place, blocks[at], place + 1, sizes[at] - place);
        blocks[at][place] = key;
        sizes[at]++;
    }

    /** Takes away a key that is in here. */
    void remove(long key) {
        int at = blockOf(key);
        int place = Arrays.binarySearch(blocks[at], 0, sizes[at], key);
        if (place < 0) {
            throw new IllegalStateException("not in the bag: key=" + key);
        }
        size--;
        System.arraycopy(blocks[at], place + 1, blocks[at], place, sizes[at] - place - 1);
        if (--sizes[at] == 0) {
            long[] spare = blocks[at];
            System.arraycopy(blocks, at + 1, blocks, at, count - at - 1);
            System.arraycopy(sizes, at + 1, sizes, at, count - at - 1);
            blocks[--count] = spare;
        }
    }

    /** How many. */
    int size() {
        return size;
    }

    /** The key at a rank, 0 for the smallest. */
    long at(int rank) {
        int rest = rank;
        int block = 0;
        while (rest >= sizes[block]) {
            rest -= sizes[block++];
        }
        return blocks[block][rest];
    }
}
