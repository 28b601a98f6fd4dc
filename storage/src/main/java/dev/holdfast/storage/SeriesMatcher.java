package dev.holdfast.storage;

import java.util.Collection;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A condition on one label of a series. A series that lacks the label is judged by the empty string.
 *
 * <p>Storage knows no regular expressions: the query language brings its own dialect as a predicate. Implementations are
 * immutable and may be called from any thread.
 */
public interface SeriesMatcher {
    /** The label name. */
    String name();

    /** Whether a value satisfies the condition; the empty string stands for an absent label. */
    boolean matches(String value);

    /** The only value that can match, or null when there may be others: lets the postings index answer by one look-up. */
    default @Nullable String onlyValue() {
        return null;
    }

    /** What this one stands for, when it only adds something to the asking of another; else itself. */
    default SeriesMatcher origin() {
        return this;
    }

    /** Whether a series satisfies all of some conditions. */
    static boolean all(Collection<SeriesMatcher> matchers, Labels labels) {
        for (SeriesMatcher matcher : matchers) {
            if (!matcher.matches(labels.get(matcher.name()))) {
                return false;
            }
        }
        return true;
    }

    /**
     * The same condition, and something to do before each value is judged: to look at the time, for a regular expression over many
     * values. What it throws ends the selection.
     */
    static SeriesMatcher watched(SeriesMatcher matcher, Runnable before) {
        return new SeriesMatcher() {
            @Override
            public String name() {
                return matcher.name();
            }

            @Override
            public boolean matches(String value) {
                before.run();
                return matcher.matches(value);
            }

            @Override
            public @Nullable String onlyValue() {
                return matcher.onlyValue();
            }

            @Override
            public SeriesMatcher origin() {
                return matcher;
            }

            @Override
            public String toString() {
                return matcher.toString();
            }
        };
    }

    /** The label has exactly this value; the empty string means that the label is absent. */
    static SeriesMatcher equal(String name, String value) {
        return new SeriesMatcher() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public boolean matches(String candidate) {
                return candidate.equals(value);
            }

            @Override
            public String onlyValue() {
                return value;
            }

            @Override
            public String toString() {
                return name + "=\"" + value + '"';
            }
        };
    }

    /** The label's value satisfies a predicate; {@code description} is for messages. */
    static SeriesMatcher of(String name, Predicate<String> predicate, String description) {
        return new SeriesMatcher() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public boolean matches(String candidate) {
                return predicate.test(candidate);
            }

            @Override
            public String toString() {
                return description;
            }
        };
    }
}
