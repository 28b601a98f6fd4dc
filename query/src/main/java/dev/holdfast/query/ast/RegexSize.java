package dev.holdfast.query.ast;

/**
 * How large the program of a regular expression becomes, about, before it is made. The library writes a counted repetition out,
 * so that {@code ((a{100}){100}){100}} takes a million instructions: a line of text that would take all memory. Pure.
 */
final class RegexSize {
    /** Some hundred bytes each: a megabyte or two. */
    static final int MAX_INSTRUCTIONS = 20_000;

    private final String expression;
    private int pos;

    private RegexSize(String expression) {
        this.expression = expression;
    }

    /** Whether an expression is too large to be compiled. It need not be a valid one. */
    static boolean isTooLarge(String expression) {
        return expression.length() > MAX_INSTRUCTIONS
                || (expression.indexOf('{') >= 0 && new RegexSize(expression).size() > MAX_INSTRUCTIONS);
    }

    /** Walks over the expression; groups are kept on a stack of sums rather than by recursion, which text could make deep. */
    private long size() {
        long[] sums = new long[expression.length() + 1];
        int depth = 0;
        long last = 0; // what a repetition would repeat
        while (pos < expression.length()) {
            char c = expression.charAt(pos++);
            switch (c) {
                case '\\' -> {
                    pos++;
                    last = 1;
                }
                case '[' -> {
                    skipClass();
                    last = 1;
                }
                case '(' -> {
                    sums[++depth] = 2;
                    continue;
                }
                case ')' -> {
                    last = sums[depth];
                    depth = Math.max(0, depth - 1);
                }
                case '{' -> {
                    // What was added once already is there as often as the count says.
                    sums[depth] = bounded(sums[depth] + last * (count() - 1));
                    last = bounded(last * Math.max(1, count()));
                    pos = Math.max(pos, expression.indexOf('}', pos) + 1);
                    continue;
                }
                default -> last = 1;
            }
            sums[depth] = bounded(sums[depth] + last);
        }
        long all = 0;
        for (int i = 0; i <= depth; i++) {
            all = bounded(all + sums[i]);
        }
        return all;
    }

    /** Past the end of a class; a bracket at its beginning is one of its characters. */
    private void skipClass() {
        if (pos < expression.length() && expression.charAt(pos) == '^') {
            pos++;
        }
        pos++;
        while (pos < expression.length() && expression.charAt(pos) != ']') {
            pos += expression.charAt(pos) == '\\' ? 2 : 1;
        }
        pos++;
    }

    /** The larger number of a repetition like {@code {2,5}}; 1 where it is none. */
    private long count() {
        long most = 1;
        long number = 0;
        for (int i = pos; i < expression.length() && expression.charAt(i) != '}'; i++) {
            char c = expression.charAt(i);
            if (c >= '0' && c <= '9') {
                number = Math.min(1_000_000, number * 10 + c - '0');
                most = Math.max(most, number);
            } else if (c == ',') {
                number = 0;
            } else {
                return 1;
            }
        }
        return most;
    }

    private static long bounded(long size) {
        return Math.min(size, Integer.MAX_VALUE);
    }
}
