package dev.holdfast.query.random;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Makes up expressions that use every corner of the grammar; they parse, but need not make sense.
 *
 * <p>The same seed gives the same expressions. Spellings vary: blanks, case of keywords, parentheses that are not needed.
 */
public final class SyntaxGenerator {
    private static final List<String> NAMES = List.of(
            "up", "a:b", "sum", "by", "offset", "step", "range", "fill", "anchored", "start", "limitk", "min_of");
    private static final List<String> LABELS =
            List.of("job", "\"a.b\"", "'c d'", "on", "bool", "step", "smoothed", "fill_left", "atan2", "max_of", "end");
    private static final List<String> DURATIONS =
            List.of("5m", "1h30m", "90", "0.5", "1e2", "0x10", "1d", "250ms", "1_0");
    private static final List<String> ARITHMETIC = List.of("+", "-", "*", "/", "%", "^");

    private final SplittableRandom random;

    /** A generator for a seed. */
    public SyntaxGenerator(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** The next expression: a vector. */
    public String next() {
        return vector(2 + random.nextInt(3));
    }

    private String vector(int depth) {
        if (depth <= 0) {
            return instant();
        }
        return switch (random.nextInt(9)) {
            case 0 -> instant();
            case 1 -> aggregate(depth);
            case 2, 3 -> binary(depth);
            case 4 -> '(' + vector(depth - 1) + ')';
            case 5 -> pick(List.of("-", "+")) + vector(depth - 1);
            case 6 -> function(depth);
            default -> overRange(depth);
        };
    }

    /** In parentheses when its offset is: an operator after that would belong to the offset. */
    private String instant() {
        String text = selector() + modifiers(true);
        return text.endsWith(")") ? '(' + text + ')' : text;
    }

    private String binary(int depth) {
        String left = vector(depth - 1);
        if (random.nextInt(4) == 0) {
            return '(' + left + ' ' + pick(ARITHMETIC) + ' ' + scalar(depth) + ')';
        }
        if (random.nextInt(5) == 0) {
            return left + ' ' + cased(pick(List.of("and", "or", "unless"))) + matching(false) + ' ' + vector(depth - 1);
        }
        String op = pick(List.of("+", "-", "*", "/", "%", "^", "atan2", "==", "!=", "<", ">=", "</", ">/"));
        String bool = op.matches("==|!=|<|>=") && random.nextBoolean() ? cased(" bool") : "";
        return left + ' ' + op + bool + matching(true) + ' ' + vector(depth - 1);
    }

    private String matching(boolean grouped) {
        StringBuilder out = new StringBuilder();
        if (random.nextBoolean()) {
            out.append(cased(pick(List.of(" on", " ignoring")))).append(labels(LABELS.subList(0, 5)));
            if (grouped && random.nextInt(3) == 0) {
                out.append(cased(pick(List.of(" group_left", " group_right"))));
                out.append(labels(LABELS.subList(5, LABELS.size()))); // else parentheses that follow would be these
            }
        }
        if (grouped && random.nextInt(3) == 0) {
            out.append(pick(List.of(
                    " fill(0)",
                    " FILL (-1.5)",
                    " fill_left(NaN)",
                    " fill_right (+Inf)",
                    " fill_left(1)fill_right(5m)",
                    " fill_right(2) fill_left(2)",
                    " fill_left(0) fill_right(-0)")));
        }
        return out.toString();
    }

    private String aggregate(int depth) {
        String grouping = random.nextInt(3) == 0 ? "" : cased(pick(List.of(" by ", " without "))) + labels(LABELS);
        String operand = vector(depth - 1);
        String op = pick(List.of("sum", "group", "topk", "limitk", "limit_ratio", "quantile", "count_values"));
        String arguments = switch (op) {
            case "sum", "group" -> '(' + operand + ')';
            case "count_values" -> "(\"v w\", " + operand + ')';
            default -> '(' + scalar(depth) + ',' + operand + ')';
        };
        return random.nextBoolean() ? cased(op) + grouping + arguments : cased(op) + arguments + grouping;
    }

    private String overRange(int depth) {
        String range = random.nextInt(3) == 0
                ? '('
                        + vector(depth - 1)
                        + ')'
                        + '['
                        + duration(2)
                        + ':'
                        + (random.nextBoolean() ? duration(2) : "")
                        + ']'
                        + modifiers(false)
                : selector() + '[' + duration(2) + ']' + modifiers(true);
        return switch (random.nextInt(4)) {
            case 0 -> "quantile_over_time(" + scalar(depth) + ", " + range + ')';
            case 1 -> "double_exponential_smoothing(" + range + ", .5, " + scalar(depth) + ')';
            default -> pick(List.of("rate", "ts_of_max_over_time", "mad_over_time")) + '(' + range + ')';
        };
    }

    private String function(int depth) {
        String operand = vector(depth - 1);
        return switch (random.nextInt(5)) {
            case 0 -> "info(" + operand + ", {" + pick(LABELS.subList(0, 3)) + "=~\".*\"})";
            case 1 -> "sort_by_label(" + operand + ", 'x', `y\\`)";
            case 2 -> "histogram_quantiles(" + operand + ", \"q\", " + scalar(depth) + ')';
            case 3 -> "vector(" + scalar(depth) + ')';
            default -> "absent(" + operand + ')';
        };
    }

    private String scalar(int depth) {
        if (depth <= 0) {
            return pick(List.of("1", "-2.5", "5m", "Inf", "nan", "start()", "step()", "0x1F", "-1h"));
        }
        return switch (random.nextInt(4)) {
            case 0 -> "max_of(" + scalar(depth - 1) + ", " + scalar(depth - 1) + ')';
            case 1 -> scalar(depth - 1) + ' ' + pick(ARITHMETIC) + ' ' + scalar(depth - 1);
            case 2 -> "-(" + scalar(depth - 1) + ')';
            default -> scalar(0);
        };
    }

    private String selector() {
        if (random.nextInt(5) == 0) {
            return (random.nextBoolean() ? "{'c d' != `e\\f`, \"a.b c\"}" : "{\"a.b c\"}");
        }
        String name = pick(NAMES);
        return random.nextBoolean() ? name : name + "{\"y z\"!~'.+', job=\"x\",}";
    }

    private String modifiers(boolean extensible) {
        StringBuilder out = new StringBuilder();
        if (random.nextInt(4) == 0) {
            out.append(pick(List.of(" @ 5.25", " @ -1m", "@start()", " @ end()")));
        }
        if (extensible && random.nextInt(4) == 0) {
            out.append(cased(pick(List.of(" anchored", " smoothed"))));
        }
        if (random.nextInt(3) == 0) {
            out.append(cased(" offset ")).append(offset());
        }
        return out.toString();
    }

    private String offset() {
        return switch (random.nextInt(4)) {
            case 0 -> pick(List.of("-", "+", "")) + pick(DURATIONS);
            case 1 -> pick(List.of("-", "")) + pick(List.of("step()", "RANGE ()", "min_of(1m, step())"));
            case 2 -> "-(" + duration(2) + ')';
            default -> '(' + duration(2) + ')';
        };
    }

    private String duration(int depth) {
        if (depth <= 0) {
            return pick(DURATIONS);
        }
        return switch (random.nextInt(6)) {
            case 0 -> pick(DURATIONS);
            case 1 -> duration(depth - 1) + pick(ARITHMETIC) + duration(depth - 1);
            case 2 -> '(' + duration(depth - 1) + ')';
            case 3 -> "-(" + duration(depth - 1) + ") + 1w";
            case 4 -> pick(List.of("step()", "range()"));
            default -> pick(List.of("max_of", "MIN_OF")) + '(' + duration(depth - 1) + ", " + duration(depth - 1) + ')';
        };
    }

    private String labels(List<String> from) {
        return switch (random.nextInt(3)) {
            case 0 -> "()";
            case 1 -> '(' + pick(from) + ')';
            default -> '(' + pick(from) + ", " + pick(from) + ",)";
        };
    }

    private String cased(String word) {
        return random.nextInt(4) == 0 ? word.toUpperCase(Locale.ROOT) : word;
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
