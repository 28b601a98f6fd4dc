package dev.holdfast.query.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.query.EngineOptions;
import dev.holdfast.query.MatrixResult;
import dev.holdfast.query.MatrixSeries;
import dev.holdfast.query.PromQl;
import dev.holdfast.query.QueryEngine;
import dev.holdfast.query.QueryException;
import dev.holdfast.query.QueryResult;
import dev.holdfast.query.ScalarResult;
import dev.holdfast.query.VectorResult;
import dev.holdfast.query.ast.Expr;
import dev.holdfast.query.differential.DemoData;
import dev.holdfast.query.memory.MemorySnapshot;
import dev.holdfast.query.random.ExpressionGenerator;
import dev.holdfast.query.script.Pinning;
import dev.holdfast.storage.Labels;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A range query is nothing but instant queries, one a step, and an instant query is the one that {@code @} pins to its time: on
 * random expressions, bit for bit.
 */
class RandomExpressionTest {
    private static final int EXPRESSIONS = Integer.getInteger("random.expressions", 600);
    private static final long START_MS = DemoData.START_MS + 7_203_500;
    private static final long STEP_MS = 47_000;
    private static final int STEPS = 12;
    private static final int PINNED_EVERY = 5;

    private final MemorySnapshot snapshot = new DemoData().snapshot();
    private final QueryEngine engine = new QueryEngine(EngineOptions.defaults());

    @Test
    void everyStepOfARangeIsAnInstantQuery() {
        int compared = 0;
        for (long seed = 0; seed < EXPRESSIONS; seed++) {
            String expression = new ExpressionGenerator(seed).next();
            if (expression.contains("start()") || expression.contains("end()")) {
                continue; // these mean another moment in an instant query
            }
            compared += compare(seed, expression);
        }
        assertTrue(compared > EXPRESSIONS / 2, "too few expressions had an answer: " + compared);
    }

    private int compare(long seed, String expression) {
        String what = "seed " + seed + ": " + expression;
        Expr parsed = PromQl.parse(expression);
        boolean pinnable = Pinning.isPossible(parsed);
        MatrixResult range;
        try {
            range = engine.range(expression, snapshot, START_MS, START_MS + (STEPS - 1) * STEP_MS, STEP_MS);
        } catch (QueryException e) {
            assertTrue(failsAtSomeStep(expression), what + " fails only as a range: " + e.getMessage());
            return 0;
        }
        for (int i = 0; i < STEPS; i++) {
            long timeMs = START_MS + i * STEP_MS;
            Map<Labels, @Nullable Double> alone = values(engine.instant(expression, snapshot, timeMs));
            assertEquals(at(range, timeMs), alone, what);
            if (pinnable && i % PINNED_EVERY == 0) {
                QueryResult pinned = engine.instant(Pinning.at(parsed, timeMs), snapshot, timeMs + 3 * STEP_MS);
                assertEquals(alone, values(pinned), what + " @ " + timeMs);
            }
        }
        return 1;
    }

    private boolean failsAtSomeStep(String expression) {
        for (int i = 0; i < STEPS; i++) {
            try {
                assertNotNull(engine.instant(expression, snapshot, START_MS + i * STEP_MS));
            } catch (QueryException e) {
                return true;
            }
        }
        return false;
    }

    private static Map<Labels, @Nullable Double> at(MatrixResult range, long timeMs) {
        Map<Labels, @Nullable Double> values = new HashMap<>();
        for (MatrixSeries series : range.series()) {
            for (int i = 0; i < series.size(); i++) {
                if (series.timestampMs(i) == timeMs) {
                    values.put(series.labels(), series.value(i));
                }
            }
        }
        return values;
    }

    private static Map<Labels, @Nullable Double> values(QueryResult result) {
        Map<Labels, @Nullable Double> values = new HashMap<>();
        if (result instanceof ScalarResult scalar) {
            values.put(Labels.EMPTY, scalar.value());
        } else {
            ((VectorResult) result).samples().forEach(sample -> values.put(sample.labels(), sample.value()));
        }
        return values;
    }
}
