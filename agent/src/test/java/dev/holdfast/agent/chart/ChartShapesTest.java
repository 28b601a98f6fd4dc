package dev.holdfast.agent.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.query.MatrixSeries;
import dev.holdfast.storage.Labels;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Charts of awkward sizes, values and terminals. */
class ChartShapesTest {
    private static final long START_MS = 1_795_348_800_000L;
    private static final ZoneId UTC = ZoneId.of("UTC");

    @ParameterizedTest
    @CsvSource({"40,18", "60,3", "80,18", "120,6", "250,40", "20,3", "40,1"})
    void noLineIsWiderThanItIsTold(int columns, int rows) {
        List<MatrixSeries> series =
                List.of(series("a", 1, 2, 3), series("a-rather-long-value-of-a-label-that-must-be-cut", 5, 4, 3));
        for (Glyphs glyphs : List.of(Glyphs.UNICODE, Glyphs.ASCII)) {
            for (boolean colours : new boolean[] {true, false}) {
                String chart = chart(columns, rows, colours, glyphs, Unit.NONE, series);
                for (String line : chart.split("\n")) {
                    String plain = line.replaceAll("\u001b\\[[0-9;]*m", "");
                    int least = columns < 40 ? 60 : columns;
                    assertTrue(plain.length() <= least, columns + ": " + plain.length() + " " + plain + "\n" + chart);
                }
                assertEquals(
                        rows,
                        chart.lines()
                                .filter(line -> line.matches(".*[│┤|].*|[^a-z]*\\+.*")
                                        && !line.contains("--")
                                        && !line.contains("━"))
                                .count(),
                        chart);
            }
        }
    }

    @Test
    void aNameOfAnyCharactersIsCut() {
        String name = "\ud83d\ude00".repeat(60);
        String chart =
                chart(60, 3, false, Glyphs.UNICODE, Unit.NONE, List.of(series(name, 1, 2), series("plain", 1, 2)));
        assertTrue(chart.contains("\ud83d\ude00\u2026  min "), chart);
        for (String line : chart.split("\n")) {
            assertTrue(line.codePointCount(0, line.length()) <= 60, chart);
        }
    }

    @Test
    void anExpressionOfSeveralLinesIsATitleOfOne() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ChartStyle style = new ChartStyle(60, 3, new Palette(false), Glyphs.UNICODE, Unit.NONE);
        new Chart("sum(\n  up\n)", START_MS, START_MS + 600_000, 60_000, UTC, style)
                .print(List.of(series("x", 1, 2)), new PrintStream(out, true, StandardCharsets.UTF_8));
        assertTrue(out.toString(StandardCharsets.UTF_8).startsWith("sum( up )\n2.0 "), out::toString);
    }

    @Test
    void withoutColoursEachOfSeveralLinesHasALetter() {
        String chart =
                chart(50, 6, false, Glyphs.UNICODE, Unit.NONE, List.of(series("x", 1, 1, 1), series("y", 9, 9, 9)));
        assertTrue(chart.lines().anyMatch(line -> line.matches(".*[⠀-⣿] +b")), chart);
        assertTrue(chart.contains("━━ a a=x") && chart.contains("━━ b a=y"), chart);
        assertFalse(chart(50, 6, true, Glyphs.UNICODE, Unit.NONE, List.of(series("x", 1, 1), series("y", 9, 9)))
                .contains("━━ a "));
    }

    @Test
    void aTerminalWithoutBrailleGetsAsciiOnly() {
        String one = chart(50, 6, false, Glyphs.ASCII, Unit.SECONDS, List.of(series("x", 1e-6, 2e-6, 3e-6)));
        String two = chart(50, 6, true, Glyphs.ASCII, Unit.CELSIUS, List.of(series("x", 1, 2), series("y", 9, 2)));
        for (String chart : List.of(one, two)) {
            assertTrue(chart.chars().allMatch(c -> c < 127), chart);
        }
        assertTrue(one.contains(" us"), one);
        two = two.replaceAll("\u001b\\[[0-9;]*m", "");
        assertTrue(two.contains("a a=x") && two.contains("b a=y") && two.contains("bb"), two);
    }

    static Stream<double[]> awkward() {
        return Stream.of(
                new double[] {0},
                new double[] {42},
                new double[] {-42, -42, -42},
                new double[] {Double.NaN},
                new double[] {Double.NaN, 1, Double.NaN, 1},
                new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 3},
                new double[] {Double.MAX_VALUE, -Double.MAX_VALUE},
                new double[] {Double.MIN_VALUE, 0},
                new double[] {1e-12, 2e-12},
                new double[] {1e15, 1e15 + 1},
                new double[] {1e300, 1},
                new double[] {-1e-9, 1e9});
    }

    @ParameterizedTest
    @MethodSource("awkward")
    void anyValuesMakeAChart(double[] values) {
        for (Unit unit : Unit.values()) {
            String chart = chart(60, 8, true, Glyphs.UNICODE, unit, List.of(series("x", values)));
            assertEquals(
                    8,
                    chart.lines()
                            .filter(line -> line.contains("│") || line.contains("┤"))
                            .count(),
                    chart);
            assertFalse(chart.matches("(?s).*┤[^\n]*Infinity.*"), chart);
            boolean drawable = Arrays.stream(values).anyMatch(Double::isFinite);
            assertEquals(drawable, chart.chars().anyMatch(c -> c > '\u2800' && c <= '\u28ff'), chart);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "BYTES, 0, 3e9, '0 GiB|1 GiB|2 GiB|3 GiB'",
        "BYTES, 0, 100, '0 B|25 B|50 B|75 B|100 B'",
        "BYTES_PER_SECOND, 0, 2097152, '0.0 MiB/s|0.5 MiB/s|1.0 MiB/s|1.5 MiB/s|2.0 MiB/s'",
        "SECONDS, 0, 0.004, '0 ms|1 ms|2 ms|3 ms|4 ms'",
        "SECONDS, 0, 3000, '0 min|15 min|30 min|45 min|60 min'",
        "SECONDS, 0, 2e-7, '0 ns|50 ns|100 ns|150 ns|200 ns'",
        "SECONDS, 0, 864000, '0.0 d|2.5 d|5.0 d|7.5 d|10.0 d'",
        "PERCENT, 0, 100, '0%|25%|50%|75%|100%'",
        "CELSIUS, 40, 60, '40 °C|45 °C|50 °C|55 °C|60 °C'",
    })
    void ticksAreRoundInTheirUnit(Unit unit, double least, double most, String labels) {
        ValueAxis axis = ValueAxis.spanning(least, most, 4, unit);
        assertEquals(
                labels, String.join("|", axis.ticks().stream().map(axis::label).toList()));
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, 0, 0", "NONE, 0.06, 0.06", "NONE, 1234567, 1.235M", "NONE, -0.00001, -1.00e-05", "NONE, 999.9, 999.9",
        "BYTES, 1536, 1.5 KiB", "BYTES, 1023, 0.999 KiB", "SECONDS, 0.0125, 12.5 ms", "SECONDS, 90, 90 s",
                "SECONDS, 7000, 116.7 min",
        "SECONDS, 0, 0 s", "PERCENT, 45.25, 45.25%", "NONE, NaN, NaN", "BYTES, Infinity, +Inf",
                "NONE, 1e300, 1.00e+285P",
    })
    void aValueIsFourDigitsAndItsUnit(Unit unit, double value, String text) {
        assertEquals(text, unit.text(value));
    }

    @Test
    void aSparklineShowsTheShapeAndItsGaps() {
        MatrixSeries rising = series("x", 0, 1, 2, 3, 4, 5, 6, 7);
        assertEquals("▁▂▃▄▅▆▇█", Sparkline.of(rising, START_MS, START_MS + 7 * 60_000, 8, Glyphs.UNICODE));
        MatrixSeries gap = series("x", 0, Double.NaN, 8);
        assertEquals("▁ █", Sparkline.of(gap, START_MS, START_MS + 120_000, 3, Glyphs.UNICODE));
        assertEquals("▁▁", Sparkline.of(series("x", 0, 0), START_MS, START_MS + 60_000, 2, Glyphs.UNICODE));
        assertEquals("▄▄", Sparkline.of(series("x", 5, 5), START_MS, START_MS + 60_000, 2, Glyphs.UNICODE));
        assertEquals(
                "▁█",
                Sparkline.of(
                        series("x", -Double.MAX_VALUE, Double.MAX_VALUE),
                        START_MS,
                        START_MS + 60_000,
                        2,
                        Glyphs.UNICODE));
        assertTrue(Sparkline.of(rising, START_MS, START_MS + 7 * 60_000, 8, Glyphs.ASCII)
                .chars()
                .allMatch(c -> c < 127));
    }

    static MatrixSeries series(String label, double... values) {
        long[] times = new long[values.length];
        for (int i = 0; i < times.length; i++) {
            times[i] = START_MS + i * 60_000L;
        }
        return new MatrixSeries(Labels.of(Labels.METRIC_NAME, "up", "a", label), times, values);
    }

    private static String chart(
            int columns, int rows, boolean colours, Glyphs glyphs, Unit unit, List<MatrixSeries> series) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Chart(
                        "up",
                        START_MS,
                        START_MS + 600_000,
                        60_000,
                        UTC,
                        new ChartStyle(columns, rows, new Palette(colours), glyphs, unit))
                .print(new ArrayList<>(series), new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }
}
