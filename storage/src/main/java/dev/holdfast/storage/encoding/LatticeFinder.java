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
    private static final int DISTANCES = 256;
    private static final int MAX_TRIALS = 8;

    private final long[] distances = new long[DISTANCES];
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
                || !column.exceptions.isEmpty()) {
            return null;
        }
        int found = collect(column);
        if (found < DISTANCES / 16 || distances[0] < SMALLEST_STEP) {
            return null;
        }
        least = distances[0] - 1;
        most = distances[0] + 1;
        for (int i = 1; i < found; i++) {
            if (!narrow(distances[i], 1)) {
                return null;
            }
        }
        for (int i = 0; i < column.count; i += Math.max(1, column.count / DISTANCES)) {
            if (!narrow(Math.abs(column.first + column.values[i]), 0.5)) {
                return null;
            }
        }
        return replayed(column, digits);
    }

    /** Distances of neighbours, ascending; stops at one that is too small. */
    private int collect(IntegerColumn column) {
        int found = 0;
        for (int i = 1; i < column.count && found < DISTANCES; i++) {
            long distance = Math.abs(column.values[i] - column.values[i - 1]);
            if (distance == 0) {
                continue;
            }
            if (distance < SMALLEST_STEP - 1) {
                return 0;
            }
            distances[found++] = distance;
        }
        Arrays.sort(distances, 0, found);
        return found;
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
        double power = Math.pow(10, digits);
        long from = (long) Math.ceil(power / most - 1e-6);
        long to = (long) Math.floor(power / least + 1e-6);
        for (long whole = Math.max(2, from); whole <= Math.min(to, from + MAX_TRIALS); whole++) {
            Scale scale = Scale.of(ChunkFormat.SCALE_LATTICE + digits, whole);
            boolean all = true;
            for (int i = 0; i < column.count && all; i += Math.max(1, column.count / DISTANCES)) {
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
