package dev.holdfast.query.engine;

import dev.holdfast.query.QueryException;
import dev.holdfast.query.ast.BinaryExpr;
import dev.holdfast.query.ast.VectorMatching;
import dev.holdfast.query.ast.VectorMatching.Cardinality;
import dev.holdfast.query.functions.Absent;
import dev.holdfast.storage.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Arithmetic and comparison between two vectors.
 *
 * <p>Series meet in groups of equal signature. One side is the "many" side, the left one unless {@code group_right} is
 * given; of the other side a group may have but one series at a step. Which series that is may change from step to step.
 * With {@code fill} a value stands in for a series that is missing, under the labels of its group.
 */
final class VectorMatcher {
    private final BinaryExpr expr;
    private final VectorMatching matching;
    private final MatchSignature signature;
    private final Limits limits;
    private final int steps;
    private final boolean oneIsLeft;
    private final @Nullable Double fillOne;
    private final @Nullable Double fillMany;
    private final Map<Labels, Output> outputs = new LinkedHashMap<>();

    VectorMatcher(BinaryExpr expr, Limits limits, int steps) {
        this.expr = expr;
        this.matching = Objects.requireNonNull(expr.matching());
        this.signature = new MatchSignature(matching);
        this.limits = limits;
        this.steps = steps;
        this.oneIsLeft = matching.cardinality() == Cardinality.ONE_TO_MANY;
        // Under group_right as well, as in Prometheus: there "right" fills what is missing on the "one" side.
        this.fillOne = matching.fillRight();
        this.fillMany = matching.fillLeft();
    }

    /** The series of one signature on the "one" side, and the steps at which it has found its match. */
    private static final class Group {
        final List<StepSeries> ones = new ArrayList<>(1);
        boolean @Nullable [] matched;
    }

    /** A series of the result on its way; {@code matched} also counts matches that a comparison has filtered out. */
    private static final class Output {
        final double[] values;
        final boolean[] matched;
        final Group group;

        Output(int steps, Group group) {
            this.values = StepSeries.none(steps);
            this.matched = new boolean[steps];
            this.group = group;
        }
    }

    List<StepSeries> apply(List<StepSeries> left, List<StepSeries> right) {
        List<StepSeries> many = oneIsLeft ? right : left;
        List<StepSeries> one = oneIsLeft ? left : right;
        if (matching.fills() ? many.isEmpty() && one.isEmpty() : many.isEmpty() || one.isEmpty()) {
            return List.of();
        }
        Map<Labels, Group> groups = new HashMap<>();
        for (StepSeries series : one) {
            groups.computeIfAbsent(signature.of(series.labels()), labels -> new Group())
                    .ones
                    .add(series);
        }
        refuseDuplicates(groups, many);
        for (StepSeries series : many) {
            Labels labels = signature.of(series.labels());
            Group group = groups.get(labels);
            if (group == null && fillOne != null) {
                group = new Group();
                groups.put(labels, group);
            }
            if (group != null) {
                for (StepSeries partner : group.ones) {
                    limits.work(4L * steps);
                    pair(series, partner, group);
                }
                if (fillOne != null) {
                    pair(series, new StepSeries(labels, fill(fillOne, group.ones)), group);
                }
            }
        }
        if (fillMany != null) {
            groups.forEach((labels, group) -> fillMany(labels, group, fillMany));
        }
        List<StepSeries> result = new ArrayList<>(outputs.size());
        outputs.forEach((labels, output) -> {
            StepSeries series = new StepSeries(labels, output.values);
            if (series.isEmpty()) {
                limits.budget().giveSeries(1, steps);
            } else {
                result.add(series);
            }
        });
        limits.budget().giveBytes((long) outputs.size() * steps);
        return result;
    }

    /** Pairs the series of a group's "one" side with a value at those steps at which they have found no match. */
    private void fillMany(Labels labels, Group group, double value) {
        double[] values = new double[steps];
        for (int i = 0; i < steps; i++) {
            values[i] = group.matched != null && group.matched[i] ? Absent.VALUE : value;
        }
        for (StepSeries one : group.ones) {
            pair(new StepSeries(labels, values), one, group);
        }
    }

    /** A value at those steps at which none of some series has one. */
    private double[] fill(double value, List<StepSeries> others) {
        double[] values = new double[steps];
        for (int i = 0; i < steps; i++) {
            values[i] = value;
            for (StepSeries other : others) {
                if (other.has(i)) {
                    values[i] = Absent.VALUE;
                }
            }
        }
        return values;
    }

    /** Refuses a group with two series of the "one" side at a step, unless there is nothing to match at that step. */
    private void refuseDuplicates(Map<Labels, Group> groups, List<StepSeries> many) {
        boolean[] anyMany = null;
        for (Map.Entry<Labels, Group> entry : groups.entrySet()) {
            List<StepSeries> ones = entry.getValue().ones;
            if (ones.size() < 2) {
                continue;
            }
            if (anyMany == null) {
                anyMany = anyPresent(many);
            }
            for (int i = 0; i < steps; i++) {
                if (anyMany[i] || matching.fills()) {
                    refuseDuplicates(entry.getKey(), ones, i);
                }
            }
        }
    }

    private void refuseDuplicates(Labels group, List<StepSeries> ones, int step) {
        StepSeries first = null;
        for (StepSeries series : ones) {
            if (!series.has(step)) {
                continue;
            }
            if (first != null) {
                String a = LabelSets.describe(first.labels());
                String b = LabelSets.describe(series.labels());
                String side = oneIsLeft ? "left" : "right";
                throw QueryException.execution("found duplicate series for the match group "
                        + LabelSets.describe(group) + " on the " + side + " hand-side of the operation: ["
                        + (a.compareTo(b) <= 0 ? a + ", " + b : b + ", " + a)
                        + "];many-to-many matching not allowed: matching labels must be unique on one side");
            }
            first = series;
        }
    }

    private boolean[] anyPresent(List<StepSeries> side) {
        boolean[] any = new boolean[steps];
        for (StepSeries series : side) {
            for (int i = 0; i < steps; i++) {
                any[i] |= series.has(i);
            }
        }
        return any;
    }

    private void pair(StepSeries many, StepSeries one, Group group) {
        Labels labels = resultLabels(many.labels(), one.labels());
        Output output = null;
        for (int i = 0; i < steps; i++) {
            double manyValue = many.values()[i];
            double oneValue = one.values()[i];
            if (Absent.is(manyValue) || Absent.is(oneValue)) {
                continue;
            }
            double leftValue = oneIsLeft ? oneValue : manyValue;
            double rightValue = oneIsLeft ? manyValue : oneValue;
            double value = BinaryEvaluator.element(expr, leftValue, rightValue, leftValue);
            if (output == null) {
                output = outputs.get(labels);
            }
            if (output == null) {
                limits.budget().takeSeries(1, steps);
                limits.budget().takeBytes(steps);
                output = new Output(steps, group);
                outputs.put(labels, output);
            }
            // What a comparison filters out is a match all the same, as in newer 3.x: a second one is refused, and
            // nothing
            // filled.
            refuseSecondMatch(output, group, i, value);
            if (Absent.isNot(value)) {
                output.values[i] = value;
            }
        }
    }

    private void refuseSecondMatch(Output output, Group group, int step, double value) {
        boolean[] matched = group.matched;
        if (matched == null) {
            matched = new boolean[steps];
            group.matched = matched;
        }
        if (matching.cardinality() != Cardinality.ONE_TO_ONE) {
            if (output.matched[step] && output.group == group) {
                throw QueryException.execution(
                        "multiple matches for labels: grouping labels must ensure unique matches");
            }
        } else if (matched[step]) {
            throw QueryException.execution(
                    "multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)");
        }
        matched[step] = true;
        output.matched[step] = true;
        if (Absent.isNot(value) && Absent.isNot(output.values[step])) {
            throw LabelSets.sameLabelset();
        }
    }

    private Labels resultLabels(Labels many, Labels one) {
        boolean dropsName = expr.op().isArithmetic() || expr.returnBool();
        Labels kept = dropsName ? LabelSets.withoutName(many) : many;
        if (matching.cardinality() == Cardinality.ONE_TO_ONE) {
            return matching.on() ? LabelSets.keep(kept, matching.labels()) : LabelSets.without(kept, matching.labels());
        }
        if (matching.include().isEmpty()) {
            return kept;
        }
        Labels.Builder builder = kept.toBuilder();
        for (String name : matching.include()) {
            builder.set(name, one.get(name));
        }
        return builder.build();
    }
}
