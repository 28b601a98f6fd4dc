package dev.holdfast.query.functions;

import dev.holdfast.query.ast.FunctionSignature;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All functions by name. */
public final class FunctionTable {
    private static final Map<String, Function> FUNCTIONS = new HashMap<>();

    static {
        for (List<Function> family : List.of(
                MathFunctions.ALL,
                TrigonometricFunctions.ALL,
                DateFunctions.ALL,
                RateFunctions.ALL,
                OverTimeFunctions.ALL,
                TrendFunctions.ALL,
                SmoothingFunctions.ALL,
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

    /** All names, sorted: for completion and for tests. */
    public static SortedSet<String> names() {
        return new TreeSet<>(FUNCTIONS.keySet());
    }
}
