package dev.holdfast.query.differential;

import dev.holdfast.query.PromQl;
import dev.holdfast.query.ast.BinaryExpr;
import dev.holdfast.query.ast.Expr;
import dev.holdfast.query.ast.ValueType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * In what Prometheus 2.42, the oracle, and 3.x, the model, differ on purpose, and how the comparison keeps clear of it. All of
 * them are here; a difference that is not here is a bug.
 *
 * <ul>
 *   <li>Ranges and lookback include their left end in 2.x and exclude it in 3.x. Query times end in half seconds, samples lie on
 *       full seconds or a quarter past, steps of subqueries on multiples of ten seconds, and a subquery in another is moved
 *       by half a second: nothing is on an edge.
 *   <li>{@code rate} and {@code increase} stop extrapolating at zero by other rules near it: counters are far from zero.
 *   <li>{@code holt_winters} is an experiment in 3.x under another name: not asked.
 *   <li>Sums are compensated in 3.x, and means are made of sums: what is computed may differ in its last digits, and by more
 *       where digits cancel. Equal within a millionth, or both next to nothing beside what they are made of.
 *   <li>In 2.x a range that {@code @} pins wanders off with the steps when the call around it is not the same at every step: in
 *       {@code predict_linear}, or with a quantile that changes. An instant query shows that it should not. Not asked.
 *   <li>{@code stddev} and {@code stdvar} over a single NaN or infinity are 0 in 2.x and NaN in 3.x, and of values that are all but
 *       equal they are what rounding left: asked of what is finite and spread.
 *   <li>A pair that a comparison filters out is no match in 2.x, and one in newer 3.x, where a second one is refused: see {@link
 *       #isKnownRefusal}.
 *   <li>What is not finite: see {@link #isKnown}.
 * </ul>
 */
public final class VersionDifferences {
    /** The metric with values that are no numbers. */
    private static final String ODD = "demo_odd_values";

    /** Means and variances of infinities were made by moving a mean, which gives NaN where a sum gives an infinity. */
    private static final List<String> MEANS = List.of("avg", "stddev", "stdvar", "deriv", "predict_linear");

    private VersionDifferences() {}

    /** Whether only 3.x refuses, because it counts pairs that a comparison has filtered out: one must be there. */
    public static boolean isKnownRefusal(String expression, @Nullable String theirs, @Nullable String ours) {
        return theirs == null
                && ours != null
                && ours.startsWith("multiple matches for labels")
                && filtersPairs(PromQl.parse(expression));
    }

    private static boolean filtersPairs(Expr expr) {
        boolean filters = expr instanceof BinaryExpr binary
                && binary.op().isComparison()
                && !binary.returnBool()
                && binary.left().type() == ValueType.INSTANT_VECTOR
                && binary.right().type() == ValueType.INSTANT_VECTOR;
        return filters || expr.children().stream().anyMatch(VersionDifferences::filtersPairs);
    }

    /** Whether an expression may come out differently, given that infinities go into it. */
    public static boolean isKnown(String expression) {
        boolean infinite = expression.contains(ODD) || expression.contains("Inf") || expression.contains("NaN");
        return infinite && MEANS.stream().anyMatch(expression::contains);
    }
}
