package dev.holdfast.query.engine;

import dev.holdfast.query.PromDouble;
import dev.holdfast.query.ast.Call;
import dev.holdfast.query.ast.Expr;
import dev.holdfast.query.functions.Absent;
import dev.holdfast.storage.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code histogram_quantile} and {@code histogram_fraction} over classic histograms: series told apart by {@code le}. */
final class HistogramEvaluator {
    private static final String BOUND_LABEL = "le";

    private final Evaluation evaluation;
    private final ExprEvaluator expressions;
    private final StepParts parts;

    HistogramEvaluator(Evaluation evaluation, ExprEvaluator expressions) {
        this.evaluation = evaluation;
        this.expressions = expressions;
        this.parts = new StepParts(evaluation, expressions);
    }

    /** One bucket of a histogram over all steps. */
    private static final class BucketSeries {
        final double bound;
        final double[] counts;

        BucketSeries(double bound, double[] counts) {
            this.bound = bound;
            this.counts = counts;
        }
    }

    /** What is computed from the buckets at a step. */
    @FunctionalInterface
    private interface BucketFunction {
        double apply(Buckets buckets, int step);
    }

    List<StepSeries> quantile(Call call, StepGrid grid) {
        Expr vector = call.arguments().get(1);
        return parts.inParts(vector, grid, part -> {
            double[] quantiles = expressions.scalar(call.arguments().get(0), part);
            evaluation
                    .annotations()
                    .checkQuantiles(quantiles, call.arguments().get(0).position());
            return compute(vector, part, (buckets, step) -> {
                if (buckets.isUsableFor(quantiles[step]) && buckets.makeMonotonic()) {
                    evaluation.annotations().forcedMonotonicity(vector.position());
                }
                return buckets.quantile(quantiles[step]);
            });
        });
    }

    List<StepSeries> fraction(Call call, StepGrid grid) {
        Expr vector = call.arguments().get(2);
        return parts.inParts(vector, grid, part -> {
            double[] lower = expressions.scalar(call.arguments().get(0), part);
            double[] upper = expressions.scalar(call.arguments().get(1), part);
            return compute(vector, part, (buckets, step) -> buckets.fraction(lower[step], upper[step]));
        });
    }

    private List<StepSeries> compute(Expr vector, StepGrid grid, BucketFunction function) {
        List<StepSeries> operand = expressions.vector(vector, grid);
        List<StepSeries> result = new ArrayList<>();
        for (Map.Entry<Labels, List<BucketSeries>> histogram :
                histograms(operand, vector).entrySet()) {
            evaluation.limits().checkTime();
            List<BucketSeries> series = histogram.getValue();
            series.sort(Comparator.comparingDouble(bucket -> bucket.bound));
            evaluation.budget().takeSeries(1, grid.count());
            double[] values = StepSeries.none(grid.count());
            Buckets buckets = new Buckets(series.size());
            for (int i = 0; i < values.length; i++) {
                buckets.clear();
                evaluation.limits().work(4L * series.size());
                for (BucketSeries bucket : series) {
                    if (Absent.isNot(bucket.counts[i])) {
                        buckets.add(bucket.bound, bucket.counts[i]);
                    }
                }
                if (!buckets.isEmpty()) {
                    values[i] = function.apply(buckets, i);
                }
            }
            result.add(new StepSeries(LabelSets.withoutName(histogram.getKey()), values));
        }
        List<StepSeries> merged = LabelSets.merge(result);
        evaluation.budget().giveSeries(operand.size() + result.size() - merged.size(), grid.count());
        return merged;
    }

    private Map<Labels, List<BucketSeries>> histograms(List<StepSeries> operand, Expr vector) {
        Map<Labels, List<BucketSeries>> histograms = new LinkedHashMap<>();
        for (StepSeries series : operand) {
            String text = series.labels().get(BOUND_LABEL);
            Double bound = parse(text);
            if (bound == null) {
                evaluation.annotations().badBucketLabel(text, vector.position());
                continue;
            }
            Labels labels = LabelSets.without(series.labels(), List.of(BOUND_LABEL));
            histograms.computeIfAbsent(labels, key -> new ArrayList<>()).add(new BucketSeries(bound, series.values()));
        }
        return histograms;
    }

    private static @Nullable Double parse(String bound) {
        try {
            return PromDouble.parse(bound);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
