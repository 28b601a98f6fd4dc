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
    private final Limits limits;
    private final int steps;

    SetOperator(BinaryExpr expr, Limits limits, int steps) {
        VectorMatching matching = Objects.requireNonNull(expr.matching());
        this.op = expr.op();
        this.signature = new MatchSignature(matching);
        this.limits = limits;
        this.steps = steps;
    }

    /** {@code and} and {@code unless}: of the right side only its presence counts, so it is not held. */
    List<StepSeries> filter(List<StepSeries> left, SeriesStream right) {
        Map<Labels, boolean[]> presence = new HashMap<>();
        for (StepSeries series = right.next(); series != null; series = right.next()) {
            add(series, presence);
            limits.budget().giveSeries(1, steps);
        }
        List<StepSeries> result = filter(left, presence, op == BinaryOp.AND);
        letGo(presence);
        return result;
    }

    /** {@code or}. */
    List<StepSeries> or(List<StepSeries> left, List<StepSeries> right) {
        // The left side's presence is asked before anything is merged into it.
        Map<Labels, boolean[]> onLeft = new HashMap<>();
        left.forEach(series -> add(series, onLeft));
        List<StepSeries> result = new ArrayList<>(left);
        result.addAll(filter(right, onLeft, false));
        letGo(onLeft);
        List<StepSeries> merged = LabelSets.merge(result);
        limits.budget().giveSeries(result.size() - merged.size(), steps);
        return merged;
    }

    /** Whether any series of a signature has a value, at each step. */
    private void add(StepSeries series, Map<Labels, boolean[]> presence) {
        Labels key = signature.of(series.labels());
        boolean[] present = presence.get(key);
        if (present == null) {
            limits.budget().takeBytes(steps + (long) Budget.SERIES_BYTES);
            present = new boolean[steps];
            presence.put(key, present);
        }
        limits.work(steps);
        for (int i = 0; i < steps; i++) {
            present[i] |= series.has(i);
        }
    }

    private void letGo(Map<Labels, boolean[]> presence) {
        limits.budget().giveBytes(presence.size() * (steps + (long) Budget.SERIES_BYTES));
    }

    /** Keeps the values at those steps at which the other side has a match, or has none. */
    private List<StepSeries> filter(List<StepSeries> side, Map<Labels, boolean[]> other, boolean wanted) {
        List<StepSeries> result = new ArrayList<>(side.size());
        for (StepSeries series : side) {
            limits.work(steps);
            boolean[] present = other.get(signature.of(series.labels()));
            if (present == null) {
                if (!wanted) {
                    result.add(series);
                } else {
                    limits.budget().giveSeries(1, steps);
                }
                continue;
            }
            double[] values = series.values();
            for (int i = 0; i < steps; i++) {
                if (present[i] != wanted) {
                    values[i] = Absent.VALUE;
                }
            }
            if (series.isEmpty()) {
                limits.budget().giveSeries(1, steps);
            } else {
                result.add(series);
            }
        }
        return result;
    }
}
