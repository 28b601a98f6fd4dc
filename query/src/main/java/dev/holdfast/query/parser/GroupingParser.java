package dev.holdfast.query.parser;

import dev.holdfast.query.ParseException;
import dev.holdfast.query.ast.VectorMatching;
import dev.holdfast.query.ast.VectorMatching.Cardinality;
import java.util.ArrayList;
import java.util.List;

/** Parses lists of label names in parentheses, and the modifiers of binary operators. */
final class GroupingParser {
    private static final String CONTEXT = "grouping opts";

    private final TokenStream tokens;

    GroupingParser(TokenStream tokens) {
        this.tokens = tokens;
    }

    /** Label names in parentheses. */
    List<String> parseLabels() {
        tokens.expect(TokenType.LEFT_PAREN, CONTEXT, "\"(\"");
        List<String> labels = new ArrayList<>();
        if (tokens.takeIf(TokenType.RIGHT_PAREN)) {
            return labels;
        }
        while (true) {
            labels.add(parseLabel());
            if (tokens.takeIf(TokenType.RIGHT_PAREN)) {
                return labels;
            }
            tokens.expect(TokenType.COMMA, CONTEXT, "\",\" or \")\"");
            if (tokens.takeIf(TokenType.RIGHT_PAREN)) {
                return labels; // a comma may close the list
            }
        }
    }

    private String parseLabel() {
        Token token = tokens.peek();
        boolean name = SelectorParser.canBeName(token.type())
                || token.type().style() == TokenType.Style.KEYWORD
                || (token.type() == TokenType.OPERATOR
                        && Lexer.isLetter(token.text().charAt(0)));
        if (token.type() == TokenType.STRING) {
            String label = Strings.unquote(token.text());
            if (label.isEmpty()) {
                throw new ParseException(tokens.position(token), "invalid label name for grouping: \"\"");
            }
            tokens.take();
            return label;
        }
        if (!name) {
            throw tokens.unexpected(CONTEXT, "label");
        }
        return tokens.take().text();
    }

    /** {@code on}, {@code ignoring} and {@code group_...}, or the default when there are none. */
    VectorMatching parseMatching() {
        boolean on = tokens.nextIs(TokenType.ON);
        if (!on && !tokens.nextIs(TokenType.IGNORING)) {
            return VectorMatching.DEFAULT;
        }
        tokens.take();
        List<String> labels = parseLabels();
        Cardinality cardinality = Cardinality.ONE_TO_ONE;
        List<String> include = List.of();
        if (tokens.nextIs(TokenType.GROUP_LEFT) || tokens.nextIs(TokenType.GROUP_RIGHT)) {
            boolean left = tokens.take().type() == TokenType.GROUP_LEFT;
            cardinality = left ? Cardinality.MANY_TO_ONE : Cardinality.ONE_TO_MANY;
            if (tokens.nextIs(TokenType.LEFT_PAREN)) {
                include = parseLabels();
            }
        }
        return new VectorMatching(cardinality, on, labels, include);
    }
}
