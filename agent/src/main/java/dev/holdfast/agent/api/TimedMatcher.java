package dev.holdfast.agent.api;

import dev.holdfast.storage.SeriesMatcher;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A condition that is given up when the time of its question is over: whoever looks through many series asks it once for each.
 * Of one question, so one thread at a time.
 */
final class TimedMatcher implements SeriesMatcher {
    /** Reading the clock costs more than most comparisons. */
    private static final int VALUES_PER_LOOK = 64;

    private final SeriesMatcher matcher;
    private final Runnable deadline;
    private int values;

    private TimedMatcher(SeriesMatcher matcher, Runnable deadline) {
        this.matcher = matcher;
        this.deadline = deadline;
    }

    /** Each of some conditions; the deadline is asked now and then, and throws when it is over. */
    static List<SeriesMatcher> all(List<SeriesMatcher> matchers, Runnable deadline) {
        List<SeriesMatcher> timed = new ArrayList<>(matchers.size());
        for (SeriesMatcher matcher : matchers) {
            timed.add(new TimedMatcher(matcher, deadline));
        }
        return timed;
    }

    @Override
    public String name() {
        return matcher.name();
    }

    @Override
    public boolean matches(String value) {
        if (++values % VALUES_PER_LOOK == 0) {
            deadline.run();
        }
        return matcher.matches(value);
    }

    @Override
    public @Nullable String onlyValue() {
        return matcher.onlyValue();
    }

    @Override
    public String toString() {
        return matcher.toString();
    }
}
