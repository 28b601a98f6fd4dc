package dev.holdfast.query.functions;

import java.util.Arrays;

/**
 * Summaries of the stretches of a window, so that a step costs no more in a long window than in a short one.
 *
 * <p>Where a stretch begins is decided by the times of samples alone: one whose hashed time ends in enough zeros begins a
 * stretch, one with two more zeros one of the next level, which is four times as long on average, and so on (as in a skip
 * list whose coins are hashes). So the same samples are always cut in the same way, whatever windows were looked at before:
 * a range query adds up the very numbers that an instant query does, and gets the same bits. A sum that slides, adding
 * what comes and subtracting what goes, would not.
 */
final class WindowBlocks {
    private static final int ZEROS_OF_LEVEL_0 = 4;
    private static final int ZEROS_MORE_A_LEVEL = 2;
    private static final int LEVELS = 12;
    private static final long NONE = Long.MIN_VALUE;

    /** Stretches of one level that are known from end to end, the oldest first. */
    private static final class Level {
        private final int width;
        private long[] starts = new long[8];
        private double[] summaries;
        private int head;
        private int tail;
        private long open = NONE; // where the stretch begins whose end is not known

        Level(int width) {
            this.width = width;
            this.summaries = new double[8 * width];
        }

        /** A place for one more; returns its index. Reports what memory it took. */
        int push(long start, Window window) {
            if (tail == starts.length) {
                int size = tail - head;
                if (size > starts.length / 2) {
                    window.allocate(8L * starts.length * (1 + width));
                    starts = Arrays.copyOf(starts, 2 * starts.length);
                    summaries = Arrays.copyOf(summaries, 2 * summaries.length);
                }
                System.arraycopy(starts, head, starts, 0, size);
                System.arraycopy(summaries, head * width, summaries, 0, size * width);
                head = 0;
                tail = size;
            }
            starts[tail] = start;
            return tail++;
        }
    }

    private final WindowFold fold;
    private final Level[] levels = new Level[LEVELS];
    private final double[] piece;
    private final double[] total;
    private long known; // samples before this one have been looked at

    WindowBlocks(WindowFold fold) {
        this.fold = fold;
        Arrays.setAll(levels, level -> new Level(fold.width()));
        this.piece = new double[fold.width()];
        this.total = new double[fold.width()];
    }

    WindowFold fold() {
        return fold;
    }

    /** Forgets everything. */
    void clear() {
        for (Level level : levels) {
            level.head = 0;
            level.tail = 0;
            level.open = NONE;
        }
        known = 0;
    }

    /** The summary of all samples of a window; valid until the next call. */
    double[] total(Window window) {
        long first = window.firstNumber();
        long end = first + window.size();
        forget(first);
        for (long number = Math.max(known, first); number < end; number++) {
            int zeros = Long.numberOfTrailingZeros(mix(window.timeMs((int) (number - first))));
            if (zeros >= ZEROS_OF_LEVEL_0) {
                begin(window, number, Math.min(LEVELS - 1, (zeros - ZEROS_OF_LEVEL_0) / ZEROS_MORE_A_LEVEL));
            }
        }
        known = end;
        Arrays.fill(total, 0);
        climb(window, first, end);
        return total;
    }

    private void forget(long first) {
        for (Level level : levels) {
            while (level.head < level.tail && level.starts[level.head] < first) {
                level.head++;
            }
        }
    }

    /** A sample begins a stretch of a level and of those below, and so ends the ones before. */
    private void begin(Window window, long number, int highest) {
        long first = window.firstNumber();
        for (int l = 0; l <= highest; l++) {
            Level level = levels[l];
            if (level.open >= first) {
                int at = level.push(level.open, window) * level.width;
                if (l == 0) {
                    fold.summarize(window, (int) (level.open - first), (int) (number - first), level.summaries, at);
                } else {
                    Arrays.fill(level.summaries, at, at + level.width, 0);
                    addFrom(levels[l - 1], level.open, level.summaries, at);
                }
            }
            level.open = number;
        }
    }

    /** Adds the stretches of a level that begin at a sample or after. */
    private void addFrom(Level level, long start, double[] into, int at) {
        int i = level.tail;
        while (i > level.head && level.starts[i - 1] >= start) {
            i--;
        }
        for (; i < level.tail; i++) {
            fold.add(into, at, level.summaries, i * level.width);
        }
    }

    /** From the first sample up the levels, each as far as the next has nothing, and down again to the last. */
    private void climb(Window window, long first, long end) {
        if (levels[0].head == levels[0].tail) {
            addSamples(window, first, first, end);
            return;
        }
        addSamples(window, first, first, levels[0].starts[levels[0].head]);
        int l = 0;
        while (l + 1 < LEVELS && levels[l + 1].head < levels[l + 1].tail) {
            long next = levels[l + 1].starts[levels[l + 1].head];
            Level level = levels[l];
            for (int i = level.head; i < level.tail && level.starts[i] < next; i++) {
                fold.add(total, 0, level.summaries, i * level.width);
            }
            l++;
        }
        long start = levels[l].starts[levels[l].head];
        for (; l >= 0; l--) {
            addFrom(levels[l], start, total, 0);
            start = levels[l].open;
        }
        addSamples(window, first, start, end);
    }

    private void addSamples(Window window, long first, long from, long to) {
        if (from < to) {
            fold.summarize(window, (int) (from - first), (int) (to - first), piece, 0);
            fold.add(total, 0, piece, 0);
        }
    }

    /** Spreads the bits of a time (the finalizer of MurmurHash3, by Austin Appleby). */
    private static long mix(long timeMs) {
        long mixed = timeMs;
        mixed = (mixed ^ (mixed >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
