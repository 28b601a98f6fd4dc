package dev.holdfast.query.engine;

import dev.holdfast.query.ast.AggregateExpr;
import dev.holdfast.query.ast.BinaryExpr;
import dev.holdfast.query.ast.Call;
import dev.holdfast.query.ast.Expr;
import dev.holdfast.query.ast.Extension;
import dev.holdfast.query.ast.NumberLiteral;
import dev.holdfast.query.ast.ParenExpr;
import dev.holdfast.query.ast.UnaryExpr;
import dev.holdfast.query.ast.VectorSelector;
import dev.holdfast.query.functions.Absent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Walks the tree and hands each kind of node to whoever knows it. */
final class ExprEvaluator {
    private final Evaluation evaluation;
    private final Invariance invariance = new Invariance();
    private final SelectorEvaluator selectors;
    private final SubqueryEvaluator subqueries;
    private final BinaryEvaluator binaries;
    private final AggregateEvaluator aggregates;
    private final CallEvaluator calls;
    private final ExtendedEvaluator extended;

    ExprEvaluator(Evaluation evaluation) {
        this.evaluation = evaluation;
        this.selectors = new SelectorEvaluator(evaluation);
        this.subqueries = new SubqueryEvaluator(evaluation, this);
        this.binaries = new BinaryEvaluator(evaluation, this);
        this.aggregates = new AggregateEvaluator(evaluation, this);
        this.extended = new ExtendedEvaluator(evaluation, this);
        this.calls = new CallEvaluator(evaluation, this);
    }

    SelectorEvaluator selectors() {
        return selectors;
    }

    ExtendedEvaluator extended() {
        return extended;
    }

    SubqueryEvaluator subqueries() {
        return subqueries;
    }

    /** The numbers of a scalar expression, one a step; the caller's to overwrite. */
    double[] scalar(Expr expr, StepGrid grid) {
        evaluation.budget().checkTime();
        if (grid.count() > 1 && invariance.isInvariant(expr)) {
            double[] values = new double[grid.count()];
            Arrays.fill(values, scalarAtEachStep(expr, grid.first())[0]);
            return values;
        }
        return scalarAtEachStep(expr, grid);
    }

    private double[] scalarAtEachStep(Expr expr, StepGrid grid) {
        if (expr instanceof NumberLiteral number) {
            double[] values = new double[grid.count()];
            Arrays.fill(values, number.value());
            return values;
        }
        if (expr instanceof ParenExpr paren) {
            return scalar(paren.inner(), grid);
        }
        if (expr instanceof UnaryExpr unary) {
            double[] values = scalar(unary.operand(), grid);
            if (unary.negative()) {
                negate(values);
            }
            return values;
        }
        if (expr instanceof BinaryExpr binary) {
            return binaries.scalar(binary, grid);
        }
        if (expr instanceof Call call) {
            return calls.scalar(call, grid);
        }
        throw new IllegalStateException("not a scalar: expr=" + expr);
    }

    /**
     * The series of a vector expression, their values the caller's to overwrite. The order is that of the operators, which
     * matters for a single step only.
     */
    List<StepSeries> vector(Expr expr, StepGrid grid) {
        evaluation.budget().checkTime();
        if (grid.count() == 0) {
            return List.of();
        }
        if (grid.count() > 1 && invariance.isInvariant(expr)) {
            return repeat(vectorAtEachStep(expr, grid.first()), grid);
        }
        return vectorAtEachStep(expr, grid);
    }

    private List<StepSeries> vectorAtEachStep(Expr expr, StepGrid grid) {
        if (expr instanceof VectorSelector selector) {
            return selector.extension() == Extension.SMOOTHED
                    ? extended.smoothed(selector, grid)
                    : selectors.vector(selector, grid);
        }
        if (expr instanceof ParenExpr paren) {
            return vector(paren.inner(), grid);
        }
        if (expr instanceof UnaryExpr unary) {
            List<StepSeries> operand = vector(unary.operand(), grid);
            return unary.negative() ? negate(operand) : operand;
        }
        if (expr instanceof BinaryExpr binary) {
            return binaries.vector(binary, grid);
        }
        if (expr instanceof AggregateExpr aggregate) {
            return aggregates.vector(aggregate, grid);
        }
        if (expr instanceof Call call) {
            return calls.vector(call, grid);
        }
        throw new IllegalStateException("not a vector: expr=" + expr);
    }

    private List<StepSeries> repeat(List<StepSeries> once, StepGrid grid) {
        evaluation.budget().take((long) once.size() * (grid.count() - 1));
        List<StepSeries> repeated = new ArrayList<>(once.size());
        for (StepSeries series : once) {
            double[] values = new double[grid.count()];
            Arrays.fill(values, series.values()[0]);
            repeated.add(new StepSeries(series.labels(), values));
        }
        return repeated;
    }

    private static List<StepSeries> negate(List<StepSeries> operand) {
        List<StepSeries> negated = new ArrayList<>(operand.size());
        for (StepSeries series : operand) {
            negate(series.values());
            negated.add(series.withLabels(LabelSets.withoutName(series.labels())));
        }
        return LabelSets.merge(negated);
    }

    private static void negate(double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (Absent.isNot(values[i])) {
                values[i] = -values[i];
            }
        }
    }
}
