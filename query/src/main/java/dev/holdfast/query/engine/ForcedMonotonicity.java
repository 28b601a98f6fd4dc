package dev.holdfast.query.engine;

import dev.holdfast.query.PromDouble;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** How often, when and where the buckets of classic histograms did not rise. */
final class ForcedMonotonicity {
    private static final int DIGITS = 2;

    private double minBound = Double.POSITIVE_INFINITY;
    private double maxBound = Double.NEGATIVE_INFINITY;
    private double maxDifference;
    private long fromMs = Long.MAX_VALUE;
    private long toMs = Long.MIN_VALUE;
    private long count;

    /** One histogram at one step. */
    void add(long timeMs, Buckets.Lift lift) {
        merge(lift.minBound(), lift.maxBound(), lift.maxDifference());
        fromMs = Math.min(fromMs, timeMs);
        toMs = Math.max(toMs, timeMs);
        count++;
    }

    /** All that another one has counted. */
    void add(ForcedMonotonicity other) {
        merge(other.minBound, other.maxBound, other.maxDifference);
        fromMs = Math.min(fromMs, other.fromMs);
        toMs = Math.max(toMs, other.toMs);
        count += other.count;
    }

    private void merge(double min, double max, double difference) {
        minBound = Math.min(minBound, min);
        maxBound = Math.max(maxBound, max);
        maxDifference = Math.max(maxDifference, difference);
    }

    String text() {
        return "input to histogram_quantile needed to be fixed for monotonicity (see"
                + " https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile), from buckets "
                + PromDouble.formatGeneral(minBound) + " to " + PromDouble.formatGeneral(maxBound)
                + ", with a max diff of "
                + twoDigits(maxDifference) + ", over " + count + " samples from " + time(fromMs) + " to " + time(toMs);
    }

    private static String time(long timeMs) {
        return DateTimeFormatter.ISO_INSTANT.format(Instant.ofEpochMilli(timeMs).truncatedTo(ChronoUnit.SECONDS));
    }

    /** Two significant digits; with an exponent from 100 on. */
    private static String twoDigits(double value) {
        if (value == 0 || Double.isInfinite(value)) {
            return PromDouble.formatGeneral(value);
        }
        BigDecimal rounded = new BigDecimal(value)
                .round(new MathContext(DIGITS, RoundingMode.HALF_EVEN))
                .stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent >= -4 && exponent < DIGITS) {
            return rounded.toPlainString();
        }
        BigDecimal mantissa = rounded.movePointLeft(exponent).stripTrailingZeros();
        return String.format("%se%c%02d", mantissa.toPlainString(), exponent < 0 ? '-' : '+', Math.abs(exponent));
    }
}
