package dev.holdfast.query.parser;

import dev.holdfast.query.ParseException;
import dev.holdfast.query.ast.Position;
import dev.holdfast.query.ast.Quoting;
import java.util.Locale;

/**
 * Cuts the text into tokens, one at a time.
 *
 * <p>Three contexts have their own rules: outside, inside braces (no keywords there), and inside brackets (durations and
 * arithmetic with them only). The lexer follows them itself, and so notices an unclosed bracket before the parser does.
 */
final class Lexer {
    private static final int EOF = -1;

    private final String text;
    private int pos;
    private int parenDepth;
    private boolean inBraces;
    private boolean inBrackets;
    private boolean numberInBrackets;

    Lexer(String text) {
        this.text = text;
    }

    /** The next token; END for ever after the last. */
    Token next() {
        skipSpaceAndComments();
        if (inBraces) {
            return insideBraces();
        }
        return inBrackets ? insideBrackets() : outside();
    }

    private Token outside() {
        int c = peek();
        if (c == EOF) {
            if (parenDepth != 0) {
                throw error(pos, "unclosed left parenthesis");
            }
            return token(TokenType.END, 0);
        }
        if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
            return numberOrDuration();
        }
        if (isLetter(c) || c == ':') {
            return word(true);
        }
        return switch (c) {
            case '"', '\'', '`' -> string();
            case ',' -> token(TokenType.COMMA, 1);
            case '@' -> token(TokenType.AT, 1);
            case '(' -> {
                parenDepth++;
                yield token(TokenType.LEFT_PAREN, 1);
            }
            case ')' -> {
                if (--parenDepth < 0) {
                    throw error(pos + 1, "unexpected right parenthesis ')'");
                }
                yield token(TokenType.RIGHT_PAREN, 1);
            }
            case '{' -> {
                inBraces = true;
                yield token(TokenType.LEFT_BRACE, 1);
            }
            case '[' -> {
                inBrackets = true;
                numberInBrackets = false;
                yield token(TokenType.LEFT_BRACKET, 1);
            }
            case ']' -> throw error(pos, "unexpected right bracket ']'");
            default -> operator(c);
        };
    }

    private Token operator(int c) {
        return switch (c) {
            case '+', '-', '*', '/', '%', '^' -> token(TokenType.OPERATOR, 1);
            case '<', '>' -> token(TokenType.OPERATOR, peek(1) == '=' || peek(1) == '/' ? 2 : 1);
            case '=' -> {
                if (peek(1) == '~') {
                    throw error(pos, "unexpected character after '=': '~'");
                }
                yield peek(1) == '=' ? token(TokenType.OPERATOR, 2) : token(TokenType.ASSIGN, 1);
            }
            case '!' -> {
                if (peek(1) != '=') {
                    throw error(pos, "unexpected character after '!': " + show(peek(1)));
                }
                yield token(TokenType.OPERATOR, 2);
            }
            default -> throw error(pos, "unexpected character: " + show(c));
        };
    }

    private Token insideBraces() {
        int c = peek();
        if (isLetter(c)) {
            return word(false);
        }
        return switch (c) {
            case EOF -> throw error(pos, "unexpected end of input inside braces");
            case ',' -> token(TokenType.COMMA, 1);
            case '"', '\'', '`' -> string();
            case '=' -> peek(1) == '~' ? token(TokenType.REGEX_MATCH, 2) : token(TokenType.ASSIGN, 1);
            case '!' ->
                switch (peek(1)) {
                    case '~' -> token(TokenType.REGEX_NO_MATCH, 2);
                    case '=' -> token(TokenType.OPERATOR, 2);
                    default -> throw error(pos, "unexpected character after '!' inside braces: " + show(peek(1)));
                };
            case '{' -> throw error(pos, "unexpected left brace '{'");
            case '}' -> {
                inBraces = false;
                yield token(TokenType.RIGHT_BRACE, 1);
            }
            default -> throw error(pos, "unexpected character inside braces: " + show(c));
        };
    }

    private Token insideBrackets() {
        int c = peek();
        if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
            numberInBrackets = true;
            return numberOrDuration();
        }
        return switch (c) {
            case EOF -> throw error(pos, "unexpected end of input in duration expression");
            case ']' -> {
                inBrackets = false;
                yield token(TokenType.RIGHT_BRACKET, 1);
            }
            case ':' -> token(TokenType.COLON, 1);
            case '+', '-', '*', '/', '%', '^' -> token(TokenType.OPERATOR, 1);
            case '(' -> token(TokenType.LEFT_PAREN, 1);
            case ')' -> token(TokenType.RIGHT_PAREN, 1);
            case ',' -> token(TokenType.COMMA, 1);
            default -> insideBracketsWord(c);
        };
    }

    /** The words of duration expressions are the only ones in brackets. */
    private Token insideBracketsWord(int c) {
        if (isLetter(c)) {
            int start = pos;
            Token word = word(false);
            if (Keywords.DURATION_WORDS.contains(word.text().toLowerCase(Locale.ROOT))) {
                return word;
            }
            pos = start;
            if (numberInBrackets) {
                throw error(pos, "unexpected character: " + show(c) + ", expected ':'");
            }
        }
        throw error(pos, "unexpected character in duration expression: " + show(c));
    }

    private Token word(boolean keywords) {
        int end = pos;
        boolean colon = false;
        while (isLetter(at(end)) || isDigit(at(end)) || (keywords && at(end) == ':')) {
            colon |= at(end) == ':';
            end++;
        }
        String word = text.substring(pos, end);
        TokenType keyword = keywords ? Keywords.typeOf(word) : null;
        if (keyword != null) {
            return token(keyword, word.length());
        }
        return token(colon ? TokenType.METRIC_IDENTIFIER : TokenType.IDENTIFIER, word.length());
    }

    private Token numberOrDuration() {
        NumberScanner scanner = new NumberScanner(text, pos);
        TokenType type = scanner.scan();
        if (type == null) {
            throw error(
                    pos, "bad number or duration syntax: " + Quoting.quote(text.substring(pos, scanner.position())));
        }
        return token(type, scanner.position() - pos);
    }

    private Token string() {
        int end = Strings.end(text, pos);
        return token(TokenType.STRING, end - pos);
    }

    private void skipSpaceAndComments() {
        while (true) {
            int c = peek();
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                pos++;
            } else if (c == '#' && !inBrackets) {
                while (peek() != EOF && peek() != '\n' && peek() != '\r') {
                    pos++;
                }
            } else {
                return;
            }
        }
    }

    private Token token(TokenType type, int length) {
        Token token = new Token(type, pos, text.substring(pos, pos + length));
        pos += length;
        return token;
    }

    private ParseException error(int index, String reason) {
        return new ParseException(Position.of(text, index), reason);
    }

    private int peek() {
        return at(pos);
    }

    private int peek(int ahead) {
        return at(pos + ahead);
    }

    private int at(int index) {
        return index < text.length() ? text.charAt(index) : EOF;
    }

    private String show(int c) {
        if (c == EOF) {
            return "'\\x00'";
        }
        int codePoint = Character.isSurrogate((char) c) ? text.codePointAt(pos) : c;
        return codePoint == '\'' ? "'\\''" : "'" + Character.toString(codePoint) + "'";
    }

    static boolean isLetter(int c) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
