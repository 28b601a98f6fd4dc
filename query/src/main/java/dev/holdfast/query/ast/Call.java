package dev.holdfast.query.ast;

import java.util.List;

/** A call of a function. */
public record Call(FunctionSignature function, List<Expr> arguments, Position position) implements Expr {
    /** Copies the list. */
    public Call {
        arguments = List.copyOf(arguments);
    }

    @Override
    public ValueType type() {
        return function.returnType();
    }
}
