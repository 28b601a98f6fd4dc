package dev.holdfast.query.ast;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An RE2 expression that must match the whole of a value; {@code .} matches a newline too.
 *
 * <p>Dashboards write {@code mode=~"user|system"} far more often than real expressions, so a list of literals becomes a
 * set, and {@code .*} and {@code .+} become what they mean.
 */
public final class AnchoredRegex implements Predicate<String> {
    private static final String SPECIAL = "\\.+*?()|[]{}^$";

    private final Predicate<String> predicate;
    private final @Nullable String onlyMatch;

    private AnchoredRegex(Predicate<String> predicate, @Nullable String onlyMatch) {
        this.predicate = predicate;
        this.onlyMatch = onlyMatch;
    }

    /**
     * Compiles an expression.
     *
     * @throws PatternSyntaxException when it is none
     */
    public static AnchoredRegex compile(String expression) {
        if (expression.equals(".*")) {
            return new AnchoredRegex(value -> true, null);
        }
        if (expression.equals(".+")) {
            return new AnchoredRegex(value -> !value.isEmpty(), null);
        }
        Set<String> literals = literals(expression);
        if (literals == null) {
            Pattern pattern = compileDotAll(expression);
            return new AnchoredRegex(value -> pattern.matcher(value).matches(), null);
        }
        if (literals.size() == 1) {
            String literal = literals.iterator().next();
            return new AnchoredRegex(literal::equals, literal);
        }
        return new AnchoredRegex(literals::contains, null);
    }

    /**
     * Refuses an expression whose program would be too large to be made.
     *
     * @throws PatternSyntaxException then
     */
    public static void requireReasonable(String expression) {
        if (RegexSize.isTooLarge(expression)) {
            throw new PatternSyntaxException("expression is too large", expression);
        }
    }

    private static Pattern compileDotAll(String expression) {
        requireReasonable(expression);
        try {
            return Pattern.compile(expression, Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            // The library writes the flag into the expression, and so into the message; without, it is the user's own.
            throw messageWithoutFlag(expression, e);
        }
    }

    private static PatternSyntaxException messageWithoutFlag(String expression, PatternSyntaxException withFlag) {
        try {
            Pattern ignored = Pattern.compile(expression);
            return withFlag;
        } catch (PatternSyntaxException e) {
            return e;
        }
    }

    /** The one value that matches, or null when there may be others. */
    public @Nullable String onlyMatch() {
        return onlyMatch;
    }

    @Override
    public boolean test(String value) {
        return predicate.test(value);
    }

    /** The alternatives of an expression that consists of literals alone, or null. */
    private static @Nullable Set<String> literals(String expression) {
        Set<String> literals = new HashSet<>();
        StringBuilder literal = new StringBuilder();
        for (int i = 0; i < expression.length(); i++) {
            char c = expression.charAt(i);
            if (c == '|') {
                literals.add(literal.toString());
                literal.setLength(0);
            } else if (c == '\\') {
                i++;
                if (i == expression.length() || SPECIAL.indexOf(expression.charAt(i)) < 0) {
                    return null;
                }
                literal.append(expression.charAt(i));
            } else if (SPECIAL.indexOf(c) >= 0) {
                return null;
            } else {
                literal.append(c);
            }
        }
        literals.add(literal.toString());
        return literals;
    }
}
