package dev.holdfast.query;

import java.util.List;

/**
 * One number.
 *
 * @param timestampMs the evaluation time
 */
public record ScalarResult(long timestampMs, double value, List<String> warnings, List<String> infos)
        implements QueryResult {
    @Override
    public String resultType() {
        return "scalar";
    }
}
