package dev.holdfast.query.engine;

import com.google.re2j.Pattern;
import dev.holdfast.query.QueryException;
import dev.holdfast.query.ast.At;
import dev.holdfast.query.ast.Call;
import dev.holdfast.query.ast.Expr;
import dev.holdfast.query.ast.Extension;
import dev.holdfast.query.ast.LabelMatcher;
import dev.holdfast.query.ast.Span;
import dev.holdfast.query.ast.SubqueryExpr;
import dev.holdfast.query.ast.VectorSelector;
import dev.holdfast.storage.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code info}: adds to each series the labels of the info metrics that have the same {@code instance} and {@code job}.
 *
 * <p>Without a second argument the metric is {@code target_info} and all its labels are added. Labels that a series has
 * already stay. Info metrics are looked at when the first selector of the argument looks, {@code @} and {@code offset}
 * included.
 */
final class InfoEvaluator {
    private static final List<String> IDENTIFYING = List.of("instance", "job");

    private final Evaluation evaluation;
    private final ExprEvaluator expressions;

    InfoEvaluator(Evaluation evaluation, ExprEvaluator expressions) {
        this.evaluation = evaluation;
        this.expressions = expressions;
    }

    /** Series of an info metric that share name, instance and job. */
    private static final class Candidates {
        final String name;
        final List<StepSeries> series = new ArrayList<>(1);

        Candidates(String name) {
            this.name = name;
        }

        /** The one with the newest sample at a step, or null. */
        @Nullable
        StepSeries newest(int step) {
            StepSeries newest = null;
            for (StepSeries one : series) {
                if (!one.has(step)) {
                    continue;
                }
                double difference = newest == null ? 1 : one.values()[step] - newest.values()[step];
                if (difference == 0 && newest != null) {
                    long timeMs = Math.round(one.values()[step] * 1000);
                    throw QueryException.execution("found duplicate series for info metric: existing "
                            + LabelSets.describe(newest.labels()) + " @ " + timeMs + ", new "
                            + LabelSets.describe(one.labels()) + " @ " + timeMs);
                }
                newest = difference > 0 ? one : newest;
            }
            return newest;
        }
    }

    List<StepSeries> vector(Call call, StepGrid grid) {
        List<LabelMatcher> names = new ArrayList<>();
        List<LabelMatcher> data = new ArrayList<>();
        if (call.arguments().size() > 1) {
            for (LabelMatcher matcher : ((VectorSelector) call.arguments().get(1)).matchers()) {
                (matcher.name().equals(Labels.METRIC_NAME) ? names : data).add(matcher);
            }
        }
        List<LabelMatcher> effectiveNames = effective(names);
        List<StepSeries> base = expressions.vector(call.arguments().get(0), grid);
        List<StepSeries> enriched = new ArrayList<>();
        Map<Labels, StepSeries> result = new LinkedHashMap<>();
        for (StepSeries series : base) {
            String name = series.labels().metricName();
            if (effectiveNames.stream().allMatch(matcher -> matcher.matches(name))) {
                result.put(series.labels(), series); // an info metric itself
            } else {
                enriched.add(series);
            }
        }
        Map<Labels, List<Candidates>> infos = infoSeries(call.arguments().get(0), enriched, effectiveNames, data, grid);
        boolean required = data.stream().anyMatch(matcher -> !matcher.matches(""));
        Set<String> wanted = data.stream().map(LabelMatcher::name).collect(Collectors.toSet());
        for (StepSeries series : enriched) {
            enrich(series, infos.getOrDefault(identity(series.labels()), List.of()), wanted, required, result);
        }
        long infoSeries = infos.values().stream()
                .flatMap(List::stream)
                .mapToLong(candidates -> candidates.series.size())
                .sum();
        evaluation.budget().giveSeries(enriched.size() + infoSeries, grid.count());
        return new ArrayList<>(result.values());
    }

    /** The matchers of names as they select: without one that says what, {@code target_info} or all info metrics. */
    private static List<LabelMatcher> effective(List<LabelMatcher> names) {
        if (names.isEmpty()) {
            return List.of(new LabelMatcher(LabelMatcher.Op.EQUAL, Labels.METRIC_NAME, "target_info"));
        }
        boolean positive = names.stream()
                .anyMatch(matcher -> matcher.op() == LabelMatcher.Op.EQUAL || matcher.op() == LabelMatcher.Op.REGEX);
        if (positive) {
            return names;
        }
        List<LabelMatcher> all = new ArrayList<>(names);
        all.add(new LabelMatcher(LabelMatcher.Op.REGEX, Labels.METRIC_NAME, ".+_info"));
        return all;
    }

    /** The info metrics by instance and job; the values are the times of their samples. */
    private Map<Labels, List<Candidates>> infoSeries(
            Expr argument,
            List<StepSeries> enriched,
            List<LabelMatcher> names,
            List<LabelMatcher> data,
            StepGrid grid) {
        List<LabelMatcher> matchers = new ArrayList<>(names);
        matchers.addAll(data);
        boolean identified = false;
        for (String label : IDENTIFYING) {
            Set<String> values = new TreeSet<>();
            enriched.forEach(series -> values.add(series.labels().get(label)));
            values.remove("");
            if (!values.isEmpty()) {
                identified = true;
                String any = values.stream().map(Pattern::quote).collect(Collectors.joining("|"));
                matchers.add(new LabelMatcher(LabelMatcher.Op.REGEX, label, any));
            }
        }
        Map<Labels, List<Candidates>> infos = new HashMap<>();
        if (!identified) {
            return infos;
        }
        Moment moment = Moment.of(argument, new ArrayList<>());
        VectorSelector selector = new VectorSelector(
                "", matchers, Span.of(moment.offsetMs()), moment.at(), Extension.NONE, argument.position());
        for (StepSeries series : times(selector, grid)) {
            List<Candidates> here = infos.computeIfAbsent(identity(series.labels()), key -> new ArrayList<>());
            String name = series.labels().metricName();
            Candidates candidates = here.stream()
                    .filter(one -> one.name.equals(name))
                    .findFirst()
                    .orElse(null);
            if (candidates == null) {
                candidates = new Candidates(name);
                here.add(candidates);
            }
            candidates.series.add(series);
        }
        return infos;
    }

    private List<StepSeries> times(VectorSelector selector, StepGrid grid) {
        SelectorEvaluator selectors = expressions.selectors();
        SeriesStream times = selector.at() == null || grid.count() == 1
                ? selectors.timestamps(selector, grid)
                : expressions.repeat(first -> expressions.collect(selectors.timestamps(selector, first), first), grid);
        return expressions.collect(times, grid);
    }

    private void enrich(
            StepSeries base,
            List<Candidates> infos,
            Set<String> wanted,
            boolean required,
            Map<Labels, StepSeries> result) {
        List<StepSeries> lastFound = List.of();
        StepSeries output = null;
        for (int step = 0; step < base.values().length; step++) {
            evaluation.limits().work(4L + infos.size());
            if (!base.has(step)) {
                continue;
            }
            List<StepSeries> found = new ArrayList<>(infos.size());
            for (Candidates candidates : infos) {
                StepSeries newest = candidates.newest(step);
                if (newest != null) {
                    found.add(newest);
                }
            }
            if (found.isEmpty() && required) {
                continue;
            }
            if (output == null || !found.equals(lastFound)) {
                lastFound = found;
                output = output(result, enrichedLabels(base.labels(), found, wanted), base.values().length);
            }
            if (output.has(step)) {
                throw LabelSets.sameLabelset();
            }
            output.values()[step] = base.values()[step];
        }
    }

    /** The series of some labels, which other steps may have given values already. */
    private StepSeries output(Map<Labels, StepSeries> result, Labels labels, int steps) {
        StepSeries output = result.get(labels);
        if (output == null) {
            evaluation.budget().takeSeries(1, steps);
            output = new StepSeries(labels, StepSeries.none(steps));
            result.put(labels, output);
        }
        return output;
    }

    private static Labels enrichedLabels(Labels base, List<StepSeries> infos, Set<String> wanted) {
        Map<String, String> added = new HashMap<>();
        for (StepSeries info : infos) {
            for (int i = 0; i < info.labels().size(); i++) {
                String name = info.labels().name(i);
                if (name.equals(Labels.METRIC_NAME) || (!wanted.isEmpty() && !wanted.contains(name))) {
                    continue;
                }
                String value = info.labels().value(i);
                if (!added.getOrDefault(name, value).equals(value)) {
                    throw QueryException.execution("conflicting label: " + name);
                }
                if (base.get(name).isEmpty()) {
                    added.put(name, value);
                }
            }
        }
        Labels.Builder labels = base.toBuilder();
        added.forEach(labels::set);
        return labels.build();
    }

    private static Labels identity(Labels labels) {
        return LabelSets.keep(labels, IDENTIFYING);
    }

    /** When the first selector of an expression looks, seen from where the expression is evaluated. */
    private record Moment(@Nullable At at, long offsetMs, boolean found) {
        static Moment of(Expr expr, List<SubqueryExpr> around) {
            if (expr instanceof VectorSelector selector) {
                At at = selector.at();
                long offsetMs = selector.offsetMs();
                for (int i = around.size() - 1; at == null && i >= 0; i--) {
                    offsetMs += around.get(i).offsetMs();
                    at = around.get(i).at();
                }
                return new Moment(at, offsetMs, true);
            }
            List<SubqueryExpr> inside = around;
            if (expr instanceof SubqueryExpr subquery) {
                inside = new ArrayList<>(around);
                inside.add(subquery);
            }
            for (Expr child : expr.children()) {
                Moment moment = of(child, inside);
                if (moment.found()) {
                    return moment;
                }
            }
            return new Moment(null, 0, false);
        }
    }
}
