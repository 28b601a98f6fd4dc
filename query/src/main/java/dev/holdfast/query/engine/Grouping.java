package dev.holdfast.query.engine;

import dev.holdfast.query.ast.AggregateExpr;
import dev.holdfast.storage.Labels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The groups of an aggregation: which labels name a group, and which series belong to it. */
final class Grouping {
    private final boolean without;
    private final List<String> names;

    Grouping(AggregateExpr expr) {
        this.without = expr.without();
        this.names = new ArrayList<>(expr.grouping());
        if (without) {
            names.add(Labels.METRIC_NAME);
        }
    }

    /** The labels of the group of a series. */
    Labels labelsOf(Labels series) {
        if (without) {
            return LabelSets.without(series, names);
        }
        return names.isEmpty() ? Labels.EMPTY : LabelSets.keep(series, names);
    }

    /** Whether a label of the series is lost in its group. */
    boolean drops(String name) {
        return without == names.contains(name);
    }

    /** The members of each group, groups and members in the order of the series. */
    Map<Labels, List<StepSeries>> members(List<StepSeries> series) {
        Map<Labels, List<StepSeries>> groups = new LinkedHashMap<>();
        for (StepSeries one : series) {
            groups.computeIfAbsent(labelsOf(one.labels()), labels -> new ArrayList<>())
                    .add(one);
        }
        return groups;
    }
}
