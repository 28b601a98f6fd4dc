package dev.holdfast.agent.chart;

import dev.holdfast.query.ast.AggregateExpr;
import dev.holdfast.query.ast.BinaryExpr;
import dev.holdfast.query.ast.BinaryOp;
import dev.holdfast.query.ast.Call;
import dev.holdfast.query.ast.Expr;
import dev.holdfast.query.ast.MatrixSelector;
import dev.holdfast.query.ast.NumberLiteral;
import dev.holdfast.query.ast.SubqueryExpr;
import dev.holdfast.query.ast.UnaryExpr;
import dev.holdfast.query.ast.ValueType;
import dev.holdfast.query.ast.VectorSelector;
import java.util.Set;

/**
 * What an expression measures, by the names of its metrics and what is done with them.
 *
 * <p>A unit that is shown and wrong is worse than none, so it is {@link Unit#NONE} wherever there is a doubt: after a
 * multiplication or a division that could change it, for a sum of unlike things, for a name that says nothing.
 */
public final class UnitGuess {
    /** What is known on the way, more than what is shown. */
    private enum Kind {
        UNKNOWN,
        /** A scalar that is written down, which takes the unit of what it stands beside. */
        NUMBER,
        /** A share of one: CPU seconds a second, bytes of bytes. */
        RATIO,
        BYTES,
        BYTES_PER_SECOND,
        SECONDS,
        PERCENT,
        CELSIUS
    }

    private static final Set<String> PER_SECOND = Set.of("rate", "irate", "deriv");
    /** Functions whose answer is of the unit of their range or instant vector. */
    private static final Set<String> SAME = Set.of(
            "abs",
            "avg_over_time",
            "ceil",
            "clamp",
            "clamp_max",
            "clamp_min",
            "delta",
            "floor",
            "idelta",
            "increase",
            "label_join",
            "label_replace",
            "last_over_time",
            "first_over_time",
            "max_over_time",
            "min_over_time",
            "predict_linear",
            "quantile_over_time",
            "round",
            "sort",
            "sort_by_label",
            "sort_by_label_desc",
            "sort_desc",
            "stddev_over_time",
            "sum_over_time",
            "vector",
            "scalar",
            "mad_over_time",
            "double_exponential_smoothing");

    /** What is counted in seconds since 1970. */
    private static final String[] MOMENTS = {
        "boot_time_seconds", "start_time_seconds", "node_time_seconds", "timestamp_seconds"
    };

    private static final String BUCKET = "_bucket";

    private UnitGuess() {}

    /** The unit to show for an expression's values. */
    public static Unit of(Expr expr) {
        return switch (kind(expr)) {
            case BYTES -> Unit.BYTES;
            case BYTES_PER_SECOND -> Unit.BYTES_PER_SECOND;
            case SECONDS -> Unit.SECONDS;
            case PERCENT -> Unit.PERCENT;
            case CELSIUS -> Unit.CELSIUS;
            default -> Unit.NONE;
        };
    }

    private static Kind kind(Expr whole) {
        Expr expr = whole.withoutParens();
        if (expr instanceof NumberLiteral) {
            return Kind.NUMBER;
        }
        if (expr instanceof VectorSelector selector) {
            return named(selector.name());
        }
        if (expr instanceof MatrixSelector matrix) {
            return kind(matrix.selector());
        }
        if (expr instanceof SubqueryExpr subquery) {
            return kind(subquery.inner());
        }
        if (expr instanceof UnaryExpr unary) {
            return kind(unary.operand());
        }
        if (expr instanceof AggregateExpr aggregate) {
            return switch (aggregate.op()) {
                case GROUP, COUNT, COUNT_VALUES, STDVAR -> Kind.UNKNOWN;
                default -> kind(aggregate.operand());
            };
        }
        if (expr instanceof Call call) {
            return called(call);
        }
        return expr instanceof BinaryExpr binary ? combined(binary) : Kind.UNKNOWN;
    }

    private static Kind called(Call call) {
        Kind argument = Kind.UNKNOWN;
        for (Expr one : call.arguments()) {
            if (one.type() == ValueType.RANGE_VECTOR || one.type() == ValueType.INSTANT_VECTOR) {
                argument = kind(one);
            }
        }
        if (PER_SECOND.contains(call.function().name())) {
            return switch (argument) {
                case BYTES -> Kind.BYTES_PER_SECOND;
                case SECONDS -> Kind.RATIO;
                default -> Kind.UNKNOWN;
            };
        }
        if (call.function().name().equals("histogram_quantile")) {
            return buckets(call.arguments().get(1));
        }
        return SAME.contains(call.function().name()) ? argument : Kind.UNKNOWN;
    }

    /** A bucket counts; what it counts is in its name. */
    private static Kind buckets(Expr whole) {
        Expr expr = whole.withoutParens();
        if (expr instanceof AggregateExpr aggregate) {
            return buckets(aggregate.operand());
        }
        if (expr instanceof Call call && !call.arguments().isEmpty()) {
            return buckets(call.arguments().get(0));
        }
        VectorSelector selector = expr instanceof MatrixSelector matrix
                ? matrix.selector()
                : expr instanceof VectorSelector plain ? plain : null;
        if (selector == null || !selector.name().endsWith(BUCKET)) {
            return Kind.UNKNOWN;
        }
        return named(selector.name().substring(0, selector.name().length() - BUCKET.length()));
    }

    private static Kind combined(BinaryExpr binary) {
        Kind left = kind(binary.left());
        Kind right = kind(binary.right());
        BinaryOp op = binary.op();
        if (op.isComparison()) {
            return binary.returnBool() ? Kind.UNKNOWN : left == Kind.NUMBER ? right : left;
        }
        return switch (op) {
            case AND, UNLESS -> left;
            case OR, ADD, SUBTRACT ->
                left == right || right == Kind.NUMBER ? left : left == Kind.NUMBER ? right : Kind.UNKNOWN;
            case DIVIDE -> left == right && left != Kind.UNKNOWN && left != Kind.NUMBER ? Kind.RATIO : Kind.UNKNOWN;
            case MULTIPLY ->
                (isHundred(binary.left()) && right == Kind.RATIO) || (isHundred(binary.right()) && left == Kind.RATIO)
                        ? Kind.PERCENT
                        : Kind.UNKNOWN;
            default -> Kind.UNKNOWN;
        };
    }

    private static boolean isHundred(Expr expr) {
        return expr.withoutParens() instanceof NumberLiteral number && number.value() == 100;
    }

    /** By the end of the name, as the conventions of Prometheus have it. */
    private static Kind named(String metric) {
        String name = metric;
        for (String suffix : new String[] {"_total", "_sum"}) {
            name = name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
        }
        for (String moment : MOMENTS) {
            if (name.endsWith(moment)) {
                return Kind.UNKNOWN;
            }
        }
        int last = name.lastIndexOf('_');
        return switch (last < 0 ? "" : name.substring(last + 1)) {
            case "bytes" -> Kind.BYTES;
            case "seconds" -> Kind.SECONDS;
            case "ratio" -> Kind.RATIO;
            case "percent" -> Kind.PERCENT;
            case "celsius" -> Kind.CELSIUS;
            default -> Kind.UNKNOWN;
        };
    }
}
