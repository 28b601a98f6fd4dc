package dev.holdfast.query.script;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One command of a script. */
sealed interface Command {
    /** Line in the script, from 1. */
    int line();

    /** Forget all samples. */
    record Clear(int line) implements Command {}

    /**
     * Add samples.
     *
     * @param withNative whether classic histograms are meant to be loaded as native ones besides
     */
    record Load(int line, long stepMs, List<String> series, boolean withNative) implements Command {}

    /**
     * Evaluate and compare.
     *
     * @param stepMs 0 for an instant evaluation at {@code startMs}
     * @param expectations lines that begin with {@code expect}, without that word
     * @param rows expected series
     */
    record Eval(
            int line,
            String expression,
            long startMs,
            long endMs,
            long stepMs,
            List<String> expectations,
            List<String> rows)
            implements Command {
        boolean isInstant() {
            return stepMs == 0;
        }

        boolean expects(String what) {
            return expectations.stream().anyMatch(line -> line.equals(what) || line.startsWith(what + " "));
        }

        /** What follows each expectation of a kind that says more, such as {@code msg: ...}. */
        List<String> details(String what) {
            return expectations.stream()
                    .filter(line -> line.startsWith(what + " "))
                    .map(line -> line.substring(what.length() + 1).trim())
                    .toList();
        }

        /** What follows an expectation, such as {@code msg: ...}; null when it is not there or bare. */
        @Nullable
        String detail(String what) {
            return expectations.stream()
                    .filter(line -> line.startsWith(what + " "))
                    .map(line -> line.substring(what.length() + 1))
                    .findFirst()
                    .orElse(null);
        }
    }
}
