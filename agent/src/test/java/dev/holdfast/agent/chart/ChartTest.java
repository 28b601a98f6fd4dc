package dev.holdfast.agent.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.query.MatrixSeries;
import dev.holdfast.storage.Labels;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Charts, dot for dot. */
class ChartTest {
    private static final long START_MS = 1_795_348_800_000L;

    @Test
    void drawsALineWithAxesAndLegend() {
        assertEquals("""
                up
                10 ┤                   ⢀⡠⠒⠉
                   │               ⢀⡠⠔⠊⠁
                   │            ⡠⠔⠊⠁
                 5 ┤       ⢀⡠⠤⠒⠉
                   │   ⢀⡠⠔⠊⠁
                 0 ┤⣀⠤⠒⠁
                   └┬──────────┬──────────┬
                    12:00    12:05    12:10
                 ━━ up{a="1"}  last 10
                 2026-11-22 12:00:00 to 12…
                """, chart(27, 6, List.of(series(10, ms -> ms / 60_000.0, "1"))));
    }

    @Test
    void aGapInTheDataIsAGapInTheLine() {
        String chart = chart(27, 6, List.of(series(10, ms -> ms == 300_000 ? Double.NaN : 1, "1")));
        long broken =
                chart.lines().filter(line -> line.matches(".*[⠀-⣿]+ +[⠀-⣿]+.*")).count();
        assertEquals(1, broken, chart);
    }

    @Test
    void onlySoManySeriesAreDrawnAndTheRestIsCounted() {
        List<MatrixSeries> many = new ArrayList<>();
        for (int i = 0; i < 13; i++) {
            int level = i;
            many.add(series(3, ms -> level, Integer.toString(i)));
        }
        String chart = chart(60, 8, many);
        assertTrue(
                chart.endsWith(
                        " the 10 largest of 13 series are drawn; narrow the selector, or aggregate: sum by (label) (...)\n"),
                chart);
        assertEquals(10, chart.lines().filter(line -> line.contains(" a=")).count(), chart);
        assertTrue(!chart.contains("a=2 ") && chart.contains("a=3 "), chart);
    }

    @Test
    void coloursAreSwitchedOffAgainOnEveryLine() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Chart(
                        "up",
                        START_MS,
                        START_MS + 60_000,
                        60_000,
                        ZoneId.of("UTC"),
                        new ChartStyle(40, 6, new Palette(true), Glyphs.UNICODE, Unit.NONE))
                .print(
                        List.of(series(1, ms -> ms, "1"), series(1, ms -> -ms, "2")),
                        new PrintStream(out, true, StandardCharsets.UTF_8));
        for (String line : out.toString(StandardCharsets.UTF_8).split("\n")) {
            int lastOn = line.lastIndexOf("\u001b[38");
            assertTrue(lastOn < 0 || line.indexOf("\u001b[0m", lastOn) > 0, line);
        }
    }

    @Test
    void nothingButInfinitiesStillMakesAChart() {
        String chart = chart(40, 6, List.of(series(2, ms -> Double.POSITIVE_INFINITY, "1")));
        assertTrue(chart.contains("last +Inf"), chart);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 10, 5, 0|2|4|6|8|10",
        "3, 9, 3, 0|5|10",
        "95, 99, 4, 95|96|97|98|99",
        "0, 0.35, 4, 0.0|0.1|0.2|0.3|0.4",
        "0, 12345678, 3, 0M|5M|10M|15M",
        "-4, 4, 4, -4|-2|0|2|4",
        "7, 7, 4, '6.0|6.5|7.0|7.5|8.0'",
    })
    void valueTicksAreRound(double least, double most, int count, String labels) {
        ValueAxis axis = ValueAxis.spanning(least, most, count, Unit.NONE);
        List<String> texts = axis.ticks().stream().map(axis::label).toList();
        assertEquals(labels, String.join("|", texts));
    }

    @ParameterizedTest
    @CsvSource({
        "30, UTC, 12:00:00",
        "3600, Europe/Berlin, 13:00",
        "86400, Asia/Kolkata, 18:00",
        "864000, UTC, 2026-11-23",
    })
    void timeTicksAreRoundInTheReadersZone(long seconds, String zone, String expected) {
        TimeAxis axis = new TimeAxis(START_MS, START_MS + seconds * 1000, 80, ZoneId.of(zone));
        assertTrue(axis.lines(Glyphs.UNICODE)[1].contains(expected), axis.lines(Glyphs.UNICODE)[1]);
    }

    private static MatrixSeries series(int minutes, LongToDoubleFunction value, String label) {
        long[] times = new long[minutes + 1];
        double[] values = new double[minutes + 1];
        for (int i = 0; i <= minutes; i++) {
            times[i] = START_MS + i * 60_000L;
            values[i] = value.applyAsDouble(i * 60_000L);
        }
        return new MatrixSeries(Labels.of(Labels.METRIC_NAME, "up", "a", label), times, values);
    }

    private static String chart(int columns, int rows, List<MatrixSeries> series) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Chart(
                        "up",
                        START_MS,
                        START_MS + 600_000,
                        60_000,
                        ZoneId.of("UTC"),
                        new ChartStyle(columns, rows, new Palette(false), Glyphs.UNICODE, Unit.NONE))
                .print(series, new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }
}
