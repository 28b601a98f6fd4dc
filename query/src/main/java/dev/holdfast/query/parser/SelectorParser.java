package dev.holdfast.query.parser;

import com.google.re2j.PatternSyntaxException;
import dev.holdfast.query.ParseException;
import dev.holdfast.query.ast.Extension;
import dev.holdfast.query.ast.LabelMatcher;
import dev.holdfast.query.ast.Position;
import dev.holdfast.query.ast.Span;
import dev.holdfast.query.ast.VectorSelector;
import dev.holdfast.storage.Labels;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses a metric name, the matchers in braces, or both. */
final class SelectorParser {
    private static final String CONTEXT = "label matching";

    private final TokenStream tokens;

    SelectorParser(TokenStream tokens) {
        this.tokens = tokens;
    }

    /** Whether a token may be a metric name; keywords may, where they cannot be meant otherwise. */
    static boolean canBeName(TokenType type) {
        return switch (type) {
            case IDENTIFIER, METRIC_IDENTIFIER, AGGREGATOR, BY, WITHOUT, OFFSET, START, FINISH -> true;
            default -> false;
        };
    }

    /** A selector that starts with a name which was taken already, or with a brace. */
    VectorSelector parse(@Nullable Token name) {
        Position position = tokens.position(name != null ? name : tokens.peek());
        List<LabelMatcher> matchers = new ArrayList<>();
        if (tokens.takeIf(TokenType.LEFT_BRACE)) {
            parseMatchers(matchers);
        }
        if (name != null) {
            matchers.add(new LabelMatcher(LabelMatcher.Op.EQUAL, Labels.METRIC_NAME, name.text()));
        }
        return new VectorSelector(name != null ? name.text() : "", matchers, Span.NONE, null, Extension.NONE, position);
    }

    private void parseMatchers(List<LabelMatcher> matchers) {
        if (tokens.takeIf(TokenType.RIGHT_BRACE)) {
            return;
        }
        while (true) {
            matchers.add(parseMatcher());
            if (tokens.takeIf(TokenType.RIGHT_BRACE)) {
                return;
            }
            tokens.expect(TokenType.COMMA, CONTEXT, "\",\" or \"}\"");
            if (tokens.takeIf(TokenType.RIGHT_BRACE)) {
                return; // a comma may close the list
            }
        }
    }

    private LabelMatcher parseMatcher() {
        Token name = tokens.peek();
        boolean quoted = name.type() == TokenType.STRING;
        if (!quoted && name.type() != TokenType.IDENTIFIER) {
            throw tokens.unexpected(CONTEXT, "identifier or \"}\"");
        }
        tokens.take();
        String label = quoted ? Strings.unquote(name.text()) : name.text();
        LabelMatcher.Op op = matchOp(tokens.peek());
        if (op == null) {
            if (!quoted) {
                throw tokens.unexpected(CONTEXT, "label matching operator");
            }
            // A lone string is a metric name that needs its quotes: {"a.b"}.
            return new LabelMatcher(LabelMatcher.Op.EQUAL, Labels.METRIC_NAME, label);
        }
        tokens.take();
        Token value = tokens.expect(TokenType.STRING, CONTEXT, "string");
        try {
            return new LabelMatcher(op, label, Strings.unquote(value.text()));
        } catch (PatternSyntaxException e) {
            throw new ParseException(tokens.position(name), String.valueOf(e.getMessage()));
        }
    }

    private static LabelMatcher.@Nullable Op matchOp(Token token) {
        return switch (token.type()) {
            case ASSIGN -> LabelMatcher.Op.EQUAL;
            case REGEX_MATCH -> LabelMatcher.Op.REGEX;
            case REGEX_NO_MATCH -> LabelMatcher.Op.NOT_REGEX;
            case OPERATOR -> LabelMatcher.Op.NOT_EQUAL; // != is the only operator inside braces
            default -> null;
        };
    }
}
