package dev.holdfast.query.engine;

import dev.holdfast.query.ast.BinaryExpr;
import dev.holdfast.query.ast.BinaryOp;
import dev.holdfast.query.ast.VectorMatching;
import dev.holdfast.query.functions.Absent;
import dev.holdfast.storage.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** {@code and}, {@code or} and {@code unless}: what counts is whether the other side has a match at the step. */
final class SetOperator {
    private final BinaryOp op;
    private final MatchSignature signature;
    private final int steps;

    SetOperator(BinaryExpr expr, int steps) {
        VectorMatching matching = Objects.requireNonNull(expr.matching());
        this.op = expr.op();
        this.signature = new MatchSignature(matching);
        this.steps = steps;
    }

    List<StepSeries> apply(List<StepSeries> left, List<StepSeries> right) {
        if (op != BinaryOp.OR) {
            return filter(left, presence(right), op == BinaryOp.AND);
        }
        // The left side's presence is asked before anything is merged into it.
        List<StepSeries> result = new ArrayList<>(left);
        Map<Labels, boolean[]> onLeft = presence(left);
        result.addAll(filter(right, onLeft, false));
        return LabelSets.merge(result);
    }

    /** Whether any series of a signature has a value, at each step. */
    private Map<Labels, boolean[]> presence(List<StepSeries> side) {
        Map<Labels, boolean[]> presence = new HashMap<>();
        for (StepSeries series : side) {
            boolean[] present = presence.computeIfAbsent(signature.of(series.labels()), labels -> new boolean[steps]);
            for (int i = 0; i < steps; i++) {
                present[i] |= series.has(i);
            }
        }
        return presence;
    }

    /** Keeps the values at those steps at which the other side has a match, or has none. */
    private List<StepSeries> filter(List<StepSeries> side, Map<Labels, boolean[]> other, boolean wanted) {
        List<StepSeries> result = new ArrayList<>(side.size());
        for (StepSeries series : side) {
            boolean[] present = other.get(signature.of(series.labels()));
            if (present == null) {
                if (!wanted) {
                    result.add(series);
                }
                continue;
            }
            double[] values = series.values();
            for (int i = 0; i < steps; i++) {
                if (present[i] != wanted) {
                    values[i] = Absent.VALUE;
                }
            }
            if (!series.isEmpty()) {
                result.add(series);
            }
        }
        return result;
    }
}
