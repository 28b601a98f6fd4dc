package dev.holdfast.query.engine;

import dev.holdfast.storage.SeriesMatcher;
import org.jspecify.annotations.Nullable;

/** A matcher that looks at the time now and then: a regular expression over many values must not outlive the deadline. */
final class TimedMatcher implements SeriesMatcher {
    private static final int WORK_OF_A_MATCH = 32;

    private final SeriesMatcher matcher;
    private final Limits limits;

    TimedMatcher(SeriesMatcher matcher, Limits limits) {
        this.matcher = matcher;
        this.limits = limits;
    }

    @Override
    public String name() {
        return matcher.name();
    }

    @Override
    public boolean matches(String value) {
        limits.work(WORK_OF_A_MATCH);
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
