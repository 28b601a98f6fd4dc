package dev.holdfast.query.ast;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An operator that makes one series, or a few, out of many. */
public enum AggregateOp {
    /** Sum of values. */
    SUM,
    /** Arithmetic mean. */
    AVG,
    /** Smallest value. */
    MIN,
    /** Largest value. */
    MAX,
    /** 1 for each group. */
    GROUP,
    /** Number of series. */
    COUNT,
    /** Number of series by value. */
    COUNT_VALUES,
    /** Series with the largest values. */
    TOPK,
    /** Series with the smallest values. */
    BOTTOMK,
    /** Quantile of values. */
    QUANTILE,
    /** Population standard deviation. */
    STDDEV,
    /** Population variance. */
    STDVAR,
    /** Any few series, the same ones whenever they are there. */
    LIMITK,
    /** A share of the series, picked by the hash of their labels. */
    LIMIT_RATIO;

    /** As it is written. */
    public String symbol() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What the first of two arguments is, or null when there is but one. */
    public @Nullable ValueType parameterType() {
        return switch (this) {
            case TOPK, BOTTOMK, QUANTILE, LIMITK, LIMIT_RATIO -> ValueType.SCALAR;
            case COUNT_VALUES -> ValueType.STRING;
            default -> null;
        };
    }
}
