package dev.holdfast.query.functions;

import dev.holdfast.query.ast.FunctionSignature;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All functions by name. */
public final class FunctionTable {
    /** What Prometheus 3.x has behind feature flags, so that its users learn why they are not here. */
    private static final Set<String> EXPERIMENTAL = Set.of(
            "double_exponential_smoothing",
            "end",
            "histogram_quantiles",
            "info",
            "mad_over_time",
            "max_of",
            "min_of",
            "range",
            "sort_by_label",
            "sort_by_label_desc",
            "start",
            "start_timestamp",
            "step",
            "ts_of_first_over_time",
            "ts_of_last_over_time",
            "ts_of_max_over_time",
            "ts_of_min_over_time");

    private static final Map<String, Function> FUNCTIONS = new HashMap<>();

    static {
        for (List<Function> family : List.of(
                MathFunctions.ALL,
                TrigonometricFunctions.ALL,
                DateFunctions.ALL,
                RateFunctions.ALL,
                OverTimeFunctions.ALL,
                TrendFunctions.ALL,
                SeriesFunctions.ALL)) {
            family.forEach(function -> FUNCTIONS.put(function.signature().name(), function));
        }
    }

    private FunctionTable() {}

    /** The signature of a function, or null when there is none of that name. */
    public static @Nullable FunctionSignature signature(String name) {
        Function function = FUNCTIONS.get(name);
        return function == null ? null : function.signature();
    }

    /** How a function of the table is computed. */
    public static FunctionBody body(FunctionSignature signature) {
        Function function = FUNCTIONS.get(signature.name());
        if (function == null) {
            throw new IllegalArgumentException("not in the table: name=" + signature.name());
        }
        return function.body();
    }

    /** Whether a name is that of a function which Prometheus has as an experiment. */
    public static boolean isExperimental(String name) {
        return EXPERIMENTAL.contains(name);
    }

    /** All names, sorted: for completion and for tests. */
    public static SortedSet<String> names() {
        return new TreeSet<>(FUNCTIONS.keySet());
    }
}
