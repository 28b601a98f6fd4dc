package dev.holdfast.storage.encoding;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the largest value that others were divided by before they were rounded to some digits: those keep distances that are
 * multiples of one step, but for the rounding. Only worth a look where the step is several units of the last digit, which a
 * few differences of neighbours deny for most columns. One thread; reusable.
 */
final class LatticeFinder {
    /** Of a smaller step nothing would be gained. */
    private static final int SMALLEST_STEP = 4;

    private static final int MIN_COUNT = 64;
    private static final int MOST_VALUES = 1024;
    private static final int REPLAYED = 256;
    private static final int MAX_TRIALS = 4096;

    private final long[] values = new long[MOST_VALUES];
    private final long[] gaps = new long[MOST_VALUES];
    private double least;
    private double most;

    /** The scale behind the decimals of a column, or null. */
    @Nullable
    Scale find(IntegerColumn column) {
        int digits = column.mapping - ChunkFormat.SCALE_DIVIDE;
        if (digits < 3
                || digits > Scale.MOST_LATTICE_DIGITS
                || column.count < MIN_COUNT
                || column.divisor != 1
                || column.finiteMisses != 0) {
            return null;
        }
        if (hasSmallStep(column)) {
            return null;
        }
        int taken = Math.min(MOST_VALUES, column.count);
        for (int i = 0; i < taken; i++) {
            values[i] = column.first + column.values[(int) ((long) i * (column.count - 1) / (taken - 1))];
        }
        Arrays.sort(values, 0, taken);
        return narrowAll(taken) ? replayed(column, digits) : null;
    }

    /** Whether neighbours lie too near to one another: the cheap look that ends most searches. */
    private static boolean hasSmallStep(IntegerColumn column) {
        for (int i = 1; i < column.count; i++) {
            long distance = Math.abs(column.values[i] - column.values[i - 1]);
            if (distance != 0 && distance < SMALLEST_STEP - 1) {
                return true;
            }
        }
        return false;
    }

    /** From gaps to ever larger distances: each is known to less than a step by what the ones before have left possible. */
    private boolean narrowAll(int taken) {
        int found = 0;
        for (int i = 1; i < taken; i++) {
            long gap = values[i] - values[i - 1];
            if (gap != 0) {
                gaps[found++] = gap;
            }
        }
        Arrays.sort(gaps, 0, found);
        if (found < MIN_COUNT / 4 || gaps[0] < SMALLEST_STEP) {
            return false;
        }
        least = gaps[0] - 1;
        most = gaps[0] + 1;
        boolean possible = true;
        for (int i = 1; i < found && possible; i++) {
            possible = narrow(gaps[i], 1);
        }
        for (int i = 1; i < taken && possible; i++) {
            possible = narrow(values[i] - values[0], 1);
        }
        for (int i = 0; i < taken && possible; i++) {
            possible = narrow(Math.abs(values[i]), 0.5);
        }
        return possible;
    }

    /** Takes a distance that is a multiple of the step, give or take; false when there is no such step. */
    private boolean narrow(long distance, double tolerance) {
        long fewest = (long) Math.ceil((distance - tolerance) / most);
        long greatest = (long) Math.floor((distance + tolerance) / least);
        if (fewest > greatest) {
            return false;
        }
        if (fewest == greatest && fewest > 0) {
            least = Math.max(least, (distance - tolerance) / fewest);
            most = Math.min(most, (distance + tolerance) / fewest);
        }
        return least <= most;
    }

    private @Nullable Scale replayed(IntegerColumn column, int digits) {
        double power = Scale.power(digits);
        long from = (long) Math.ceil(power / most - 1e-6);
        long to = (long) Math.floor(power / least + 1e-6);
        for (long whole = Math.max(2, from); whole <= Math.min(to, from + MAX_TRIALS); whole++) {
            Scale scale = Scale.of(ChunkFormat.SCALE_LATTICE + digits, whole);
            boolean all = true;
            for (int i = 0; i < column.count && all; i += Math.max(1, column.count / REPLAYED)) {
                double value = (column.first + column.values[i]) / power;
                all = scale.recover(Double.doubleToRawLongBits(value)) != Scale.NONE;
            }
            if (all) {
                return scale;
            }
        }
        return null;
    }
}
