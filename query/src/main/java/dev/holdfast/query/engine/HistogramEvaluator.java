package dev.holdfast.query.engine;

import dev.holdfast.query.PromDouble;
import dev.holdfast.query.QueryException;
import dev.holdfast.query.ast.Call;
import dev.holdfast.query.ast.Expr;
import dev.holdfast.query.ast.Quoting;
import dev.holdfast.query.ast.StringLiteral;
import dev.holdfast.query.functions.Absent;
import dev.holdfast.storage.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** {@code histogram_quantile}, {@code histogram_quantiles} and {@code histogram_fraction} over classic histograms: series told apart by {@code le}. */
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

    /** What is done with the buckets of a histogram at a step; they are the visitor's to change. */
    @FunctionalInterface
    private interface BucketVisitor {
        void visit(Labels histogram, Buckets buckets, int step);
    }

    /** Series on their way, by histogram and what else tells them apart. */
    private static final class Output {
        private final int steps;
        private final Map<Labels, Map<String, StepSeries>> series = new LinkedHashMap<>();

        Output(int steps) {
            this.steps = steps;
        }

        /** The values of a histogram; labels are asked for when it is seen for the first time. */
        double[] values(Labels histogram, String variant, UnaryOperator<Labels> labels) {
            return series.computeIfAbsent(histogram, key -> new LinkedHashMap<>())
                    .computeIfAbsent(
                            variant,
                            key -> new StepSeries(
                                    labels.apply(LabelSets.withoutName(histogram)), StepSeries.none(steps)))
                    .values();
        }

        List<StepSeries> merged() {
            List<StepSeries> all = new ArrayList<>();
            series.values().forEach(variants -> all.addAll(variants.values()));
            return LabelSets.merge(all);
        }
    }

    List<StepSeries> quantile(Call call, StepGrid grid) {
        Expr vector = call.arguments().get(1);
        double[] all = quantiles(call.arguments().get(0), grid);
        return parts.inParts(vector, grid, part -> {
            double[] quantiles = grid.slice(all, part);
            Output output = new Output(part.count());
            return compute(
                    vector,
                    part,
                    output,
                    (histogram, buckets, step) -> output.values(histogram, "", UnaryOperator.identity())[step] =
                            quantile(quantiles[step], buckets, vector, part.timeMs(step)));
        });
    }

    /** Several quantiles at once, told apart by a label. */
    List<StepSeries> quantiles(Call call, StepGrid grid) {
        Expr vector = call.arguments().get(0);
        String label = ((StringLiteral) call.arguments().get(1)).value();
        if (!LabelSets.isLabelName(label)) {
            throw QueryException.execution("invalid label name " + Quoting.quote(label));
        }
        List<double[]> all = call.arguments().subList(2, call.arguments().size()).stream()
                .map(argument -> quantiles(argument, grid))
                .toList();
        return parts.inParts(vector, grid, part -> {
            List<double[]> quantiles =
                    all.stream().map(one -> grid.slice(one, part)).toList();
            Output output = new Output(part.count());
            return compute(vector, part, output, (histogram, buckets, step) -> {
                for (double[] quantile : quantiles) {
                    String text = PromDouble.formatOpenMetrics(quantile[step]);
                    double[] values = output.values(
                            histogram,
                            text,
                            labels -> labels.toBuilder().set(label, text).build());
                    values[step] = quantile(quantile[step], buckets, vector, part.timeMs(step));
                }
            });
        });
    }

    private double[] quantiles(Expr argument, StepGrid grid) {
        double[] quantiles = expressions.scalar(argument, grid);
        evaluation.annotations().checkQuantiles(quantiles, argument.position());
        return quantiles;
    }

    private double quantile(double quantile, Buckets buckets, Expr vector, long timeMs) {
        if (buckets.isUsableFor(quantile)) {
            Buckets.Lift lift = buckets.makeMonotonic();
            if (lift != null) {
                evaluation.annotations().forcedMonotonicity(vector.position(), timeMs, lift);
            }
        }
        return buckets.quantile(quantile);
    }

    List<StepSeries> fraction(Call call, StepGrid grid) {
        Expr vector = call.arguments().get(2);
        double[] allLower = expressions.scalar(call.arguments().get(0), grid);
        double[] allUpper = expressions.scalar(call.arguments().get(1), grid);
        return parts.inParts(vector, grid, part -> {
            double[] lower = grid.slice(allLower, part);
            double[] upper = grid.slice(allUpper, part);
            Output output = new Output(part.count());
            return compute(
                    vector,
                    part,
                    output,
                    (histogram, buckets, step) -> output.values(histogram, "", UnaryOperator.identity())[step] =
                            buckets.fraction(lower[step], upper[step]));
        });
    }

    private List<StepSeries> compute(Expr vector, StepGrid grid, Output output, BucketVisitor visitor) {
        List<StepSeries> operand = expressions.vector(vector, grid);
        for (Map.Entry<Labels, List<BucketSeries>> histogram :
                histograms(operand, vector).entrySet()) {
            evaluation.limits().checkTime();
            List<BucketSeries> series = histogram.getValue();
            series.sort(Comparator.comparingDouble(bucket -> bucket.bound));
            Buckets buckets = new Buckets(series.size());
            for (int i = 0; i < grid.count(); i++) {
                buckets.clear();
                evaluation.limits().work(4L * series.size());
                for (BucketSeries bucket : series) {
                    if (Absent.isNot(bucket.counts[i])) {
                        buckets.add(bucket.bound, bucket.counts[i]);
                    }
                }
                if (!buckets.isEmpty()) {
                    visitor.visit(histogram.getKey(), buckets, i);
                }
            }
        }
        List<StepSeries> result = output.merged();
        evaluation.budget().takeSeries(result.size(), grid.count());
        evaluation.budget().giveSeries(operand.size(), grid.count());
        return result;
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
