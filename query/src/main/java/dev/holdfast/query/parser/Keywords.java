package dev.holdfast.query.parser;

import dev.holdfast.query.ast.AggregateOp;
import dev.holdfast.query.ast.BinaryOp;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The reserved words, in any case of letters. */
final class Keywords {
    /** Words of duration expressions. */
    static final Set<String> DURATION_WORDS = Set.of("step", "range", "max_of", "min_of");

    private static final Map<String, TokenType> WORDS = new HashMap<>();
    private static final Map<String, BinaryOp> OPERATORS = new HashMap<>();

    static {
        for (BinaryOp op : BinaryOp.values()) {
            OPERATORS.put(op.symbol(), op);
            if (Character.isLetter(op.symbol().charAt(0))) {
                WORDS.put(op.symbol(), TokenType.OPERATOR);
            }
        }
        for (AggregateOp op : AggregateOp.values()) {
            WORDS.put(op.symbol(), TokenType.AGGREGATOR);
        }
        for (TokenType type : TokenType.values()) {
            if (type.style() == TokenType.Style.KEYWORD) {
                WORDS.put(type.symbol(), type);
            }
        }
        WORDS.put("start", TokenType.START);
        WORDS.put("end", TokenType.FINISH);
        WORDS.put("inf", TokenType.NUMBER);
        WORDS.put("nan", TokenType.NUMBER);
    }

    private Keywords() {}

    /** The kind of a reserved word, or null for any other. */
    static @Nullable TokenType typeOf(String word) {
        return WORDS.get(word.toLowerCase(Locale.ROOT));
    }

    /** The operator of a token, or null when it is none. */
    static @Nullable BinaryOp operator(Token token) {
        return token.type() == TokenType.OPERATOR ? OPERATORS.get(token.text().toLowerCase(Locale.ROOT)) : null;
    }
}
