package dev.holdfast.storage;

/**
 * A comparison with a number that a value has to satisfy to be of interest. NaN satisfies {@link Comparison#NOT_EQUAL}
 * only, as everywhere. Immutable.
 *
 * @param comparison how the value is compared
 * @param operand what it is compared with
 */
public record ValueFilter(Comparison comparison, double operand) {
    /** Every value is of interest. */
    public static final ValueFilter ANY = new ValueFilter(Comparison.NONE, 0);

    /** How a value, on the left, is compared. */
    public enum Comparison {
        /** Not at all. */
        NONE(""),
        /** Equal. */
        EQUAL("=="),
        /** Not equal. */
        NOT_EQUAL("!="),
        /** Less. */
        LESS("<"),
        /** Less or equal. */
        LESS_EQUAL("<="),
        /** Greater. */
        GREATER(">"),
        /** Greater or equal. */
        GREATER_EQUAL(">=");

        private final String symbol;

        Comparison(String symbol) {
            this.symbol = symbol;
        }
    }

    /** Whether a value satisfies it. */
    public boolean passes(double value) {
        return switch (comparison) {
            case NONE -> true;
            case EQUAL -> value == operand;
            case NOT_EQUAL -> value != operand;
            case LESS -> value < operand;
            case LESS_EQUAL -> value <= operand;
            case GREATER -> value > operand;
            case GREATER_EQUAL -> value >= operand;
        };
    }

    /** Whether one of some values, none of them NaN, may satisfy it, by the smallest and the largest of them. */
    public boolean mayPass(double min, double max) {
        return switch (comparison) {
            case NONE -> true;
            case EQUAL -> min <= operand && operand <= max;
            case NOT_EQUAL -> min != operand || max != operand;
            case LESS, LESS_EQUAL -> passes(min);
            case GREATER, GREATER_EQUAL -> passes(max);
        };
    }

    /** As it is written behind a value: {@code > 8}. */
    @Override
    public String toString() {
        if (comparison == Comparison.NONE) {
            return "";
        }
        String number = operand == Math.rint(operand) && Math.abs(operand) < 1e15
                ? Long.toString((long) operand)
                : Double.toString(operand);
        return comparison.symbol + " " + number;
    }
}
