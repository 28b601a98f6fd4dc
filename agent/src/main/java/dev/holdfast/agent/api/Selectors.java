package dev.holdfast.agent.api;

import dev.holdfast.query.ParseException;
import dev.holdfast.query.PromQl;
import dev.holdfast.storage.SeriesMatcher;
import dev.holdfast.storage.TimeRange;
import java.util.ArrayList;
import java.util.List;

/** {@code match[]}, {@code start} and {@code end} of questions about series. Pure. */
final class Selectors {
    private static final String NAME = "match[]";

    private Selectors() {}

    /** The matchers of each selector; those of no selector are one empty list, which everything matches. */
    static List<List<SeriesMatcher>> optional(Parameters parameters) {
        List<List<SeriesMatcher>> all = parse(parameters, true);
        return all.isEmpty() ? List.of(List.of()) : all;
    }

    /**
     * Goes on only when there is one.
     *
     * @throws ApiException when there is none
     */
    static void require(Parameters parameters) {
        if (parameters.all(NAME).isEmpty()) {
            throw ApiException.badData("no match[] parameter provided");
        }
    }

    /** The matchers of each selector, for a client that {@link #require} has let pass; mistakes name the parameter. */
    static List<List<SeriesMatcher>> required(Parameters parameters) {
        try {
            return parse(parameters, true);
        } catch (ApiException e) {
            throw ApiException.invalid(NAME, e.text());
        }
    }

    /** The matchers of each selector, of which there need be none, and each may match everything. */
    static List<List<SeriesMatcher>> forFederation(Parameters parameters) {
        return parse(parameters, false);
    }

    private static List<List<SeriesMatcher>> parse(Parameters parameters, boolean narrow) {
        List<List<SeriesMatcher>> all = new ArrayList<>();
        for (String text : parameters.all(NAME)) {
            try {
                all.add(PromQl.parseSelector(text));
            } catch (ParseException e) {
                throw ApiException.badData(String.valueOf(e.getMessage()));
            }
        }
        for (List<SeriesMatcher> matchers : all) {
            if (narrow && !isNarrow(matchers)) {
                throw ApiException.badData("match[] must contain at least one non-empty matcher");
            }
        }
        return all;
    }

    /** Whether some series are not meant: those that lack a label. */
    private static boolean isNarrow(List<SeriesMatcher> matchers) {
        for (SeriesMatcher matcher : matchers) {
            if (!matcher.matches("")) {
                return true;
            }
        }
        return false;
    }

    /** From {@code start} to {@code end}, both included; all of time when they are not given. Empty when the end is before. */
    static TimeRange range(Parameters parameters) {
        long startMs = Grammar.timeMs(parameters, "start", -Grammar.MAX_TIME_MS);
        long endMs = Grammar.timeMs(parameters, "end", Grammar.MAX_TIME_MS);
        return endMs < startMs ? new TimeRange(startMs, startMs) : new TimeRange(startMs, endMs + 1);
    }
}
