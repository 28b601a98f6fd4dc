package dev.holdfast.query;

import java.util.List;

/** The answer to a query. Immutable, apart from the arrays that {@link MatrixSeries} hands out. */
public sealed interface QueryResult permits ScalarResult, StringResult, VectorResult, MatrixResult {
    /** The name of the kind in the HTTP API: {@code scalar}, {@code string}, {@code vector} or {@code matrix}. */
    String resultType();

    /** What is probably wrong with the query or the data; one line each. */
    List<String> warnings();

    /** What is worth knowing about the query; one line each. */
    List<String> infos();
}
