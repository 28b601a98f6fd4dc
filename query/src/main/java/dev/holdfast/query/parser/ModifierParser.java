package dev.holdfast.query.parser;

import dev.holdfast.query.ParseException;
import dev.holdfast.query.PromDouble;
import dev.holdfast.query.ast.At;
import dev.holdfast.query.ast.Expr;
import dev.holdfast.query.ast.Extension;
import dev.holdfast.query.ast.MatrixSelector;
import dev.holdfast.query.ast.Position;
import dev.holdfast.query.ast.Span;
import dev.holdfast.query.ast.SubqueryExpr;
import dev.holdfast.query.ast.VectorSelector;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Parses what may follow an expression and binds tightest: ranges in brackets, {@code offset}, {@code @}, {@code
 * anchored} and {@code smoothed}. */
final class ModifierParser {
    private static final String NEEDS_SELECTOR =
            " must be preceded by an instant vector selector or range vector selector or a subquery";

    private final TokenStream tokens;
    private final DurationParser durations;

    ModifierParser(TokenStream tokens) {
        this.tokens = tokens;
        this.durations = new DurationParser(tokens);
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
                    if (!isExtension(tokens.peek())) {
                        return result;
                    }
                    result = parseExtension(result);
                }
                default -> {
                    return result;
                }
            }
        }
    }

    private boolean isExtension(Token token) {
        String word = token.text().toLowerCase(Locale.ROOT);
        return word.equals(Extension.ANCHORED.symbol()) || word.equals(Extension.SMOOTHED.symbol());
    }

    private Expr parseExtension(Expr expr) {
        Extension extension = Extension.valueOf(tokens.take().text().toUpperCase(Locale.ROOT));
        String modifier = extension.symbol() + " modifier";
        if (expr instanceof SubqueryExpr) {
            throw new ParseException(expr.position(), modifier + " is not supported for subqueries");
        }
        VectorSelector selector = expr instanceof MatrixSelector matrix
                ? matrix.selector()
                : expr instanceof VectorSelector vector ? vector : null;
        if (selector == null) {
            throw new ParseException(expr.position(), modifier + " must be preceded by a selector");
        }
        if (selector.extension() != Extension.NONE && selector.extension() != extension) {
            throw new ParseException(expr.position(), "anchored and smoothed modifiers cannot be used together");
        }
        VectorSelector extended = selector.withExtension(extension);
        return expr instanceof MatrixSelector matrix ? matrix.withSelector(extended) : extended;
    }

    private Expr parseBrackets(Expr expr) {
        Position bracket = tokens.position(tokens.take());
        Span range = durations.parsePositive("subquery or range selector");
        if (tokens.nextIs(TokenType.COLON)) {
            tokens.take();
            Span step = Span.NONE;
            if (!tokens.nextIs(TokenType.RIGHT_BRACKET)) {
                step = durations.parsePositive("subquery selector", "number, duration, step(), range(), or \"]\"");
            }
            tokens.expect(TokenType.RIGHT_BRACKET, "subquery selector", "\"]\"");
            return new SubqueryExpr(expr, range, step, Span.NONE, null);
        }
        tokens.expect(TokenType.RIGHT_BRACKET, "subquery or range", "\":\" or \"]\"");
        if (!(expr instanceof VectorSelector selector)) {
            throw new ParseException(bracket, "ranges only allowed for vector selectors");
        }
        if (selector.offset().isGiven()) {
            throw new ParseException(bracket, "no offset modifiers allowed before range");
        }
        if (selector.at() != null) {
            throw new ParseException(bracket, "no @ modifiers allowed before range");
        }
        return new MatrixSelector(selector, range);
    }

    private Expr parseOffset(Expr expr) {
        tokens.take();
        Span offset = durations.parseOffset();
        if (offsetOf(expr).isGiven()) {
            throw new ParseException(expr.position(), "offset may not be set multiple times");
        }
        if (expr instanceof VectorSelector selector) {
            return selector.withOffset(offset);
        }
        if (expr instanceof MatrixSelector matrix) {
            return matrix.withSelector(matrix.selector().withOffset(offset));
        }
        if (expr instanceof SubqueryExpr subquery) {
            return subquery.withOffset(offset);
        }
        throw new ParseException(expr.position(), "offset modifier" + NEEDS_SELECTOR);
    }

    private static Span offsetOf(Expr expr) {
        if (expr instanceof VectorSelector selector) {
            return selector.offset();
        }
        if (expr instanceof MatrixSelector matrix) {
            return matrix.selector().offset();
        }
        return expr instanceof SubqueryExpr subquery ? subquery.offset() : Span.NONE;
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
            return matrix.withSelector(matrix.selector().withAt(at));
        }
        if (expr instanceof SubqueryExpr subquery) {
            return subquery.withAt(at);
        }
        throw new ParseException(expr.position(), "@ modifier" + NEEDS_SELECTOR);
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
