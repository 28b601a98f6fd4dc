package dev.holdfast.query.engine;

import dev.holdfast.query.ast.AggregateOp;
import dev.holdfast.query.functions.Absent;
import dev.holdfast.query.functions.KahanMean;
import dev.holdfast.query.functions.KahanSum;
import org.jspecify.annotations.Nullable;

/**
 * An aggregation that takes in one series after another and keeps a few numbers a step, so that the series need not be held.
 *
 * <p>Gives at each step the same as if the values of the step came alone.
 */
abstract class StepFold {
    final double[] result;

    private StepFold(int steps) {
        this.result = StepSeries.none(steps);
    }

    /** Takes in a value at a step that may have had some. */
    abstract void add(int step, double value);

    /** Makes the result of a step that has had a value. */
    double finish(int step) {
        return result[step];
    }

    /** How many arrays of a number a step it holds, that of the result among them. */
    abstract int arrays();

    /** Takes in a series. */
    final void add(double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (Absent.isNot(values[i])) {
                add(i, values[i]);
            }
        }
    }

    /** The values; nothing can be added any more. */
    final double[] finish() {
        for (int i = 0; i < result.length; i++) {
            if (Absent.isNot(result[i])) {
                result[i] = finish(i);
            }
        }
        return result;
    }

    /** Whether an operator is one of these. */
    static boolean folds(AggregateOp op) {
        return switch (op) {
            case SUM, AVG, MIN, MAX, GROUP, COUNT, STDVAR, STDDEV -> true;
            default -> false;
        };
    }

    /** An aggregation of nothing yet. */
    static StepFold of(AggregateOp op, int steps) {
        return switch (op) {
            case SUM -> new Sum(steps);
            case AVG -> new Average(steps);
            case MIN -> new Extreme(steps, false);
            case MAX -> new Extreme(steps, true);
            case GROUP -> new Count(steps, 0);
            case COUNT -> new Count(steps, 1);
            case STDVAR -> new Variance(steps, false);
            case STDDEV -> new Variance(steps, true);
            default -> throw new IllegalArgumentException("does not fold: op=" + op);
        };
    }

    private static final class Sum extends StepFold {
        private final double[] compensation;

        Sum(int steps) {
            super(steps);
            this.compensation = new double[steps];
        }

        @Override
        void add(int step, double value) {
            double sum = Absent.is(result[step]) ? 0 : result[step];
            double total = sum + value;
            compensation[step] = Double.isInfinite(total) ? 0 : compensation[step] + KahanSum.lost(sum, value, total);
            result[step] = total;
        }

        @Override
        double finish(int step) {
            return Double.isInfinite(result[step]) ? result[step] : result[step] + compensation[step];
        }

        @Override
        int arrays() {
            return 2;
        }
    }

    /** A mean by sums, until a step overflows: then that step's mean is kept by itself. */
    private static final class Average extends StepFold {
        private final double[] compensation;
        private final int[] count;
        private @Nullable KahanMean @Nullable [] means;

        Average(int steps) {
            super(steps);
            this.compensation = new double[steps];
            this.count = new int[steps];
        }

        @Override
        void add(int step, double value) {
            int before = count[step]++;
            KahanMean mean = means == null ? null : means[step];
            if (mean != null) {
                mean.add(value);
                return;
            }
            if (before == 0) {
                result[step] = value;
                return;
            }
            double sum = result[step];
            double total = sum + value;
            if (Double.isInfinite(total)) {
                mean = KahanMean.of(sum, compensation[step], before);
                mean.add(value);
                if (means == null) {
                    means = new KahanMean[result.length];
                }
                means[step] = mean;
                return;
            }
            compensation[step] += KahanSum.lost(sum, value, total);
            result[step] = total;
        }

        @Override
        double finish(int step) {
            KahanMean mean = means == null ? null : means[step];
            return mean != null ? mean.value() : (result[step] + compensation[step]) / count[step];
        }

        @Override
        int arrays() {
            return 3;
        }
    }

    private static final class Extreme extends StepFold {
        private final boolean largest;

        Extreme(int steps, boolean largest) {
            super(steps);
            this.largest = largest;
        }

        @Override
        void add(int step, double value) {
            double best = result[step];
            // NaN only where there is nothing else; what is absent is a NaN too.
            if ((largest ? value > best : value < best) || Double.isNaN(best)) {
                result[step] = value;
            }
        }

        @Override
        int arrays() {
            return 1;
        }
    }

    private static final class Count extends StepFold {
        private final int each;

        Count(int steps, int each) {
            super(steps);
            this.each = each;
        }

        @Override
        void add(int step, double value) {
            result[step] = Absent.is(result[step]) ? 1 : result[step] + each;
        }

        @Override
        int arrays() {
            return 1;
        }
    }

    /** Of the population, by Welford's method. An infinity or NaN anywhere makes it NaN. */
    private static final class Variance extends StepFold {
        private final double[] mean;
        private final int[] count;
        private final boolean root;

        Variance(int steps, boolean root) {
            super(steps);
            this.mean = new double[steps];
            this.count = new int[steps];
            this.root = root;
        }

        @Override
        void add(int step, double value) {
            double squares = Absent.is(result[step]) ? 0 : result[step];
            double delta = value - mean[step];
            count[step]++;
            mean[step] += delta / count[step];
            result[step] = squares + delta * (value - mean[step]);
        }

        @Override
        double finish(int step) {
            double variance = result[step] / count[step];
            return root ? Math.sqrt(variance) : variance;
        }

        @Override
        int arrays() {
            return 3;
        }
    }
}
