package dev.holdfast.query.parser;

import dev.holdfast.query.ast.AggregateOp;
import dev.holdfast.query.ast.Quoting;
import dev.holdfast.query.functions.FunctionTable;
import java.util.Locale;
import java.util.Set;

/** The function or aggregation that a misspelt name was probably meant to be. */
final class Suggestion {
    private static final int MAX_LENGTH = 64;

    private Suggestion() {}

    /** The end of an error message, for example {@code , did you mean "rate"?}; empty when nothing comes close. */
    static String of(String name) {
        String old = renamed(name);
        if (!old.isEmpty()) {
            return ", did you mean " + Quoting.quote(old) + "? It has had this name since Prometheus 3";
        }
        String lower = name.toLowerCase(Locale.ROOT);
        String nearest = "";
        // A third of the letters may be wrong: of "foo" one, of "histogram_quntile" five.
        int nearestDistance = Math.max(1, name.length() / 3) + 1;
        if (name.length() <= MAX_LENGTH) {
            for (String candidate : callable()) {
                int distance = distance(lower, candidate);
                boolean begins = distance == nearestDistance && !nearest.isEmpty() && candidate.startsWith(lower);
                if (distance < nearestDistance || begins) {
                    nearest = candidate;
                    nearestDistance = distance;
                }
            }
        }
        return nearest.isEmpty() ? "" : ", did you mean " + Quoting.quote(nearest) + "?";
    }

    private static Set<String> callable() {
        Set<String> names = FunctionTable.names();
        for (AggregateOp op : AggregateOp.values()) {
            names.add(op.symbol());
        }
        return names;
    }

    private static String renamed(String name) {
        return name.equals("holt_winters") ? "double_exponential_smoothing" : "";
    }

    /** Letters to insert, remove or replace (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
