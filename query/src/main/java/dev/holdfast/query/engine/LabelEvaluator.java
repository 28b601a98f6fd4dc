package dev.holdfast.query.engine;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.holdfast.query.QueryException;
import dev.holdfast.query.ast.AnchoredRegex;
import dev.holdfast.query.ast.Call;
import dev.holdfast.query.ast.StringLiteral;
import dev.holdfast.storage.Labels;
import java.util.ArrayList;
import java.util.List;

/** {@code label_replace} and {@code label_join}: change the labels of series, not their values. */
final class LabelEvaluator {
    private static final int WORK_OF_A_SERIES = 512;

    private final Evaluation evaluation;
    private final ExprEvaluator expressions;

    LabelEvaluator(Evaluation evaluation, ExprEvaluator expressions) {
        this.evaluation = evaluation;
        this.expressions = expressions;
    }

    List<StepSeries> replace(Call call, StepGrid grid) {
        String target = text(call, 1);
        LabelTemplate template = new LabelTemplate(text(call, 2));
        String source = text(call, 3);
        Pattern pattern;
        try {
            AnchoredRegex.requireReasonable(text(call, 4));
            pattern = Pattern.compile(text(call, 4), Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw QueryException.execution("invalid regular expression in label_replace(): " + text(call, 4));
        }
        checkName(target, "destination label name in label_replace()");
        List<StepSeries> result = new ArrayList<>();
        for (StepSeries series : expressions.vector(call.arguments().get(0), grid)) {
            evaluation.limits().work(WORK_OF_A_SERIES);
            Matcher matcher = pattern.matcher(series.labels().get(source));
            if (matcher.matches()) {
                result.add(series.withLabels(with(series.labels(), target, template.expand(matcher))));
            } else {
                result.add(series);
            }
        }
        return merged(result, grid);
    }

    List<StepSeries> join(Call call, StepGrid grid) {
        String target = text(call, 1);
        String separator = text(call, 2);
        List<String> sources = new ArrayList<>();
        for (int i = 3; i < call.arguments().size(); i++) {
            checkName(text(call, i), "source label name in label_join()");
            sources.add(text(call, i));
        }
        checkName(target, "destination label name in label_join()");
        List<StepSeries> result = new ArrayList<>();
        for (StepSeries series : expressions.vector(call.arguments().get(0), grid)) {
            evaluation.limits().work(WORK_OF_A_SERIES);
            String joined = LabelText.join(series.labels(), sources, separator);
            result.add(series.withLabels(with(series.labels(), target, joined)));
        }
        return merged(result, grid);
    }

    private List<StepSeries> merged(List<StepSeries> series, StepGrid grid) {
        List<StepSeries> merged = LabelSets.merge(series);
        evaluation.budget().giveSeries(series.size() - merged.size(), grid.count());
        return merged;
    }

    private Labels with(Labels labels, String name, String value) {
        evaluation.budget().takeBytes(2L * value.length() + Budget.bytesOf(labels));
        return labels.toBuilder().set(name, value).build();
    }

    private static void checkName(String name, String what) {
        if (!LabelSets.isLabelName(name)) {
            throw QueryException.execution("invalid " + what + ": " + name);
        }
    }

    private static String text(Call call, int argument) {
        return ((StringLiteral) call.arguments().get(argument).withoutParens()).value();
    }
}
