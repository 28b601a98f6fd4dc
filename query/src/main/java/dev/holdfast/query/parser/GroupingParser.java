package dev.holdfast.query.parser;

import dev.holdfast.query.ParseException;
import dev.holdfast.query.ast.VectorMatching;
import dev.holdfast.query.ast.VectorMatching.Cardinality;
import java.util.ArrayList;
import java.util.List;

/** Parses lists of label names in parentheses, and the modifiers of binary operators. */
final class GroupingParser {
    private static final String CONTEXT = "grouping opts";
    private static final String FILL = "fill modifier";

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

    /** {@code on}, {@code ignoring}, {@code group_...} and {@code fill...}, or the default when there are none. */
    VectorMatching parseMatching() {
        return parseFill(parseLabelMatching());
    }

    /** {@code fill(v)}, or {@code fill_left(v)} and {@code fill_right(w)} in any order. */
    private VectorMatching parseFill(VectorMatching matching) {
        if (takeFill("fill")) {
            double value = parseFillValue();
            return matching.withFill(value, value);
        }
        Double left = null;
        Double right = null;
        while (true) {
            if (left == null && takeFill("fill_left")) {
                left = parseFillValue();
            } else if (right == null && takeFill("fill_right")) {
                right = parseFillValue();
            } else {
                return matching.withFill(left, right);
            }
        }
    }

    /** The words are names of metrics unless a parenthesis follows. */
    private boolean takeFill(String word) {
        Token token = tokens.peek();
        boolean found = token.type() == TokenType.IDENTIFIER
                && token.text().equalsIgnoreCase(word)
                && tokens.charAfter(token) == '(';
        if (found) {
            tokens.take();
        }
        return found;
    }

    private double parseFillValue() {
        tokens.expect(TokenType.LEFT_PAREN, FILL, "\"(\"");
        boolean negative = false;
        if (tokens.nextIs(TokenType.OPERATOR)
                && (tokens.peek().text().equals("-") || tokens.peek().text().equals("+"))) {
            negative = tokens.take().text().equals("-");
        }
        Token token = tokens.peek();
        if (token.type() != TokenType.NUMBER && token.type() != TokenType.DURATION) {
            throw tokens.unexpected(FILL, "number");
        }
        tokens.take();
        double value = Literals.number(token, tokens.position(token)).value();
        tokens.expect(TokenType.RIGHT_PAREN, FILL, "\")\"");
        return negative ? -value : value;
    }

    private VectorMatching parseLabelMatching() {
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
        return new VectorMatching(cardinality, on, labels, include, null, null);
    }
}
