package dev.holdfast.query.ast;

import java.util.List;

/**
 * Name and types of a function.
 *
 * @param argumentTypes types of the arguments; of a variadic function the last one may be absent or repeated
 * @param variadic 0 for a fixed number of arguments; n when the last may come 0 to n times; -1 when any number of times
 */
public record FunctionSignature(String name, List<ValueType> argumentTypes, int variadic, ValueType returnType) {
    /** Copies the list. */
    public FunctionSignature {
        argumentTypes = List.copyOf(argumentTypes);
    }

    /** The type that the argument at an index must have. */
    public ValueType argumentType(int index) {
        return argumentTypes.get(Math.min(index, argumentTypes.size() - 1));
    }
}
