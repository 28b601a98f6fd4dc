package dev.holdfast.query;

import dev.holdfast.query.ast.Expr;
import dev.holdfast.query.ast.PrettyPrinter;
import dev.holdfast.query.parser.Parser;
import dev.holdfast.storage.SeriesMatcher;
import java.util.List;

/** PromQL as a language: from text to tree and back. Stateless; any thread. */
public final class PromQl {
    private PromQl() {}

    /**
     * The tree of an expression, types checked.
     *
     * @throws ParseException when it is no PromQL
     */
    public static Expr parse(String text) {
        return Parser.parseExpression(text);
    }

    /**
     * The matchers of a series selector, as {@code match[]} and {@code export} take it: a metric name, braces, or both.
     *
     * <p>A selector that matches everything, such as {@code {}}, is given as it is: whether to refuse it is up to the caller.
     *
     * @throws ParseException when it is no selector
     */
    public static List<SeriesMatcher> parseSelector(String text) {
        return List.copyOf(Parser.parseSelector(text));
    }

    /**
     * The canonical text of an expression, in several lines when it is long; it parses to the same tree.
     *
     * @throws ParseException when it is no PromQL
     */
    public static String format(String text) {
        return PrettyPrinter.print(parse(text));
    }
}
