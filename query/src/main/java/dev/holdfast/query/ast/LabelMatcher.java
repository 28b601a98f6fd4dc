package dev.holdfast.query.ast;

import com.google.re2j.PatternSyntaxException;
import dev.holdfast.storage.SeriesMatcher;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A matcher of PromQL: equality, inequality, or a fully anchored RE2 expression and its negation.
 *
 * <p>A regular expression that is no more than a list of literals is answered by look-up, and one that is a single
 * literal lets the postings index answer. Immutable; any thread.
 */
public final class LabelMatcher implements SeriesMatcher {
    /** How the value is compared. */
    public enum Op {
        /** {@code =}. */
        EQUAL("="),
        /** {@code !=}. */
        NOT_EQUAL("!="),
        /** {@code =~}. */
        REGEX("=~"),
        /** {@code !~}. */
        NOT_REGEX("!~");

        private final String symbol;

        Op(String symbol) {
            this.symbol = symbol;
        }

        /** As it is written. */
        public String symbol() {
            return symbol;
        }
    }

    private final Op op;
    private final String name;
    private final String value;
    private final Predicate<String> predicate;
    private final @Nullable String onlyValue;

    /**
     * A matcher.
     *
     * @throws PatternSyntaxException when the value is to be a regular expression and is none
     */
    public LabelMatcher(Op op, String name, String value) {
        this.op = op;
        this.name = name;
        this.value = value;
        switch (op) {
            case EQUAL -> {
                this.predicate = value::equals;
                this.onlyValue = value;
            }
            case NOT_EQUAL -> {
                this.predicate = Predicate.not(value::equals);
                this.onlyValue = null;
            }
            default -> {
                AnchoredRegex regex = AnchoredRegex.compile(value);
                this.predicate = op == Op.REGEX ? regex : regex.negate();
                this.onlyValue = op == Op.REGEX ? regex.onlyMatch() : null;
            }
        }
    }

    /** How the value is compared. */
    public Op op() {
        return op;
    }

    @Override
    public String name() {
        return name;
    }

    /** What the label's value is compared with. */
    public String value() {
        return value;
    }

    @Override
    public boolean matches(String candidate) {
        return predicate.test(candidate);
    }

    @Override
    public @Nullable String onlyValue() {
        return onlyValue;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LabelMatcher that
                && op == that.op
                && name.equals(that.name)
                && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(op, name, value);
    }

    /** As it is written in a selector, for example {@code job=~"a|b"}. */
    @Override
    public String toString() {
        return Quoting.labelName(name) + op.symbol() + Quoting.quote(value);
    }
}
