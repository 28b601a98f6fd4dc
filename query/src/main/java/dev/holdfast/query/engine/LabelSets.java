package dev.holdfast.query.engine;

import dev.holdfast.query.QueryException;
import dev.holdfast.query.ast.Quoting;
import dev.holdfast.query.functions.Absent;
import dev.holdfast.storage.Labels;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What operators do to label sets. */
final class LabelSets {
    private static final List<String> DESCRIBE_THE_METRIC = List.of(Labels.METRIC_NAME, "__type__", "__unit__");

    private LabelSets() {}

    /** Without the metric name, and without type and unit, which go with the name: what is left of a computed value. */
    static Labels withoutName(Labels labels) {
        for (String name : DESCRIBE_THE_METRIC) {
            if (!labels.get(name).isEmpty()) {
                return without(labels, DESCRIBE_THE_METRIC);
            }
        }
        return labels;
    }

    /** Whether all have labels of their own even without what describes the metric, given that they have with it. */
    static <T> boolean areApartWithoutName(Iterable<T> all, Function<T, Labels> labelsOf) {
        String first = null;
        for (T one : all) {
            Labels labels = labelsOf.apply(one);
            String name = labels.metricName();
            if (first == null) {
                first = name;
            }
            if (!name.equals(first)
                    || !labels.get("__type__").isEmpty()
                    || !labels.get("__unit__").isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** Only some labels. */
    static Labels keep(Labels labels, Collection<String> names) {
        Labels.Builder kept = new Labels.Builder();
        for (String name : names) {
            kept.set(name, labels.get(name));
        }
        return kept.build();
    }

    /** All but some labels. */
    static Labels without(Labels labels, Collection<String> names) {
        Labels.Builder builder = labels.toBuilder();
        names.forEach(builder::remove);
        return builder.build();
    }

    /** As messages show a label set, for example <code>{__name__="up", job="node"}</code>. */
    static String describe(Labels labels) {
        StringBuilder out = new StringBuilder("{");
        for (int i = 0; i < labels.size(); i++) {
            out.append(i == 0 ? "" : ", ")
                    .append(Quoting.labelName(labels.name(i)))
                    .append('=')
                    .append(Quoting.quote(labels.value(i)));
        }
        return out.append('}').toString();
    }

    /**
     * The series with those of equal labels made one, as happens when names are dropped.
     *
     * @throws QueryException when two of them have a value at the same step
     */
    static List<StepSeries> merge(List<StepSeries> series) {
        Map<Labels, StepSeries> merged = new LinkedHashMap<>(series.size() * 2);
        for (StepSeries one : series) {
            StepSeries earlier = merged.putIfAbsent(one.labels(), one);
            if (earlier != null) {
                mergeInto(earlier.values(), one.values());
            }
        }
        return merged.size() == series.size() ? series : new ArrayList<>(merged.values());
    }

    private static void mergeInto(double[] target, double[] source) {
        for (int i = 0; i < source.length; i++) {
            if (Absent.isNot(source[i])) {
                if (Absent.isNot(target[i])) {
                    throw sameLabelset();
                }
                target[i] = source[i];
            }
        }
    }

    /** Whether a text can name a label; what was no UTF-8 has become U+FFFD on its way here. */
    static boolean isLabelName(String name) {
        return !name.isEmpty() && name.indexOf('\uFFFD') < 0;
    }

    static QueryException sameLabelset() {
        return QueryException.execution("vector cannot contain metrics with the same labelset");
    }
}
