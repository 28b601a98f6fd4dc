package dev.holdfast.storage.encoding;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.io.ByteReader;
import dev.holdfast.storage.io.ByteWriter;
import java.util.Arrays;

/**
 * Values that the mapping of a column cannot say, with their places: stale markers, other NaNs, infinities, -0.0.
 *
 * <p>They come in runs (a target that is gone) and are few patterns, so runs are stored, and a pattern once. One thread;
 * reusable.
 */
final class ExceptionList {
    private int[] starts = new int[16];
    private int[] lengths = new int[16];
    private long[] patterns = new long[16];
    private int runs;

    /** Forgets everything. */
    void clear() {
        runs = 0;
    }

    boolean isEmpty() {
        return runs == 0;
    }

    /** Adds a value, after all that were added before. */
    void add(int index, long bits) {
        if (runs > 0 && patterns[runs - 1] == bits && starts[runs - 1] + lengths[runs - 1] == index) {
            lengths[runs - 1]++;
            return;
        }
        append(index, 1, bits);
    }

    /** Count of runs; of each the gap before it, its length, and 0 with a new pattern or how many runs ago it last was. */
    void write(ByteWriter out) {
        out.uvarint(runs);
        int end = 0;
        for (int i = 0; i < runs; i++) {
            out.uvarint(starts[i] - end);
            out.uvarint(lengths[i]);
            end = starts[i] + lengths[i];
            int back = runsBack(i);
            out.uvarint(back);
            if (back == 0) {
                out.u64(patterns[i]);
            }
        }
    }

    /** Reads what {@link #write} wrote for a column of that many values. */
    void read(ByteReader in, int count) throws CorruptionException {
        clear();
        // A run has at least one value, so there are no more runs than values.
        int expected = in.count(Math.min(count, in.remaining()), "exception runs");
        int end = 0;
        for (int i = 0; i < expected; i++) {
            int start = end + in.count(count - end, "exception gap");
            int length = in.count(count - start, "exception run");
            if (length == 0) {
                throw in.wrong("exception run", "expected at least 1, found 0");
            }
            int back = in.count(i, "exception pattern");
            append(start, length, back == 0 ? in.u64() : patterns[i - back]);
            end = start + length;
        }
    }

    /** Puts the exceptions over the values of a column that begins at an index of an array. */
    void patch(long[] into, int from) {
        for (int i = 0; i < runs; i++) {
            Arrays.fill(into, from + starts[i], from + starts[i] + lengths[i], patterns[i]);
        }
    }

    private void append(int start, int length, long bits) {
        if (runs == starts.length) {
            starts = Arrays.copyOf(starts, runs * 2);
            lengths = Arrays.copyOf(lengths, runs * 2);
            patterns = Arrays.copyOf(patterns, runs * 2);
        }
        starts[runs] = start;
        lengths[runs] = length;
        patterns[runs++] = bits;
    }

    /** Looks a few runs back only: what is older is written again. */
    private int runsBack(int run) {
        for (int back = 1; back <= Math.min(run, 16); back++) {
            if (patterns[run - back] == patterns[run]) {
                return back;
            }
        }
        return 0;
    }
}
