package dev.holdfast.storage;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Some matchers, and what each of them said of the value that it judged last: series that follow one another in the order of
 * labels mostly have values in common. One thread.
 */
final class MatcherMemory {
    private final SeriesMatcher[] matchers;
    private final @Nullable String[] judged;
    private final boolean[] matched;

    MatcherMemory(Collection<SeriesMatcher> matchers) {
        this.matchers = matchers.toArray(new SeriesMatcher[0]);
        this.judged = new @Nullable String[this.matchers.length];
        this.matched = new boolean[this.matchers.length];
    }

    /** Whether a series satisfies all. */
    boolean all(Labels labels) {
        for (int i = 0; i < matchers.length; i++) {
            String value = labels.get(matchers[i].name());
            if (!value.equals(judged[i])) {
                matched[i] = matchers[i].matches(value);
                judged[i] = value;
            }
            if (!matched[i]) {
                return false;
            }
        }
        return true;
    }
}
