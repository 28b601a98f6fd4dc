package dev.holdfast.query.engine;

import dev.holdfast.query.ast.BinaryOp;

/** Arithmetic and comparison of two numbers. */
final class BinaryMath {
    private BinaryMath() {}

    /** The result of an arithmetic operator. */
    static double compute(BinaryOp op, double left, double right) {
        return switch (op) {
            case ADD -> left + right;
            case SUBTRACT -> left - right;
            case MULTIPLY -> left * right;
            case DIVIDE -> left / right;
            case MODULO -> left % right;
            case POWER -> power(left, right);
            case ATAN2 -> Math.atan2(left, right);
            default -> throw new IllegalArgumentException("not arithmetic: op=" + op);
        };
    }

    /** Whether a comparison holds; with NaN only {@code !=} does. */
    static boolean compare(BinaryOp op, double left, double right) {
        return switch (op) {
            case EQUAL -> left == right;
            case NOT_EQUAL -> left != right;
            case LESS -> left < right;
            case LESS_EQUAL -> left <= right;
            case GREATER -> left > right;
            case GREATER_EQUAL -> left >= right;
            default -> throw new IllegalArgumentException("not a comparison: op=" + op);
        };
    }

    /** IEEE 754's pow, where Java's differs: 1 to any power is 1, and so is -1 to an infinite one. */
    private static double power(double base, double exponent) {
        if (base == 1 || (base == -1 && Double.isInfinite(exponent))) {
            return 1;
        }
        return Math.pow(base, exponent);
    }
}
