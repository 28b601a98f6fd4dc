package dev.holdfast.query.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.query.EngineOptions;
import dev.holdfast.query.MatrixResult;
import dev.holdfast.query.QueryEngine;
import dev.holdfast.query.QueryResult;
import dev.holdfast.query.ScalarResult;
import dev.holdfast.query.VectorResult;
import dev.holdfast.storage.BulkLoader;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.ReadTrace;
import dev.holdfast.storage.SampleCursor;
import dev.holdfast.storage.Series;
import dev.holdfast.storage.SeriesMatcher;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.Store;
import dev.holdfast.storage.StoreOptions;
import dev.holdfast.storage.TimeRange;
import dev.holdfast.storage.ValueFilter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A comparison that storage takes part in gives what it gives when storage reads everything. */
class PushedFilterTest {
    private static final long SEED = Long.getLong("seed", 11);
    private static final long T0 = 1_795_327_200_000L;
    private static final long END = T0 + 6 * 3_600_000;
    private static final int QUERIES = 300;
    private static final List<String> OPS = List.of(">", "<", ">=", "<=", "==", "!=");
    private static final List<String> SELECTORS = List.of(
            "level",
            "level{i=\"1\"}",
            "(level)",
            "level offset 7m",
            "level offset -3m",
            "level @ 1795340000",
            "level @ end()",
            "nothing");
    private static final List<String> NUMBERS = List.of("3", "-1", "50", "9.5", "2 * 4", "NaN", "Inf", "0");
    private static final List<String> SHAPES = List.of(
            "%s",
            "count(%s)",
            "sum by (i) (%s)",
            "topk(2, %s)",
            "abs(%s)",
            "-(%s)",
            "(%s) > 4",
            "(%s) or level{i=\"2\"}",
            "level unless (%s)",
            "max_over_time((%s)[20m:1m])",
            "timestamp(%s)",
            "absent(%s)",
            "time() - (%s)");

    @TempDir
    private Path directory;

    private final QueryEngine engine = new QueryEngine(EngineOptions.defaults());
    private final List<AutoCloseable> toClose = new ArrayList<>();

    @BeforeEach
    void fill() throws IOException {
        Random random = new Random(SEED);
        Store store = Store.open(directory, StoreOptions.defaults().withClock(() -> END + 3_600_000));
        toClose.add(store);
        try (BulkLoader loader = store.bulkLoader(false)) {
            for (int i = 0; i < 4; i++) {
                Labels labels = Labels.of("__name__", "level", "i", Integer.toString(i));
                double level = 0;
                for (long time = T0; time < END; time += 10_000) {
                    if (random.nextInt(200) == 0) {
                        level = random.nextInt(12);
                    }
                    boolean stale = i == 3 && random.nextInt(300) == 0;
                    if (random.nextInt(100) < 97) {
                        loader.add(
                                labels,
                                time,
                                stale
                                        ? 0x7ff0_0000_0000_0002L
                                        : Double.doubleToRawLongBits(level + (i == 0 ? 0 : random.nextInt(2))));
                    }
                }
            }
            loader.finish();
        }
        store.compactFully();
    }

    @AfterEach
    void close() throws Exception {
        for (int i = toClose.size() - 1; i >= 0; i--) {
            toClose.get(i).close();
        }
    }

    private Snapshot snapshot() {
        Snapshot snapshot = ((Store) toClose.get(0)).snapshot();
        toClose.add(snapshot);
        return snapshot;
    }

    /** A way to read with a filter. */
    private interface Reading {
        SampleCursor samples(Series series, long fromInclusiveMs, long toExclusiveMs, ValueFilter filter);
    }

    /** A snapshot whose series are read in another way. */
    private record ReadOtherwise(Snapshot inner, Reading reading) implements Snapshot {
        @Override
        public List<Series> select(Collection<SeriesMatcher> matchers, TimeRange range) {
            List<Series> result = new ArrayList<>();
            for (Series series : inner.select(matchers, range)) {
                result.add(new Series() {
                    @Override
                    public Labels labels() {
                        return series.labels();
                    }

                    @Override
                    public SampleCursor samples(long fromInclusiveMs, long toExclusiveMs) {
                        return series.samples(fromInclusiveMs, toExclusiveMs);
                    }

                    @Override
                    public SampleCursor samples(long fromInclusiveMs, long toExclusiveMs, ValueFilter filter) {
                        return reading.samples(series, fromInclusiveMs, toExclusiveMs, filter);
                    }
                });
            }
            return result;
        }

        @Override
        public SortedSet<String> labelNames(Collection<SeriesMatcher> matchers, TimeRange range) {
            return inner.labelNames(matchers, range);
        }

        @Override
        public SortedSet<String> labelValues(String name, Collection<SeriesMatcher> matchers, TimeRange range) {
            return inner.labelValues(name, matchers, range);
        }

        @Override
        public TimeRange timeRange() {
            return inner.timeRange();
        }

        @Override
        public List<TimeRange> populated() {
            return inner.populated();
        }

        @Override
        public List<dev.holdfast.storage.Damage> damages() {
            return inner.damages();
        }

        @Override
        public void close() {}
    }

    @Test
    void noAnswerChanges() {
        long skipped = compareAll(snapshot());
        assertTrue(skipped > 0, "no chunk was ever skipped");
    }

    @Test
    void samplesThatAreLeftOutWithoutAStandInAreFound() {
        Snapshot planted = new ReadOtherwise(snapshot(), (series, from, to, filter) -> new SampleCursor() {
            private final SampleCursor all = series.samples(from, to);

            @Override
            public boolean next() {
                boolean has = all.next();
                while (has && !filter.passes(all.value())) {
                    has = all.next();
                }
                return has;
            }

            @Override
            public long timestampMs() {
                return all.timestampMs();
            }

            @Override
            public long valueBits() {
                return all.valueBits();
            }
        });
        assertThrows(AssertionError.class, () -> compareAll(planted));
    }

    /** Random comparisons; how many chunks were skipped by value. */
    private long compareAll(Snapshot filtering) {
        Random random = new Random(SEED + 1);
        Snapshot plain = new ReadOtherwise(snapshot(), (series, from, to, filter) -> series.samples(from, to));
        for (int i = 0; i < QUERIES; i++) {
            String selector = pick(random, SELECTORS);
            String number = pick(random, NUMBERS);
            String op = " " + pick(random, OPS) + (random.nextInt(10) == 0 ? " bool " : " ");
            String comparison = random.nextBoolean() ? selector + op + number : number + op + selector;
            String expression = pick(random, SHAPES).replace("%s", comparison);
            long startMs = T0 + random.nextInt(3 * 3_600_000);
            if (random.nextInt(3) == 0) {
                assertEquals(
                        shown(engine.instant(expression, plain, startMs)),
                        shown(engine.instant(expression, filtering, startMs)),
                        expression + " at " + startMs + ", -Dseed=" + SEED);
            } else {
                long endMs = startMs + random.nextInt(3 * 3_600_000);
                long stepMs = 1000L + random.nextInt(600_000);
                assertEquals(
                        shown(engine.range(expression, plain, startMs, endMs, stepMs)),
                        shown(engine.range(expression, filtering, startMs, endMs, stepMs)),
                        expression + " from " + startMs + " to " + endMs + " by " + stepMs + ", -Dseed=" + SEED);
            }
        }
        return filtering.trace().total().chunks().skippedByValue();
    }

    private static String pick(Random random, List<String> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** Every bit of an answer as text. */
    private static List<String> shown(QueryResult result) {
        List<String> lines = new ArrayList<>();
        if (result instanceof ScalarResult scalar) {
            lines.add(bits(scalar.value()));
        } else if (result instanceof VectorResult vector) {
            vector.samples().forEach(sample -> lines.add(sample.labels() + " " + bits(sample.value())));
        } else {
            ((MatrixResult) result).series().forEach(series -> {
                for (int i = 0; i < series.size(); i++) {
                    lines.add(series.labels() + " " + series.timestampMs(i) + " " + bits(series.value(i)));
                }
            });
        }
        lines.addAll(result.warnings());
        lines.addAll(result.infos());
        return lines;
    }

    private static String bits(double value) {
        return Long.toHexString(Double.doubleToRawLongBits(value));
    }

    @Test
    void onlyAPlainFilterGoesToStorage() {
        assertEquals("> 8", filterOf("level > 8"));
        assertEquals("> 8", filterOf("8 < level"));
        assertEquals("<= -2", filterOf("-2 >= (level)"));
        assertEquals("== 8", filterOf("8 == level offset 1m"));
        assertEquals("!= 1024", filterOf("sum(level != 2 * 512)"));
        assertEquals("", filterOf("level > bool 8"));
        assertEquals("", filterOf("level + 8"));
        assertEquals("", filterOf("-level > 8"));
        assertEquals("", filterOf("abs(level) > 8"));
    }

    private String filterOf(String expression) {
        try (Snapshot snapshot = ((Store) toClose.get(0)).snapshot()) {
            engine.instant(expression, snapshot, END - 1000);
            ReadTrace trace = snapshot.trace();
            assertEquals(1, trace.selections().size());
            return trace.selections().get(0).valueFilter();
        }
    }
}
