package dev.holdfast.storage.encoding;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.io.ByteReader;
import dev.holdfast.storage.io.ByteWriter;
import java.util.Arrays;

/**
 * A strictly increasing column of timestamps (ms since the epoch), usually shared by all series of a scrape.
 *
 * <p>A column on a grid is runs of equal steps, a few bytes whatever its length. A column that jitters is entropy coded
 * around its usual step, either from stamp to stamp or from a grid: a late scrape does not make the next one late, so on
 * a grid the lateness is paid once and not twice. One that lacks stamps of a grid here and there is entropy coded as how many
 * steps were skipped. The smallest form is kept. Format: {@code docs/format/chunk.md}. Pure
 * functions; the jittered forms allocate some 50 KB of model at each call.
 */
public final class TimeColumn {
    static final int RUNS = 1;
    static final int JITTER = 2;
    static final int GRID = 3;
    static final int SKIPS = 4;

    private TimeColumn() {}

    /**
     * Appends a column.
     *
     * @param times ms since the epoch, each more than the one before; any longs; the caller's, not kept
     * @param count stamps, 1 to {@link ChunkFormat#MAX_SAMPLES}; the column does not store it
     * @throws IllegalArgumentException if the stamps do not increase
     */
    public static void encode(long[] times, int from, int count, ByteWriter out) {
        if (count < 1 || count > ChunkFormat.MAX_SAMPLES || from < 0 || from > times.length - count) {
            throw new IllegalArgumentException("from=" + from + " count=" + count + " array=" + times.length);
        }
        for (int i = from + 1; i < from + count; i++) {
            if (times[i] <= times[i - 1]) {
                throw new IllegalArgumentException("times[" + i + "]=" + times[i] + " after " + times[i - 1]);
            }
        }
        int start = out.size();
        writeRuns(times, from, count, out);
        // Jitter costs at least a tenth of a byte a stamp: short runs are not worth the comparison.
        if (out.size() - start <= 16 + count / 10) {
            return;
        }
        ByteWriter trial = new ByteWriter(count);
        ResidualEncoder entropy = new ResidualEncoder();
        long step = usualStep(times, from, count);
        boolean onGrid = isOnGrid(times, from, count, step);
        for (int form = onGrid ? SKIPS : JITTER; form <= (onGrid ? SKIPS : GRID); form++) {
            trial.clear();
            writeJitter(form, step, times, from, count, entropy, trial);
            if (trial.size() < out.size() - start) {
                out.truncate(start);
                out.raw(trial.array(), 0, trial.size());
            }
        }
    }

    /**
     * Reads a column and leaves the reader just behind it.
     *
     * @param count stamps to read, as many as were encoded, 1 to {@link ChunkFormat#MAX_SAMPLES}
     * @param into takes the stamps; the caller's; its content is undefined after an exception
     * @throws CorruptionException if the bytes are not a column of that many increasing stamps
     */
    public static void decode(ByteReader in, int count, long[] into, int intoFrom) throws CorruptionException {
        if (count < 1 || count > ChunkFormat.MAX_SAMPLES || intoFrom < 0 || intoFrom > into.length - count) {
            throw new IllegalArgumentException("intoFrom=" + intoFrom + " count=" + count + " array=" + into.length);
        }
        int form = in.u8();
        into[intoFrom] = in.varint();
        switch (form) {
            case RUNS -> readRuns(in, count, into, intoFrom);
            case JITTER, GRID, SKIPS -> readJitter(form, in, count, into, intoFrom);
            default -> throw in.wrong("time column form", "found " + form);
        }
        for (int i = intoFrom + 1; i < intoFrom + count; i++) {
            if (into[i] <= into[i - 1]) {
                throw in.wrong("timestamp", "expected more than " + into[i - 1] + ", found " + into[i]);
            }
        }
    }

    private static void writeRuns(long[] times, int from, int count, ByteWriter out) {
        out.u8(RUNS);
        out.varint(times[from]);
        int end = from + count;
        for (int i = from + 1; i < end; ) {
            long step = times[i] - times[i - 1];
            int length = 1;
            while (i + length < end && times[i + length] - times[i + length - 1] == step) {
                length++;
            }
            out.uvarint(step);
            out.uvarint(length);
            i += length;
        }
    }

    private static void readRuns(ByteReader in, int count, long[] into, int from) throws CorruptionException {
        int end = from + count;
        for (int i = from + 1; i < end; ) {
            long step = in.uvarint();
            int length = in.count(end - i, "run of steps");
            if (length == 0) {
                throw in.wrong("run of steps", "expected at least 1, found 0");
            }
            for (int stop = i + length; i < stop; i++) {
                into[i] = into[i - 1] + step;
            }
        }
    }

    private static void writeJitter(
            int form, long step, long[] times, int from, int count, ResidualEncoder entropy, ByteWriter out) {
        out.u8(form);
        out.varint(times[from]);
        out.uvarint(step);
        long[] residuals = new long[count];
        long expected = times[from];
        for (int i = 1; i < count; i++) {
            expected += step;
            residuals[i] = times[from + i] - expected;
            expected = anchor(form, expected, residuals[i], step);
            residuals[i] /= form == SKIPS ? step : 1;
        }
        entropy.encode(residuals, 1, count);
        entropy.finish(out);
    }

    private static void readJitter(int form, ByteReader in, int count, long[] into, int from)
            throws CorruptionException {
        long expected = into[from];
        long step = in.uvarint();
        new ResidualDecoder().decode(in, into, from + 1, from + count);
        for (int i = from + 1; i < from + count; i++) {
            expected += step;
            long residual = form == SKIPS ? into[i] * step : into[i];
            into[i] = expected + residual;
            expected = anchor(form, expected, residual, step);
        }
    }

    /** Whether all gaps are whole steps; a gap of 2^63 or more looks negative here, and its residual could not be divided. */
    private static boolean isOnGrid(long[] times, int from, int count, long step) {
        for (int i = from + 1; i < from + count && step > 0; i++) {
            long gap = times[i] - times[i - 1];
            if (gap <= 0 || gap % step != 0) {
                return false;
            }
        }
        return step > 0;
    }

    /** From where the next stamp is expected: from this one, or from the grid unless this one has left it. */
    private static long anchor(int form, long expected, long residual, long step) {
        boolean left = residual > step / 2 || residual < -(step / 2);
        return form == GRID && !left ? expected : expected + residual;
    }

    /** The median of some steps: what the source meant to do. */
    private static long usualStep(long[] times, int from, int count) {
        long[] steps = new long[Math.min(count - 1, 255)];
        for (int i = 0; i < steps.length; i++) {
            int at = from + 1 + (int) ((long) i * (count - 1) / steps.length);
            steps[i] = times[at] - times[at - 1];
        }
        Arrays.sort(steps);
        return steps[steps.length / 2];
    }
}
