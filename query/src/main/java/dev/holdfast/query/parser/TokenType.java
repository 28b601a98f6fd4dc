package dev.holdfast.query.parser;

/** Kinds of tokens, and how an error message speaks of them. */
enum TokenType {
    END(Style.NAMED, "end of input"),
    IDENTIFIER(Style.NAMED, "identifier"),
    METRIC_IDENTIFIER(Style.NAMED, "metric identifier"),
    STRING(Style.NAMED, "string"),
    NUMBER(Style.NAMED, "number"),
    DURATION(Style.NAMED, "duration"),

    LEFT_PAREN(Style.QUOTED, "("),
    RIGHT_PAREN(Style.QUOTED, ")"),
    LEFT_BRACE(Style.QUOTED, "{"),
    RIGHT_BRACE(Style.QUOTED, "}"),
    LEFT_BRACKET(Style.QUOTED, "["),
    RIGHT_BRACKET(Style.QUOTED, "]"),
    COMMA(Style.QUOTED, ","),
    COLON(Style.QUOTED, ":"),
    ASSIGN(Style.QUOTED, "="),
    START(Style.QUOTED, "start"),
    FINISH(Style.QUOTED, "end"),

    REGEX_MATCH(Style.OPERATOR, "=~"),
    REGEX_NO_MATCH(Style.OPERATOR, "!~"),
    AT(Style.OPERATOR, "@"),
    /** All binary operators; the text tells which. */
    OPERATOR(Style.OPERATOR, ""),

    /** All aggregation operators; the text tells which. */
    AGGREGATOR(Style.AGGREGATOR, ""),

    OFFSET(Style.KEYWORD, "offset"),
    BY(Style.KEYWORD, "by"),
    WITHOUT(Style.KEYWORD, "without"),
    ON(Style.KEYWORD, "on"),
    IGNORING(Style.KEYWORD, "ignoring"),
    GROUP_LEFT(Style.KEYWORD, "group_left"),
    GROUP_RIGHT(Style.KEYWORD, "group_right"),
    BOOL(Style.KEYWORD, "bool");

    /** How a message shows a token. */
    enum Style {
        /** What it is, then its text in quotes. */
        NAMED,
        /** Its text in quotes. */
        QUOTED,
        /** As {@code <op:+>}. */
        OPERATOR,
        /** As {@code <aggr:sum>}. */
        AGGREGATOR,
        /** As {@code <by>}. */
        KEYWORD
    }

    private final Style style;
    private final String symbol;

    TokenType(Style style, String symbol) {
        this.style = style;
        this.symbol = symbol;
    }

    Style style() {
        return style;
    }

    String symbol() {
        return symbol;
    }
}
