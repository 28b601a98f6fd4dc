package dev.holdfast.agent.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Frames of every size, of hosts of every kind: exactly as wide and as high as the screen, and painted by differences alike. */
class RendererTest {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final int FRAMES = 1_500;

    private final Renderer renderer = new Renderer(UTC);

    @Test
    void everyFrameFitsAndIsPainted() {
        long seed = Long.getLong("seed", 11);
        Random random = new Random(seed);
        String where = "-Dtest=RendererTest -Dseed=" + seed;
        CellGrid screen = new CellGrid(1, 1);
        Painter painter = new Painter(Colours.MANY, true);
        int columns = 1;
        int rows = 1;
        for (int i = 0; i < FRAMES; i++) {
            if (random.nextInt(3) == 0) {
                columns = 1 + random.nextInt(random.nextBoolean() ? 130 : 300);
                rows = 1 + random.nextInt(random.nextBoolean() ? 50 : 100);
                screen = new CellGrid(columns, rows);
                painter.forget();
            }
            Frame frame = renderer.draw(new RandomView(random).view(), state(random), columns, rows);
            assertEquals(0, frame.room(), where);
            for (int row = 0; row < rows; row++) {
                assertEquals(columns, frame.line(row).length(), where);
            }
            screen.take(painter.paint(frame));
            assertEquals(frame.toString(), screen.toString(), where);
            assertEquals(0, painter.paint(frame).length, "the same frame again is nothing to paint");
        }
    }

    /** The canary: a line that is a cell too long is found. */
    @Test
    void aLineThatIsTooLongIsFound() {
        CellGrid screen = new CellGrid(3, 1);
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> screen.take("\u001b[1;1Habcd".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    @Test
    void withAsciiNothingElseIsWritten() {
        Random random = new Random(5);
        Painter painter = new Painter(Colours.NONE, false);
        for (int i = 0; i < 100; i++) {
            byte[] bytes = painter.paint(renderer.draw(new RandomView(random).view(), state(random), 100, 40));
            for (byte b : bytes) {
                assertTrue(b > 0 && b < 0x7f, () -> "byte " + b);
            }
            painter.forget();
        }
    }

    @Test
    void smallScreensSayTheMostImportant() {
        HostView view = ViewFixture.view(null);
        String frame = renderer.draw(view, ViewFixture.state(), 40, 10).toString();
        assertTrue(frame.startsWith(" 12:00:00  LIVE  web1"), frame);
        assertTrue(frame.contains("CPU  62.0%  user 50.0%"), frame);
        assertTrue(frame.contains("Mem  75.0%"), frame);
        assertTrue(frame.contains("sda busy 40.0% r 1.00M w 2.00M"), frame);
        assertTrue(frame.contains("/var 90.0% used, 10.0G left"), frame);
        assertTrue(frame.contains("eth0 in 1.50M out 300K drops 7"), frame);
        assertTrue(frame.contains("central 1.20k pending"), frame);
    }

    @Test
    void anEightyColumnScreenHasTheTables() {
        String frame = renderer.draw(ViewFixture.view(null), ViewFixture.state(), 80, 24)
                .toString();
        assertTrue(frame.contains(" holdfast top  web1  2026-11-22 12:00:00 UTC  LIVE"), frame);
        assertTrue(frame.contains("Load 3.50 2.50 1.50  run 4 blocked 1"), frame);
        assertTrue(frame.lines().anyMatch(line -> line.startsWith("sda ") && line.contains("40.0%")), frame);
        assertTrue(frame.contains("12ms"), frame);
        assertTrue(frame.contains("done in 4m"), frame);
        assertEquals(24, frame.lines().count());
    }

    @Test
    void aGapIsSaidAndNothingIsZero() {
        HostView view = ViewFixture.view(
                new HostView.Gap(ViewFixture.NOW_MS - 2_400_000, ViewFixture.NOW_MS - 600_000, "agent stopped"));
        String frame = renderer.draw(view, ViewFixture.state(), 100, 30).toString();
        assertTrue(frame.contains(" no data: agent stopped 11:20-11:50 (30m)"), frame);
        assertTrue(frame.contains("NO DATA"), frame);
    }

    @Test
    void theFilterLeavesOnlyWhatItNames() {
        ScreenState filtered = ViewFixture.state().filter("VAR");
        String frame = renderer.draw(ViewFixture.view(null), filtered, 100, 40).toString();
        assertTrue(frame.contains("/var"), frame);
        assertTrue(frame.lines().noneMatch(line -> line.startsWith("sda")), frame);
        assertTrue(frame.contains("filter \"VAR\" (Esc clears)"), frame);
    }

    @Test
    void rowsAreSharedFairly() {
        assertEquals(List.of(2, 2, 1), list(RowShares.of(new int[] {9, 2, 1}, 5)));
        assertEquals(List.of(1, 1, 0), list(RowShares.of(new int[] {9, 2, 1}, 2)));
        assertEquals(List.of(9, 2, 1), list(RowShares.of(new int[] {9, 2, 1}, 50)));
    }

    private static List<Integer> list(int[] numbers) {
        return java.util.Arrays.stream(numbers).boxed().toList();
    }

    private static ScreenState state(Random random) {
        Pane[] panes = Pane.values();
        ScreenState state = ScreenState.of(
                        random.nextBoolean(), random.nextLong(4_000_000_000_000L), 1_000, 300_000, "")
                .pane(panes[random.nextInt(panes.length)])
                .help(random.nextInt(8) == 0);
        if (random.nextInt(4) == 0) {
            state = state.filter(random.nextBoolean() ? "a" : "zz\u4e2d");
        }
        if (random.nextInt(4) == 0) {
            state = state.prompt(
                    random.nextBoolean() ? ScreenState.Prompt.FILTER : ScreenState.Prompt.TIME, "yesterday 03:00");
        }
        return random.nextInt(4) == 0
                ? state.scroll(random.nextInt(99)).message("m".repeat(random.nextInt(200)))
                : state;
    }
}
