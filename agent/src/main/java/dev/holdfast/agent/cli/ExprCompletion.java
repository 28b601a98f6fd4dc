package dev.holdfast.agent.cli;

import dev.holdfast.query.ast.AggregateOp;
import dev.holdfast.query.functions.FunctionTable;
import dev.holdfast.storage.Labels;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * Completes a PromQL expression at its end: metric names, functions and aggregations, label names and values inside of braces and
 * after {@code by}, durations inside of brackets.
 *
 * <p>Reads characters, not tokens, since what stands there is never whole.
 */
final class ExprCompletion {
    private static final Set<String> BEFORE_LABELS =
            Set.of("by", "without", "on", "ignoring", "group_left", "group_right");
    private static final List<String> DURATIONS = List.of("30s", "1m", "5m", "15m", "1h", "6h", "1d", "7d");
    private static final List<String> BEHIND_OPERAND = List.of(
            "and",
            "by (",
            "group_left (",
            "group_right (",
            "ignoring (",
            "offset",
            "on (",
            "or",
            "unless",
            "without (");

    private final String text;
    private final boolean selectorOnly;
    private final StoredNames names;
    private final Deque<Integer> open = new ArrayDeque<>();
    /** Where the text begins that is still open, at its quote; -1 when none is. */
    private int quoteAt = -1;

    private ExprCompletion(String text, boolean selectorOnly, StoredNames names) {
        this.text = text;
        this.selectorOnly = selectorOnly;
        this.names = names;
        scan();
    }

    /** What may come at the end of an expression, or of a selector. */
    static Completions of(String text, boolean selectorOnly, StoredNames names) {
        return new ExprCompletion(text, selectorOnly, names).complete();
    }

    private void scan() {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoteAt >= 0) {
                if (c == '\\' && text.charAt(quoteAt) != '`') {
                    i++;
                } else if (c == text.charAt(quoteAt)) {
                    quoteAt = -1;
                }
            } else if (c == '"' || c == '\'' || c == '`') {
                quoteAt = i;
            } else if (c == '{' || c == '(' || c == '[') {
                open.push(i);
            } else if ((c == '}' || c == ')' || c == ']') && !open.isEmpty()) {
                open.pop();
            }
        }
    }

    private Completions complete() {
        int bracket = open.isEmpty() ? -1 : open.peek();
        char kind = bracket < 0 ? ' ' : text.charAt(bracket);
        if (quoteAt >= 0) {
            return kind == '{' ? value(bracket) : Completions.NONE;
        }
        if (kind == '{') {
            return label(bracket);
        }
        if (kind == '[') {
            return duration(bracket);
        }
        if (kind == '(' && BEFORE_LABELS.contains(wordBefore(bracket))) {
            int from = wordStart(text.length());
            return pieces(from, names.labels(""));
        }
        return selectorOnly ? pieces(wordStart(text.length()), names.metrics()) : operand();
    }

    /** Inside of the quotes behind {@code label=}. */
    private Completions value(int brace) {
        int end = quoteAt;
        while (end > brace && "=~! ".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        String label = text.substring(wordStart(end), end);
        List<String> values = new ArrayList<>();
        for (String value : names.values(label, selector(brace))) {
            values.add(value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + text.charAt(quoteAt));
        }
        return pieces(quoteAt + 1, values);
    }

    /** The name before a brace, and those of its matchers that are whole. */
    private String selector(int brace) {
        String metric = text.substring(wordStart(brace), brace);
        String inside = text.substring(brace + 1);
        int comma = lastComma(inside);
        return comma < 0 ? metric : metric + "{" + inside.substring(0, comma) + "}";
    }

    private static int lastComma(String text) {
        int last = -1;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted ^= c == '"' && (i == 0 || text.charAt(i - 1) != '\\');
            last = c == ',' && !quoted ? i : last;
        }
        return last;
    }

    private Completions label(int brace) {
        int from = wordStart(text.length());
        int before = from;
        while (before > brace + 1 && text.charAt(before - 1) == ' ') {
            before--;
        }
        char last = text.charAt(before - 1);
        if (last == '{' || last == ',') {
            List<String> labels = new ArrayList<>();
            for (String label : names.labels(selector(brace))) {
                if (!label.equals(Labels.METRIC_NAME)) {
                    labels.add(label + "=\"");
                }
            }
            return pieces(from, labels);
        }
        return last == '"' && from == text.length() ? pieces(from, List.of(",", "}")) : Completions.NONE;
    }

    private Completions duration(int bracket) {
        List<String> whole = DURATIONS.stream().map(one -> one + "]").toList();
        return pieces(bracket + 1, whole);
    }

    private Completions operand() {
        int from = wordStart(text.length());
        String word = text.substring(from);
        int before = from;
        while (before > 0 && text.charAt(before - 1) == ' ') {
            before--;
        }
        boolean behindOperand = before < from && before > 0 && isEndOfOperand(text.charAt(before - 1));
        if (behindOperand && !BEHIND_OPERAND.contains(text.substring(wordStart(before), before))) {
            return pieces(from, BEHIND_OPERAND);
        }
        List<Completions.Choice> choices = new ArrayList<>();
        String head = text.substring(0, from);
        for (String metric : names.metrics()) {
            if (metric.startsWith(word)) {
                choices.add(new Completions.Choice(head + metric, "metric"));
                if (metric.equals(word)) {
                    choices.add(new Completions.Choice(head + metric + "{", "its labels"));
                }
            }
        }
        for (AggregateOp op : AggregateOp.values()) {
            add(choices, head, op.symbol(), word, "aggregation");
        }
        for (String function : FunctionTable.names()) {
            add(choices, head, function, word, "function");
        }
        return new Completions(Completions.Kind.PIECES, choices);
    }

    private static void add(List<Completions.Choice> choices, String head, String name, String prefix, String says) {
        if (name.startsWith(prefix)) {
            choices.add(new Completions.Choice(head + name + "(", says));
        }
    }

    private static boolean isEndOfOperand(char c) {
        return c == ')' || c == '}' || c == ']' || isNamePart(c);
    }

    private Completions pieces(int from, Iterable<String> words) {
        return Completions.beginningWith(Completions.Kind.PIECES, text.substring(from), text.substring(0, from), words);
    }

    private String wordBefore(int end) {
        int last = end;
        while (last > 0 && text.charAt(last - 1) == ' ') {
            last--;
        }
        return text.substring(wordStart(last), last);
    }

    private int wordStart(int end) {
        int start = end;
        while (start > 0 && isNamePart(text.charAt(start - 1))) {
            start--;
        }
        return start;
    }

    private static boolean isNamePart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == ':';
    }
}
