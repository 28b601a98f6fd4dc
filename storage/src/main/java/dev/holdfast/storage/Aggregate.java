package dev.holdfast.storage;

/**
 * What the samples of one series in a stretch of time come to: how many, their sum, the smallest and the largest, the first
 * and the last, and what a counter lost in its resets.
 *
 * <p>Samples, and the aggregates of shorter stretches, are added in the order of time. The rules for odd values are those of
 * PromQL: a stale marker counts as no sample; a NaN makes the sum NaN, and is the smallest or largest only where there is
 * nothing else; of equal values the first is kept. Sums are compensated (Neumaier), so they do not depend on where the
 * stretch was cut, but for the last bit. Mutable; one thread; meant to be used again.
 */
public final class Aggregate {
    /** The bits by which Prometheus says that a series has ended. */
    public static final long STALE_MARKER_BITS = 0x7ff0_0000_0000_0002L;

    private long count;
    private double sum;
    private double compensation;
    private double min;
    private double max;
    private long firstTimeMs;
    private double first;
    private long lastTimeMs;
    private double last;
    private double lost;
    private long staleTimeMs;

    /** Of nothing. */
    public Aggregate() {
        clear();
    }

    /** Forgets everything. */
    public void clear() {
        count = 0;
        sum = 0;
        compensation = 0;
        lost = 0;
        staleTimeMs = Long.MIN_VALUE;
        lastTimeMs = Long.MIN_VALUE;
    }

    /** Adds a sample later than all before. */
    public void add(long timestampMs, long valueBits) {
        if (valueBits == STALE_MARKER_BITS) {
            staleTimeMs = timestampMs;
            return;
        }
        double value = Double.longBitsToDouble(valueBits);
        if (count == 0) {
            firstTimeMs = timestampMs;
            first = value;
            min = value;
            max = value;
        } else {
            if (value < min || Double.isNaN(min)) {
                min = value;
            }
            if (value > max || Double.isNaN(max)) {
                max = value;
            }
            if (value < last) {
                lost += last;
            }
        }
        last = value;
        lastTimeMs = timestampMs;
        addToSum(value);
        count++;
    }

    /**
     * Adds what later samples come to. None of them is NaN or infinite.
     *
     * @param moreFirstTimeMs time of their first; wrong only where nobody asks for {@link #firstTimeMs()}
     * @param moreFirst the first of them; wrong only where nobody asks for {@link #first()} or {@link #lost()}
     * @param moreLost the sum of the values before those that are smaller; as before
     */
    public void add(
            long moreCount,
            double moreSum,
            double moreMin,
            double moreMax,
            long moreFirstTimeMs,
            double moreFirst,
            long moreLastTimeMs,
            double moreLast,
            double moreLost) {
        lastTimeMs = moreLastTimeMs;
        if (count == 0) {
            count = moreCount;
            firstTimeMs = moreFirstTimeMs;
            first = moreFirst;
            min = moreMin;
            max = moreMax;
            lost = moreLost;
            last = moreLast;
            sum = 0.0 + moreSum; // as it would be added: no -0.0
            return;
        } else {
            if (moreMin < min || Double.isNaN(min)) {
                min = moreMin;
            }
            if (moreMax > max || Double.isNaN(max)) {
                max = moreMax;
            }
            if (moreFirst < last) {
                lost += last;
            }
        }
        lost += moreLost;
        last = moreLast;
        addToSum(moreSum);
        count += moreCount;
    }

    /** Adds what a later stretch comes to. */
    public void add(Aggregate later) {
        if (later.staleTimeMs > staleTimeMs) {
            staleTimeMs = later.staleTimeMs;
        }
        if (later.count == 0) {
            return;
        }
        if (count == 0) {
            firstTimeMs = later.firstTimeMs;
            first = later.first;
            min = later.min;
            max = later.max;
        } else {
            if (later.min < min || Double.isNaN(min)) {
                min = later.min;
            }
            if (later.max > max || Double.isNaN(max)) {
                max = later.max;
            }
            if (later.first < last) {
                lost += last;
            }
        }
        lost += later.lost;
        last = later.last;
        lastTimeMs = later.lastTimeMs;
        addToSum(later.sum);
        compensation += later.compensation;
        count += later.count;
    }

    private void addToSum(double value) {
        double total = sum + value;
        if (Double.isInfinite(total)) {
            compensation = 0;
        } else {
            compensation += Math.abs(sum) >= Math.abs(value) ? (sum - total) + value : (value - total) + sum;
        }
        sum = total;
    }

    /** Samples, stale markers not among them. Where it is 0 nothing below says anything but {@link #staleTimeMs()}. */
    public long count() {
        return count;
    }

    /** Their sum. */
    public double sum() {
        return Double.isInfinite(sum) ? sum : sum + compensation;
    }

    /** Whether {@link #sum()} is a number, and no infinity. */
    public boolean isFinite() {
        return Math.abs(sum + compensation) <= Double.MAX_VALUE && Math.abs(sum) <= Double.MAX_VALUE;
    }

    /** The smallest. */
    public double min() {
        return min;
    }

    /** The largest. */
    public double max() {
        return max;
    }

    /** Time of the first, milliseconds since the epoch. */
    public long firstTimeMs() {
        return firstTimeMs;
    }

    /** The first. */
    public double first() {
        return first;
    }

    /** Time of the last, milliseconds since the epoch; Long.MIN_VALUE when there is none. */
    public long lastTimeMs() {
        return lastTimeMs;
    }

    /** The last. */
    public double last() {
        return last;
    }

    /** The sum of the values before those that are smaller than the one before: what a counter lost in its resets. */
    public double lost() {
        return lost;
    }

    /** Time of the last stale marker, milliseconds since the epoch; Long.MIN_VALUE when there is none. */
    public long staleTimeMs() {
        return staleTimeMs;
    }
}
