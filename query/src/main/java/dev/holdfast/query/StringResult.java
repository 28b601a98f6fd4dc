package dev.holdfast.query;

import java.util.List;

/**
 * One text.
 *
 * @param timestampMs the evaluation time
 */
public record StringResult(long timestampMs, String value, List<String> warnings, List<String> infos)
        implements QueryResult {
    @Override
    public String resultType() {
        return "string";
    }
}
