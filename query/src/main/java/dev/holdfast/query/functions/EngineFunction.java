package dev.holdfast.query.functions;

/** The functions that the engine computes itself. */
public enum EngineFunction {
    /** 1 when a vector is empty. */
    ABSENT,
    /** 1 when a range vector is empty. */
    ABSENT_OVER_TIME,
    /** Quantile of classic histograms. */
    HISTOGRAM_QUANTILE,
    /** Several quantiles of classic histograms, each with a label. */
    HISTOGRAM_QUANTILES,
    /** Share of observations between two bounds in classic histograms. */
    HISTOGRAM_FRACTION,
    /** Adds the labels of info metrics. */
    INFO,
    /** Joins label values. */
    LABEL_JOIN,
    /** Rewrites a label by a regular expression. */
    LABEL_REPLACE,
    /** The larger of two numbers. */
    MAX_OF,
    /** The smaller of two numbers. */
    MIN_OF,
    /** Functions of what is not stored, native histograms and start timestamps: an empty vector. */
    NOTHING,
    /** A number of the query itself, put in before it is evaluated. */
    OF_QUERY,
    /** The number pi. */
    PI,
    /** The value of the only series of a vector. */
    SCALAR,
    /** Ascending by value. */
    SORT,
    /** Descending by value. */
    SORT_DESC,
    /** Ascending by label values. */
    SORT_BY_LABEL,
    /** Descending by label values. */
    SORT_BY_LABEL_DESC,
    /** The evaluation time. */
    TIME,
    /** The time of the sample. */
    TIMESTAMP,
    /** A vector of one series without labels. */
    VECTOR
}
