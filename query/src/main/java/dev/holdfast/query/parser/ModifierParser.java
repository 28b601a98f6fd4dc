package dev.holdfast.query.parser;

import dev.holdfast.query.ParseException;
import dev.holdfast.query.PromDouble;
import dev.holdfast.query.ast.At;
import dev.holdfast.query.ast.Expr;
import dev.holdfast.query.ast.MatrixSelector;
import dev.holdfast.query.ast.NumberLiteral;
import dev.holdfast.query.ast.Position;
import dev.holdfast.query.ast.SubqueryExpr;
import dev.holdfast.query.ast.VectorSelector;
import org.jspecify.annotations.Nullable;

/** Parses what may follow an expression and binds tightest: ranges in brackets, {@code offset}, {@code @}. */
final class ModifierParser {
    private static final String NUMBER = "number or duration";
    private static final String NEEDS_SELECTOR =
            " must be preceded by an instant vector selector or range vector selector or a subquery";

    private final TokenStream tokens;

    ModifierParser(TokenStream tokens) {
        this.tokens = tokens;
    }

    /** The expression with all modifiers that follow it. */
    Expr parseAll(Expr expr) {
        Expr result = expr;
        while (true) {
            switch (tokens.peek().type()) {
                case LEFT_BRACKET -> result = parseBrackets(result);
                case OFFSET -> result = parseOffset(result);
                case AT -> result = parseAt(result);
                case IDENTIFIER -> {
                    refuseExperiments(result);
                    return result;
                }
                default -> {
                    return result;
                }
            }
        }
    }

    private void refuseExperiments(Expr expr) {
        String word = tokens.peek().text();
        if (word.equals("anchored") || word.equals("smoothed")) {
            throw new ParseException(expr.position(), word + " modifier is experimental and not available");
        }
    }

    private Expr parseBrackets(Expr expr) {
        Position bracket = tokens.position(tokens.take());
        long rangeMs = parsePositive("subquery or range selector");
        if (tokens.nextIs(TokenType.COLON)) {
            tokens.take();
            long stepMs = 0;
            if (!tokens.nextIs(TokenType.RIGHT_BRACKET)) {
                stepMs = parsePositive("subquery selector");
            }
            tokens.expect(TokenType.RIGHT_BRACKET, "subquery selector", "\"]\"");
            return new SubqueryExpr(expr, rangeMs, stepMs, 0, null);
        }
        tokens.expect(TokenType.RIGHT_BRACKET, "subquery or range", "\":\" or \"]\"");
        if (!(expr instanceof VectorSelector selector)) {
            throw new ParseException(bracket, "ranges only allowed for vector selectors");
        }
        if (selector.offsetMs() != 0) {
            throw new ParseException(bracket, "no offset modifiers allowed before range");
        }
        if (selector.at() != null) {
            throw new ParseException(bracket, "no @ modifiers allowed before range");
        }
        return new MatrixSelector(selector, rangeMs);
    }

    private long parsePositive(String context) {
        Position first = tokens.position(tokens.peek());
        boolean negative = takeSign();
        NumberLiteral literal = parseNumber(first, context, NUMBER);
        TokenType next = tokens.peek().type();
        if (next == TokenType.OPERATOR) {
            throw experimentalDuration(first);
        }
        if (negative || literal.value() <= 0) {
            throw new ParseException(first, "duration must be greater than 0");
        }
        return Literals.durationMs(literal);
    }

    /** Takes signs; true when they add up to minus. */
    private boolean takeSign() {
        boolean negative = false;
        while (tokens.nextIs(TokenType.OPERATOR)
                && (tokens.peek().text().equals("-") || tokens.peek().text().equals("+"))) {
            negative ^= tokens.take().text().equals("-");
        }
        return negative;
    }

    private NumberLiteral parseNumber(Position first, String context, String expected) {
        Token token = tokens.peek();
        switch (token.type()) {
            case NUMBER, DURATION -> {
                tokens.take();
                return Literals.number(token, tokens.position(token));
            }
            case LEFT_PAREN, IDENTIFIER -> throw experimentalDuration(first);
            default -> throw tokens.unexpected(context, expected);
        }
    }

    private static ParseException experimentalDuration(Position position) {
        return new ParseException(position, "duration expressions are experimental and not available");
    }

    private Expr parseOffset(Expr expr) {
        tokens.take();
        Position first = tokens.position(tokens.peek());
        boolean negative = takeSign();
        long magnitudeMs = Literals.durationMs(parseNumber(first, "offset", NUMBER));
        long offsetMs = negative ? -magnitudeMs : magnitudeMs;
        if (offsetMsOf(expr) != 0) {
            throw new ParseException(expr.position(), "offset may not be set multiple times");
        }
        if (expr instanceof VectorSelector selector) {
            return selector.withOffsetMs(offsetMs);
        }
        if (expr instanceof MatrixSelector matrix) {
            return new MatrixSelector(matrix.selector().withOffsetMs(offsetMs), matrix.rangeMs());
        }
        if (expr instanceof SubqueryExpr subquery) {
            return subquery.withOffsetMs(offsetMs);
        }
        throw new ParseException(expr.position(), "offset modifier" + NEEDS_SELECTOR);
    }

    private static long offsetMsOf(Expr expr) {
        if (expr instanceof VectorSelector selector) {
            return selector.offsetMs();
        }
        if (expr instanceof MatrixSelector matrix) {
            return matrix.selector().offsetMs();
        }
        return expr instanceof SubqueryExpr subquery ? subquery.offsetMs() : 0;
    }

    private Expr parseAt(Expr expr) {
        tokens.take();
        At at = parseMoment(expr);
        if (atOf(expr) != null) {
            throw new ParseException(expr.position(), "@ <timestamp> may not be set multiple times");
        }
        if (expr instanceof VectorSelector selector) {
            return selector.withAt(at);
        }
        if (expr instanceof MatrixSelector matrix) {
            return new MatrixSelector(matrix.selector().withAt(at), matrix.rangeMs());
        }
        if (expr instanceof SubqueryExpr subquery) {
            return subquery.withAt(at);
        }
        throw new ParseException(expr.position(), "@ modifier" + NEEDS_SELECTOR);
    }

    private At parseMoment(Expr expr) {
        Token token = tokens.peek();
        if (token.type() == TokenType.START || token.type() == TokenType.FINISH) {
            tokens.take();
            tokens.expect(TokenType.LEFT_PAREN, "", "");
            tokens.expect(TokenType.RIGHT_PAREN, "", "");
            return token.type() == TokenType.START ? At.START : At.END;
        }
        boolean negative = takeSign();
        Token number = tokens.peek();
        if (number.type() != TokenType.NUMBER && number.type() != TokenType.DURATION) {
            throw tokens.unexpected("@", "timestamp");
        }
        tokens.take();
        double magnitude = Literals.number(number, tokens.position(number)).value();
        double seconds = negative ? -magnitude : magnitude;
        if (!(Math.abs(seconds) < Long.MAX_VALUE / 1000.0)) {
            throw new ParseException(
                    expr.position(), "timestamp out of bounds for @ modifier: " + PromDouble.format(seconds));
        }
        return At.fixed(Math.round(seconds * 1000));
    }

    private static @Nullable At atOf(Expr expr) {
        if (expr instanceof VectorSelector selector) {
            return selector.at();
        }
        if (expr instanceof MatrixSelector matrix) {
            return matrix.selector().at();
        }
        return expr instanceof SubqueryExpr subquery ? subquery.at() : null;
    }
}
