package dev.holdfast.query.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.query.ParseException;
import dev.holdfast.query.PromQl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParserErrorTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '\0',
            value = {
                "foo{ § 1:5 § unexpected end of input inside braces",
                "1 + § 1:4 § unexpected end of input",
                "(1 + 2 § 1:7 § unclosed left parenthesis",
                "1 + 2) § 1:7 § unexpected right parenthesis ')'",
                "foo] § 1:4 § unexpected right bracket ']'",
                "foo{{ § 1:5 § unexpected left brace '{'",
                "foo{a} § 1:6 § unexpected \"}\" in label matching, expected label matching operator",
                "foo{a=} § 1:7 § unexpected \"}\" in label matching, expected string",
                "foo{a=b} § 1:7 § unexpected identifier \"b\" in label matching, expected string",
                "foo{a=\"b\" c=\"d\"} § 1:11 § unexpected identifier \"c\" in label matching, expected \",\" or \"}\"",
                "foo{=\"b\"} § 1:5 § unexpected \"=\" in label matching, expected identifier or \"}\"",
                "foo{a=\"b} § 1:7 § unterminated quoted string",
                "foo{a=~\"(\"} § 1:5 § error parsing regexp: missing closing ): `(`",
                "foo bar § 1:5 § unexpected identifier \"bar\"",
                "foo 5m § 1:5 § unexpected duration \"5m\"",
                "foo \"averylongstring\" § 1:5 § unexpected string \"\\\"averylong\"...",
                "foo + by ( § 1:10 § unexpected \"(\"",
                "foo on(bar) § 1:5 § unexpected <on>",
                "foo == == bar § 1:8 § unexpected <op:==>",
                "sum by bar (foo) § 1:8 § unexpected identifier \"bar\" in grouping opts, expected \"(\"",
                "sum by (1) (foo) § 1:9 § unexpected number \"1\" in grouping opts, expected label",
                "sum by (a b) (foo) § 1:11 § unexpected identifier \"b\" in grouping opts, expected \",\" or \")\"",
                "sum by (a) foo § 1:12 § unexpected identifier \"foo\" in aggregation",
                "sum() § 1:1 § no arguments for aggregate expression provided",
                "sum(a, b) § 1:1 § wrong number of arguments for aggregate expression provided, expected 1, got 2",
                "quantile(a) § 1:1 § wrong number of arguments for aggregate expression provided, expected 2, got 1",
                "topk(a, b) § 1:6 § expected type scalar in aggregation parameter, got instant vector",
                "sum(a[5m]) § 1:5 § expected type instant vector in aggregation expression, got range vector",
                "foo[ § 1:5 § unexpected end of input in duration expression",
                "foo[5m § 1:7 § unexpected end of input in duration expression",
                "foo[] § 1:5 § unexpected \"]\" in subquery or range selector, expected number, duration, step(), or"
                        + " range()",
                "foo[5m:@] § 1:8 § unexpected character in duration expression: '@'",
                "foo[5m:)] § 1:8 § unexpected \")\" in subquery selector, expected number, duration, step(), range(),"
                        + " or \"]\"",
                "foo[step] § 1:9 § unexpected \"]\" in subquery or range selector, expected number, duration, step(), or"
                        + " range()",
                "foo[(5m] § 1:8 § unexpected \"]\" in subquery or range selector, expected \")\"",
                "foo[-5m] § 1:5 § duration must be greater than 0",
                "foo[5m/0] § 1:7 § division by zero",
                "foo[5m % 0s] § 1:8 § modulo by zero",
                "foo[300y * 2] § 1:5 § duration out of range",
                "foo[min_of(1m)] § 1:14 § unexpected \")\" in subquery or range selector, expected \",\"",
                "foo[0] § 1:5 § duration must be greater than 0",
                "foo[5m:0s] § 1:8 § duration must be greater than 0",
                "foo[5x] § 1:5 § bad number or duration syntax: \"5\"",
                "foo[5m][5m] § 1:8 § ranges only allowed for vector selectors",
                "foo offset 5m [1m] § 1:15 § no offset modifiers allowed before range",
                "foo @ 5 [1m] § 1:9 § no @ modifiers allowed before range",
                "foo offset bar § 1:12 § unexpected identifier \"bar\" in offset, expected number, duration, step(), or"
                        + " range()",
                "foo offset (step() § 1:19 § unclosed left parenthesis",
                "foo offset 1e10 § 1:12 § duration out of range",
                "foo offset ) § 1:13 § unexpected right parenthesis ')'",
                "foo offset 1m offset 1m § 1:1 § offset may not be set multiple times",
                "foo @ 1 @ 2 § 1:1 § @ <timestamp> may not be set multiple times",
                "foo @ bar § 1:7 § unexpected identifier \"bar\" in @, expected timestamp",
                "foo @ Inf § 1:1 § timestamp out of bounds for @ modifier: +Inf",
                "1 offset 5m § 1:1 § offset modifier must be preceded by an instant vector selector or range vector selector"
                        + " or a subquery",
                "{} § 1:1 § vector selector must contain at least one non-empty matcher",
                "rate({a=\"\"}[5m]) § 1:6 § vector selector must contain at least one non-empty matcher",
                "foo{__name__=\"bar\"} § 1:1 § metric name must not be set twice: \"foo\" or \"bar\"",
                "1 + foo[5m] § 1:5 § binary expression must contain only scalar and instant vector types",
                "foo > bool § 1:11 § unexpected end of input",
                "foo + bool bar § 1:5 § bool modifier can only be used on comparison operators",
                "foo + on(a) group_left(a) bar § 1:5 § label \"a\" must not occur in ON and GROUP clause at once",
                "foo and on(a) group_left bar § 1:1 § no grouping allowed for \"and\" operation",
                "foo + on(a) 1 § 1:1 § vector matching only allowed between instant vectors",
                "abs(foo,) § 1:8 § trailing commas not allowed in function call args",
                "label_join(foo, \"a\") § 1:1 § expected at least 3 argument(s) in call to \"label_join\", got 2",
                "round(foo, 1, 2) § 1:1 § expected at most 2 argument(s) in call to \"round\", got 3",
                "foo[5m] anchored smoothed § 1:1 § anchored and smoothed modifiers cannot be used together",
                "foo[5m:1m] smoothed § 1:1 § smoothed modifier is not supported for subqueries",
                "sum(foo) anchored § 1:1 § anchored modifier must be preceded by a selector",
                "1[5m] anchored § 1:2 § ranges only allowed for vector selectors",
                "foo + fill(x) bar § 1:12 § unexpected identifier \"x\" in fill modifier, expected number",
                "foo + fill(0) fill_left(0) bar § 1:15 § unknown function with name \"fill_left\"",
                "foo and fill(0) bar § 1:1 § filling in missing series not allowed for set operators",
                "foo + fill(0) 1 § 1:1 § filling in missing series only allowed between instant vectors",
                "rat(foo[5m]) § 1:1 § unknown function with name \"rat\", did you mean \"rate\"?",
                "histogram_quntile(1, foo) § 1:1 § unknown function with name \"histogram_quntile\", did you mean"
                        + " \"histogram_quantile\"?",
                "summ(foo) § 1:1 § unknown function with name \"summ\", did you mean \"sum\"?",
                "nothing_like_it(foo) § 1:1 § unknown function with name \"nothing_like_it\"",
                "holt_winters(foo[5m], 0.1, 0.1) § 1:1 § unknown function with name \"holt_winters\", did you mean"
                        + " \"double_exponential_smoothing\"? It has had this name since Prometheus 3",
                "info(foo, bar) § 1:11 § expected label selectors only, got vector selector instead",
                "info(foo, sum({a=\"b\"})) § 1:11 § expected label selectors only",
                "info(foo, 1) § 1:1 § expected type instant vector in call to function \"info\", got scalar",
                "limitk(foo) § 1:1 § wrong number of arguments for aggregate expression provided, expected 2, got 1",
                "histogram_quantiles(foo, \"q\") § 1:1 § expected at least 3 argument(s) in call to"
                        + " \"histogram_quantiles\", got 2",
                "1 </ bool 2 § 1:3 § bool modifier can only be used on comparison operators",
                "\"\\q\" § 1:1 § unknown escape sequence U+0071 'q'",
                "\"\\u12\" § 1:1 § illegal character U+0022 '\"' in escape sequence",
                "foo; § 1:4 § unexpected character: ';'",
            })
    void namesPlaceAndReason(String text, String place, String reason) {
        ParseException error = assertThrows(ParseException.class, () -> PromQl.parse(text));
        assertEquals(place + ": parse error: " + reason, error.getMessage());
    }

    @Test
    void countsLinesAndBytes() {
        ParseException lines =
                assertThrows(ParseException.class, () -> PromQl.parse("sum(\n  # all of it\n  foo bar)"));
        assertEquals(3, lines.line());
        assertEquals(7, lines.column());
        ParseException duration = assertThrows(ParseException.class, () -> PromQl.parse("rate(\n  foo[1h\n    / 0])"));
        assertEquals("3:5: parse error: division by zero", duration.getMessage());
        ParseException bytes = assertThrows(ParseException.class, () -> PromQl.parse("{\"é\"} é"));
        assertEquals("1:8: parse error: unexpected character: 'é'", bytes.getMessage());
    }

    @Test
    void hasNoPlaceInNothing() {
        ParseException error = assertThrows(ParseException.class, () -> PromQl.parse(""));
        assertEquals("unknown position: parse error: no expression found in input", error.getMessage());
        ParseException comment = assertThrows(ParseException.class, () -> PromQl.parse(" # nothing"));
        assertEquals("1:1: parse error: no expression found in input", comment.getMessage());
    }

    @Test
    void refusesBottomlessNesting() {
        for (String text : new String[] {"(".repeat(100_000), "-(".repeat(100_000), "1" + "+1".repeat(1_000_000)}) {
            ParseException error = assertThrows(ParseException.class, () -> PromQl.parse(text));
            assertEquals("expression is nested too deeply", error.reason());
        }
    }
}
