package dev.holdfast.fuzz;

import dev.holdfast.query.ParseException;
import dev.holdfast.query.PromQl;
import dev.holdfast.query.ast.Printer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** An expression, and the same text as a selector. */
final class PromQlTarget implements FuzzTarget {
    @Override
    public void run(byte[] input) throws IOException {
        String text = new String(input, StandardCharsets.UTF_8);
        Allocation.bounded((16 << 20) + 10_000L * input.length, () -> {
            try {
                String printed = Printer.print(PromQl.parse(text));
                String again = Printer.print(PromQl.parse(PromQl.format(printed)));
                if (!again.equals(printed)) {
                    throw new IllegalStateException("printed as " + printed + " and then as " + again);
                }
            } catch (ParseException e) {
                checkRefusal(text, e);
            }
            try {
                PromQl.parseSelector(text);
            } catch (ParseException e) {
                checkRefusal(text, e);
            }
        });
    }

    private static void checkRefusal(String text, ParseException e) {
        if (e.getMessage() == null || e.getMessage().isEmpty()) {
            throw new IllegalStateException("refused without a reason: " + text, e);
        }
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                text("sum by (mode) (rate(node_cpu_seconds_total{mode!=\"idle\",cpu=~\"0|1\"}[5m] offset -1h)) / 2"),
                text("-1 ^ 2 + on(a) group_left(b) x{\"a b\"=\"c\"} @ start() unless y == bool 3"),
                text("quantile_over_time(0.9, (up)[1h:30s] @ 17.5) or label_replace(z, 'a', \"$1\", `b`, '.*')"),
                text("topk(3, {__name__=~\"a.+\"}) atan2 0x1F % Inf"),
                text("histogram_quantile(.5, sum without() (a)) # comment"),
                text("rate(a[(5m * 2) + step()] smoothed @ end() offset -(1h % range())) + fill_left(-1) b anchored"),
                text("max_over_time({\"a.b\"}[max_of(1m, 2 ^ 7):min_of(step(), 30)] offset 1h) </ limit_ratio(-.5, c)"),
                text("info(sum by(\"x y\", step) (a), {b!~\"c\"}) / on() group_left fill(NaN) start() >/ 0"));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
