package dev.holdfast.query.ast;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.query.PromQl;
import dev.holdfast.query.random.ExpressionGenerator;
import dev.holdfast.query.random.SyntaxGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrinterTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '\0',
            value = {
                "1+2 § 1 + 2",
                "-1^2 § -1 ^ 2",
                "1%Inf^x § 1 % Inf ^ x",
                "0x10 § 16",
                "1e3 § 1000",
                "+inf § +Inf",
                "90s § 1m30s",
                "foo { b = 'x' , a =~ \"y\" , } § foo{a=~\"y\",b=\"x\"}",
                "{\"a.b\", \"c d\"=\"e\"} § {\"c d\"=\"e\",__name__=\"a.b\"}",
                "foo[300] § foo[5m]",
                "foo[1h:1m] @ 10 offset -5m § foo[1h:1m] @ 10.000 offset -5m",
                "foo[1h:] @ end() § foo[1h:] @ end()",
                "foo offset 1d @ start() § foo @ start() offset 1d",
                "sum(foo)by(a,b) § sum by (a, b) (foo)",
                "sum without()(foo) § sum without () (foo)",
                "topk(5,foo) § topk(5, foo)",
                "COUNT_VALUES('v',foo) § count_values(\"v\", foo)",
                "sum by(\"a b\")(foo) § sum by (\"a b\") (foo)",
                "a*on(x)group_left(y)b § a * on (x) group_left (y) b",
                "a*ignoring(x)group_right b § a * ignoring (x) group_right () b",
                "a==bool on()b § a == bool on () b",
                "a AND b UNLESS c § a and b unless c",
                "(a+b)/c # why § (a + b) / c",
                "label_join(a,'b',\"\\n\",`c\\`) § label_join(a, \"b\", \"\\n\", \"c\\\\\")",
                "time() § time()",
                "foo[5m*2] § foo[5m * 2]",
                "foo[1h30m%1h:STEP()/2] § foo[1h30m % 1h:step() / 2]",
                "foo[-(5m)+10m] § foo[-(5m) + 10m]",
                "foo[max_of(step(),1m)^1] § foo[max_of(step(), 1m) ^ 1]",
                "foo offset (1h/2) § foo offset (1h / 2)",
                "foo offset (1h)*2 § foo offset (1h) * 2",
                "foo offset -(range()) § foo offset -(range())",
                "foo offset +step() § foo offset step()",
                "foo offset 5m*2 § foo offset 5m * 2",
                "foo offset (5m)+bar § foo offset (5m) + bar",
                "foo offset 60 § foo offset 1m",
                "foo offset 5m smoothed @ 7 § foo @ 7.000 smoothed offset 5m",
                "rate(foo[5m] @ 7 ANCHORED offset 1m) § rate(foo[5m] anchored @ 7.000 offset 1m)",
                "a+fill(0)b § a + fill (0) b",
                "a+on(x)group_left fill_right(-1)fill_left(NaN)b § a + on (x) group_left () fill_left (NaN) fill_right (-1) b",
                "a+fill_left(5m)b § a + fill_left (300) b",
                "fill+fill_left § fill + fill_left",
                "a</b>/c § a </ b >/ c",
                "limit_ratio(-.5,foo) § limit_ratio(-0.5, foo)",
                "start()+end()-range()/step() § start() + end() - range() / step()",
                "max_of(1,step()) § max_of(1, step())",
                "info(a,{b=\"c\"}) § info(a, {b=\"c\"})",
                "info(a,{}) § info(a, {})",
                "sum by(step,range,anchored,fill)(anchored) § sum by (step, range, anchored, fill) (anchored)",
            })
    void writesCanonicalText(String text, String canonical) {
        assertEquals(canonical, PromQl.format(text));
        assertEquals(canonical, PromQl.format(canonical));
    }

    @Test
    void breaksUpWhatIsLongerThanALine() {
        String metric = "a_metric_with_a_name_that_is_long_enough_to_make_them_all_break";
        String text = "-sum by (x) (rate(" + metric + "[5m])) > bool on (x) group_left (y) (topk(3, max_over_time("
                + metric + "{job=\"one\"}[1h:1m] offset 5m)) + 7)";
        assertEquals("""
                  -sum by (x) (rate(%1$s[5m]))
                > bool on (x) group_left (y)
                  (
                      topk(
                        3,
                        max_over_time(
                %1$s{job="one"}[1h:1m] offset 5m
                        )
                      )
                    +
                      7
                  )""".formatted(metric), PromQl.format(text));
        assertEquals(Printer.print(PromQl.parse(text)), Printer.print(PromQl.parse(PromQl.format(text))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a or b and c unless d == e + f * g ^ h",
                "a ^ b ^ c",
                "-a ^ -b * -(-c)",
                "(((1)))",
                "2 ^ -1",
                "rate(foo{a=\"\\\\\\\"\\n\"}[5m] offset 3m)",
                "quantile by (a) (0.9, sum without (b) (rate(x[1m])))",
                "max_over_time(rate(a[1m])[1h:30s] @ 5.5 offset -1y)",
                "a @ -5 + b @ 1e9",
                "{__name__!=\"c\",__name__=~\"a|b\"}",
                "a > bool ignoring (b, c) d",
                "sum(sum) by (by)",
                "-0",
                "NaN + +Inf - -Inf",
                "1.5e-300 * 1e300",
                "\"é\\u0000\\\\\"",
            })
    void readsBackWhatItWrites(String text) {
        assertReadsBack(text);
    }

    @Test
    void readsBackRandomExpressions() {
        for (int seed = 0; seed < 2_000; seed++) {
            assertReadsBack(new ExpressionGenerator(seed).next());
            assertReadsBack(new SyntaxGenerator(seed).next());
        }
    }

    private static void assertReadsBack(String text) {
        Expr expr = assertDoesNotThrow(() -> PromQl.parse(text), text);
        String printed = Printer.print(expr);
        assertEquals(withoutPlaces(expr), withoutPlaces(PromQl.parse(printed)), printed);
        assertEquals(withoutPlaces(expr), withoutPlaces(PromQl.parse(PrettyPrinter.print(expr))), printed);
    }

    /** Two trees of one meaning differ in where their parts stand. */
    private static String withoutPlaces(Expr expr) {
        return expr.toString().replaceAll("[pP]osition=\\d+:\\d+", "");
    }
}
