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
        List<List<SeriesMatcher>> all = parse(parameters);
        return all.isEmpty() ? List.of(List.of()) : all;
    }

    /** The matchers of each selector, of which there must be one. */
    static List<List<SeriesMatcher>> required(Parameters parameters) {
        if (parameters.all(NAME).isEmpty()) {
            throw ApiException.badData("no match[] parameter provided");
        }
        return parse(parameters);
    }

    /** The matchers of each selector, of which there need be none: then nothing is given. */
    static List<List<SeriesMatcher>> forFederation(Parameters parameters) {
        return parse(parameters);
    }

    private static List<List<SeriesMatcher>> parse(Parameters parameters) {
        List<List<SeriesMatcher>> all = new ArrayList<>();
        for (String text : parameters.all(NAME)) {
            List<SeriesMatcher> matchers;
            try {
                matchers = PromQl.parseSelector(text);
            } catch (ParseException e) {
                throw ApiException.invalid(NAME, String.valueOf(e.getMessage()));
            }
            all.add(matchers);
        }
        for (List<SeriesMatcher> matchers : all) {
            boolean narrow = false;
            for (SeriesMatcher matcher : matchers) {
                narrow |= !matcher.matches("");
            }
            if (!narrow) {
                throw ApiException.invalid(NAME, "match[] must contain at least one non-empty matcher");
            }
        }
        return all;
    }

    /** From {@code start} to {@code end}, both included; all of time when they are not given. Empty when the end is before. */
    static TimeRange range(Parameters parameters) {
        long startMs = Grammar.timeMs(parameters, "start", -Grammar.MAX_TIME_MS);
        long endMs = Grammar.timeMs(parameters, "end", Grammar.MAX_TIME_MS);
        return endMs < startMs ? new TimeRange(startMs, startMs) : new TimeRange(startMs, endMs + 1);
    }
}
