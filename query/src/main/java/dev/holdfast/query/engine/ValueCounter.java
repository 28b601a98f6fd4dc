package dev.holdfast.query.engine;

import dev.holdfast.query.PromDouble;
import dev.holdfast.query.QueryException;
import dev.holdfast.query.ast.AggregateExpr;
import dev.holdfast.query.ast.Quoting;
import dev.holdfast.query.functions.Absent;
import dev.holdfast.storage.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code count_values}: for each value, how many series of the group have it; the value goes into a label. */
final class ValueCounter {
    private final Grouping grouping;
    private final boolean valueDropped;
    private final String label;
    private final Limits limits;
    private final int steps;

    ValueCounter(AggregateExpr expr, String label, Limits limits, int steps) {
        if (!LabelSets.isLabelName(label)) {
            throw QueryException.execution("invalid label name " + Quoting.quote(label));
        }
        this.grouping = new Grouping(expr);
        // "by" keeps the new label of itself; "without" can drop it.
        this.valueDropped = expr.without() && grouping.drops(label);
        this.label = label;
        this.limits = limits;
        this.steps = steps;
    }

    List<StepSeries> count(SeriesStream operand) {
        Map<Labels, StepSeries> counts = new LinkedHashMap<>();
        Map<Labels, Map<String, StepSeries>> byGroup = new HashMap<>();
        for (StepSeries series = operand.next(); series != null; series = operand.next()) {
            limits.work(32L * steps);
            Labels group = grouping.labelsOf(series.labels());
            Map<String, StepSeries> byValue = byGroup.computeIfAbsent(group, key -> new HashMap<>());
            double[] values = series.values();
            for (int i = 0; i < steps; i++) {
                if (Absent.isNot(values[i])) {
                    String text = PromDouble.formatFixed(values[i]);
                    StepSeries count = byValue.computeIfAbsent(text, key -> output(counts, group, key));
                    count.values()[i] = count.has(i) ? count.values()[i] + 1 : 1;
                }
            }
            limits.budget().giveSeries(1, steps);
        }
        return new ArrayList<>(counts.values());
    }

    private StepSeries output(Map<Labels, StepSeries> counts, Labels group, String value) {
        Labels labels =
                valueDropped ? group : group.toBuilder().set(label, value).build();
        return counts.computeIfAbsent(labels, key -> {
            limits.budget().takeSeries(1, steps);
            limits.budget().takeBytes(2L * value.length());
            return new StepSeries(key, StepSeries.none(steps));
        });
    }
}
