package dev.holdfast.query.functions;

/** The functions that the engine computes itself. */
public enum EngineFunction {
    /** 1 when a vector is empty. */
    ABSENT,
    /** 1 when a range vector is empty. */
    ABSENT_OVER_TIME,
    /** Quantile of classic histograms. */
    HISTOGRAM_QUANTILE,
    /** Share of observations between two bounds in classic histograms. */
    HISTOGRAM_FRACTION,
    /** Joins label values. */
    LABEL_JOIN,
    /** Rewrites a label by a regular expression. */
    LABEL_REPLACE,
    /** Functions of native histograms, of which there are none: an empty vector. */
    NOTHING,
    /** The number pi. */
    PI,
    /** The value of the only series of a vector. */
    SCALAR,
    /** Ascending by value. */
    SORT,
    /** Descending by value. */
    SORT_DESC,
    /** The evaluation time. */
    TIME,
    /** The time of the sample. */
    TIMESTAMP,
    /** A vector of one series without labels. */
    VECTOR
}
