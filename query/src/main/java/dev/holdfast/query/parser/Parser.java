package dev.holdfast.query.parser;

import dev.holdfast.query.ParseException;
import dev.holdfast.query.ast.AggregateExpr;
import dev.holdfast.query.ast.AggregateOp;
import dev.holdfast.query.ast.BinaryExpr;
import dev.holdfast.query.ast.BinaryOp;
import dev.holdfast.query.ast.Call;
import dev.holdfast.query.ast.Expr;
import dev.holdfast.query.ast.FunctionSignature;
import dev.holdfast.query.ast.LabelMatcher;
import dev.holdfast.query.ast.NumberLiteral;
import dev.holdfast.query.ast.ParenExpr;
import dev.holdfast.query.ast.Position;
import dev.holdfast.query.ast.Quoting;
import dev.holdfast.query.ast.StringLiteral;
import dev.holdfast.query.ast.UnaryExpr;
import dev.holdfast.query.ast.VectorMatching;
import dev.holdfast.query.ast.VectorSelector;
import dev.holdfast.query.functions.FunctionTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A precedence-climbing parser of PromQL.
 *
 * <p>From loose to tight: {@code or}; {@code and unless}; comparisons; {@code + -}; {@code * / % atan2}; signs; {@code ^}
 * (from the right); then ranges, {@code offset} and {@code @}. So {@code -1^2} is {@code -(1^2)}.
 */
public final class Parser {
    /** Deeper nesting than this is refused, before the stack of the thread ends. */
    private static final int MAX_DEPTH = 150;

    private static final String TOO_DEEP = "expression is nested too deeply";

    private final TokenStream tokens;
    private final ModifierParser modifiers;
    private final SelectorParser selectors;
    private final GroupingParser groupings;
    private int depth;

    private Parser(String text) {
        this.tokens = new TokenStream(text);
        this.modifiers = new ModifierParser(tokens);
        this.selectors = new SelectorParser(tokens);
        this.groupings = new GroupingParser(tokens);
    }

    /**
     * Parses an expression and checks its types.
     *
     * @throws ParseException when it is none
     */
    public static Expr parseExpression(String text) {
        try {
            return parse(text);
        } catch (StackOverflowError e) {
            // A chain of thousands of operators is a deep tree even without nesting.
            throw new ParseException(new Position(1, 1), TOO_DEEP);
        }
    }

    private static Expr parse(String text) {
        Parser parser = new Parser(text);
        if (parser.tokens.nextIs(TokenType.END)) {
            String reason = "no expression found in input";
            throw text.isEmpty() ? ParseException.ofEmptyText(reason) : new ParseException(new Position(1, 1), reason);
        }
        Expr expr = parser.parseBinary(1);
        parser.expectEnd();
        return TypeChecker.check(expr);
    }

    /**
     * Parses a series selector: a metric name, matchers in braces, or both.
     *
     * @throws ParseException when it is none
     */
    public static List<LabelMatcher> parseSelector(String text) {
        Parser parser = new Parser(text);
        Token first = parser.tokens.peek();
        VectorSelector selector;
        if (SelectorParser.canBeName(first.type())) {
            selector = parser.selectors.parse(parser.tokens.take());
        } else if (first.type() == TokenType.LEFT_BRACE) {
            selector = parser.selectors.parse(null);
        } else {
            throw parser.tokens.unexpected("", "");
        }
        parser.expectEnd();
        TypeChecker.checkNameOnce(selector);
        return selector.matchers();
    }

    private void expectEnd() {
        tokens.expect(TokenType.END, "", "");
    }

    private Expr parseBinary(int minPrecedence) {
        if (++depth > MAX_DEPTH) {
            throw new ParseException(tokens.position(tokens.peek()), TOO_DEEP);
        }
        Expr left = parseUnary();
        while (true) {
            Token token = tokens.peek();
            BinaryOp op = Keywords.operator(token);
            if (op == null || op.precedence() < minPrecedence) {
                depth--;
                return left;
            }
            Position position = tokens.position(token);
            tokens.take();
            boolean returnBool = tokens.takeIf(TokenType.BOOL);
            VectorMatching matching = groupings.parseMatching();
            Expr right = parseBinary(op.isRightAssociative() ? op.precedence() : op.precedence() + 1);
            left = new BinaryExpr(op, left, right, returnBool, matching, position);
        }
    }

    private Expr parseUnary() {
        Token token = tokens.peek();
        boolean minus = token.type() == TokenType.OPERATOR && token.text().equals("-");
        boolean plus = token.type() == TokenType.OPERATOR && token.text().equals("+");
        if (!minus && !plus) {
            return modifiers.parseAll(parsePrimary());
        }
        tokens.take();
        Position position = tokens.position(token);
        Expr operand = parseBinary(BinaryOp.POWER.precedence());
        if (operand instanceof NumberLiteral number) {
            return minus ? number.negated(position) : new NumberLiteral(number.value(), number.duration(), position);
        }
        return new UnaryExpr(minus, operand, position);
    }

    private Expr parsePrimary() {
        Token token = tokens.peek();
        Position position = tokens.position(token);
        switch (token.type()) {
            case NUMBER, DURATION -> {
                tokens.take();
                return Literals.number(token, position);
            }
            case STRING -> {
                tokens.take();
                return new StringLiteral(Strings.unquote(token.text()), position);
            }
            case LEFT_PAREN -> {
                tokens.take();
                Expr inner = parseBinary(1);
                tokens.expect(TokenType.RIGHT_PAREN, "", "");
                return new ParenExpr(inner, position);
            }
            case LEFT_BRACE -> {
                return selectors.parse(null);
            }
            case AGGREGATOR -> {
                tokens.take();
                TokenType next = tokens.peek().type();
                boolean call = next == TokenType.LEFT_PAREN || next == TokenType.BY || next == TokenType.WITHOUT;
                return call ? parseAggregate(token, position) : selectors.parse(token);
            }
            default -> {
                return parseNamed(token, position);
            }
        }
    }

    /** A word: a function when a parenthesis follows, else a metric name. */
    private Expr parseNamed(Token token, Position position) {
        boolean name = SelectorParser.canBeName(token.type())
                || (token.type() == TokenType.OPERATOR && token.text().matches("(?i)and|or|unless"));
        if (!name) {
            throw tokens.unexpected("", "");
        }
        tokens.take();
        boolean function = token.type() == TokenType.IDENTIFIER
                || token.type() == TokenType.START
                || token.type() == TokenType.FINISH;
        if (!function || !tokens.nextIs(TokenType.LEFT_PAREN)) {
            return selectors.parse(token);
        }
        String text = token.text();
        List<Expr> arguments = parseArguments();
        FunctionSignature signature = FunctionTable.signature(text);
        if (signature == null) {
            throw new ParseException(
                    position, "unknown function with name " + Quoting.quote(text) + Suggestion.of(text));
        }
        return new Call(signature, arguments, position);
    }

    private List<Expr> parseArguments() {
        tokens.expect(TokenType.LEFT_PAREN, "", "");
        List<Expr> arguments = new ArrayList<>();
        if (tokens.takeIf(TokenType.RIGHT_PAREN)) {
            return arguments;
        }
        while (true) {
            arguments.add(parseBinary(1));
            if (tokens.takeIf(TokenType.RIGHT_PAREN)) {
                return arguments;
            }
            Token comma = tokens.expect(TokenType.COMMA, "", "");
            if (tokens.nextIs(TokenType.RIGHT_PAREN)) {
                throw new ParseException(tokens.position(comma), "trailing commas not allowed in function call args");
            }
        }
    }

    private Expr parseAggregate(Token token, Position position) {
        boolean without = tokens.nextIs(TokenType.WITHOUT);
        boolean before = without || tokens.nextIs(TokenType.BY);
        List<String> grouping = List.of();
        if (before) {
            tokens.take();
            grouping = groupings.parseLabels();
        }
        if (!tokens.nextIs(TokenType.LEFT_PAREN)) {
            throw tokens.unexpected("aggregation", "");
        }
        List<Expr> arguments = parseArguments();
        if (!before && (tokens.nextIs(TokenType.BY) || tokens.nextIs(TokenType.WITHOUT))) {
            without = tokens.take().type() == TokenType.WITHOUT;
            grouping = groupings.parseLabels();
        }
        String name = token.text().toLowerCase(Locale.ROOT);
        if (arguments.isEmpty()) {
            throw new ParseException(position, "no arguments for aggregate expression provided");
        }
        AggregateOp op = AggregateOp.valueOf(name.toUpperCase(Locale.ROOT));
        int wanted = op.parameterType() == null ? 1 : 2;
        if (arguments.size() != wanted) {
            throw new ParseException(
                    position,
                    "wrong number of arguments for aggregate expression provided, expected " + wanted + ", got "
                            + arguments.size());
        }
        return new AggregateExpr(
                op, arguments.get(wanted - 1), wanted == 2 ? arguments.get(0) : null, grouping, without, position);
    }
}
