package dev.holdfast.query.parser;

import dev.holdfast.query.ParseException;
import dev.holdfast.query.ast.BinaryOp;
import dev.holdfast.query.ast.DurationExpr;
import dev.holdfast.query.ast.NumberLiteral;
import dev.holdfast.query.ast.Position;
import dev.holdfast.query.ast.Span;
import java.util.Locale;
import java.util.Objects;

/**
 * Parses the durations of ranges, steps and offsets: a number, a duration such as {@code 5m}, or arithmetic over these,
 * {@code step()}, {@code range()}, {@code min_of()} and {@code max_of()}.
 */
final class DurationParser {
    private static final int MAX_DEPTH = 100;
    private static final String EXPECTED = "number, duration, step(), or range()";

    private final TokenStream tokens;
    private int depth;

    DurationParser(TokenStream tokens) {
        this.tokens = tokens;
    }

    /** A range or a step, which must be above 0; what is to be computed is checked when it is. */
    Span parsePositive(String context, String expected) {
        DurationExpr expr = parseSum(BinaryOp.ADD.precedence(), context, expected);
        if (expr instanceof DurationExpr.Literal literal) {
            if (!(literal.number().value() > 0)) {
                throw new ParseException(literal.position(), "duration must be greater than 0");
            }
        }
        return span(expr);
    }

    /** A range or a step in the context of which a number is expected. */
    Span parsePositive(String context) {
        return parsePositive(context, EXPECTED);
    }

    /**
     * An offset. Without parentheses around it, it is a single number, duration or call: what follows is arithmetic with
     * the value of the selector. After parentheses it goes on for as long as durations follow.
     */
    Span parseOffset() {
        Token first = tokens.peek();
        boolean negative = isSign(first) && first.text().equals("-");
        if (isSign(first)) {
            tokens.take();
        }
        boolean group = tokens.nextIs(TokenType.LEFT_PAREN);
        Position position = tokens.position(first);
        DurationExpr operand = isSign(tokens.peek())
                ? parseSum(BinaryOp.POWER.precedence(), "offset", EXPECTED)
                : parsePrimary("offset", EXPECTED);
        DurationExpr expr = isSign(first) ? signed(negative, operand, position) : operand;
        return span(group && !isSign(first) ? continued(expr) : expr);
    }

    private DurationExpr continued(DurationExpr first) {
        DurationExpr left = first;
        while (isArithmetic(tokens.peek()) && isDurationNext()) {
            left = operation(left, "offset", EXPECTED);
        }
        return left;
    }

    /** Whether what comes after the next token, an operator, can only be a duration. */
    private boolean isDurationNext() {
        char c = tokens.charAfter(tokens.peek());
        return Lexer.isDigit(c) || c == '.' || c == '(' || isCall(tokens.wordAfter(tokens.peek()));
    }

    private DurationExpr parseSum(int minPrecedence, String context, String expected) {
        if (++depth > MAX_DEPTH) {
            throw new ParseException(tokens.position(tokens.peek()), "expression is nested too deeply");
        }
        Token token = tokens.peek();
        DurationExpr left;
        if (isSign(token)) {
            Position position = tokens.position(token);
            boolean negative = tokens.take().text().equals("-");
            left = signed(negative, parseSum(BinaryOp.POWER.precedence(), context, expected), position);
        } else {
            left = parsePrimary(context, expected);
        }
        while (isArithmetic(tokens.peek())) {
            BinaryOp op = operator(tokens.peek());
            if (op.precedence() < minPrecedence) {
                break;
            }
            left = operation(left, context, expected);
        }
        depth--;
        return left;
    }

    /** What the next token, an operator, makes of a left side and of what follows it. */
    private DurationExpr operation(DurationExpr left, String context, String expected) {
        Token token = tokens.take();
        Position position = tokens.position(token);
        BinaryOp op = operator(token);
        DurationExpr right =
                parseSum(op.isRightAssociative() ? op.precedence() : op.precedence() + 1, context, expected);
        boolean zero = right instanceof DurationExpr.Literal literal
                && literal.number().value() == 0;
        if (zero && op == BinaryOp.DIVIDE) {
            throw new ParseException(position, "division by zero");
        }
        if (zero && op == BinaryOp.MODULO) {
            throw new ParseException(position, "modulo by zero");
        }
        return new DurationExpr.Arithmetic(op, left, right);
    }

    private static BinaryOp operator(Token token) {
        return Objects.requireNonNull(Keywords.operator(token));
    }

    private DurationExpr parsePrimary(String context, String expected) {
        Token token = tokens.peek();
        Position position = tokens.position(token);
        switch (token.type()) {
            case NUMBER, DURATION -> {
                tokens.take();
                NumberLiteral number = Literals.number(token, position);
                Literals.checkDuration(number);
                return new DurationExpr.Literal(number);
            }
            case LEFT_PAREN -> {
                tokens.take();
                DurationExpr inner = parseSum(BinaryOp.ADD.precedence(), context, expected);
                tokens.expect(TokenType.RIGHT_PAREN, context, "\")\"");
                return new DurationExpr.Group(inner, position);
            }
            case IDENTIFIER -> {
                if (isCall(token.text())) {
                    tokens.take();
                    return parseCall(token.text().toLowerCase(Locale.ROOT), position, context, expected);
                }
                throw tokens.unexpected(context, expected);
            }
            default -> throw tokens.unexpected(context, expected);
        }
    }

    private DurationExpr parseCall(String name, Position position, String context, String expected) {
        tokens.expect(TokenType.LEFT_PAREN, context, expected);
        DurationExpr call;
        if (name.equals("step") || name.equals("range")) {
            DurationExpr.Quantity quantity = DurationExpr.Quantity.valueOf(name.toUpperCase(Locale.ROOT));
            call = new DurationExpr.OfQuery(quantity, position);
        } else {
            DurationExpr first = parseSum(BinaryOp.ADD.precedence(), context, expected);
            tokens.expect(TokenType.COMMA, context, "\",\"");
            DurationExpr second = parseSum(BinaryOp.ADD.precedence(), context, expected);
            call = new DurationExpr.Extreme(name.equals("max_of"), first, second, position);
        }
        tokens.expect(TokenType.RIGHT_PAREN, context, "\")\"");
        return call;
    }

    private static DurationExpr signed(boolean negative, DurationExpr operand, Position position) {
        if (operand instanceof DurationExpr.Literal literal) {
            NumberLiteral number = literal.number();
            NumberLiteral signed = negative
                    ? number.negated(position)
                    : new NumberLiteral(number.value(), number.duration(), position);
            return new DurationExpr.Literal(signed);
        }
        return negative ? new DurationExpr.Negation(operand, position) : operand;
    }

    private static Span span(DurationExpr expr) {
        return expr instanceof DurationExpr.Literal literal
                ? Span.of(Literals.durationMs(literal.number()))
                : Span.of(expr);
    }

    private static boolean isCall(String word) {
        return Keywords.DURATION_WORDS.contains(word.toLowerCase(Locale.ROOT));
    }

    private static boolean isSign(Token token) {
        return token.type() == TokenType.OPERATOR
                && (token.text().equals("-") || token.text().equals("+"));
    }

    private static boolean isArithmetic(Token token) {
        BinaryOp op = Keywords.operator(token);
        return op != null && op.isArithmetic() && op != BinaryOp.ATAN2;
    }
}
