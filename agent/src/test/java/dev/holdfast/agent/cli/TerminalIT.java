package dev.holdfast.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Charts and {@code --watch} in a real terminal. */
@Timeout(300)
class TerminalIT {
    private static final String SPAN = " --tz UTC --start 2026-11-22T11:00:00Z --end 2026-11-22T11:59:00Z ";

    @TempDir
    private Path dir;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void importSamples() throws Exception {
        StringBuilder samples = new StringBuilder();
        for (int series = 0; series < 3; series++) {
            for (int i = 0; i < 60; i++) {
                samples.append("load{cpu=\"").append(series).append("\"} ");
                samples.append(10 + series * 5 + 4 * Math.sin(i / 6.0))
                        .append(' ')
                        .append(1_795_345_200 + i * 60)
                        .append('\n');
            }
        }
        TestConsole.storing(dir.resolve("data"), samples.append("# EOF\n").toString());
        environment.put("HOLDFAST_DATA", dir.resolve("data").toString());
        environment.put("LC_ALL", "C.UTF-8");
        Path bin = TmuxScreen.program(dir).getParent();
        // In the shell itself: what tmux is told of these two does not arrive everywhere.
        Files.writeString(dir.resolve("bashrc"), "PS1='> '\nPATH='" + bin + "':$PATH\n");
        environment.put("HISTFILE", "");
    }

    @ParameterizedTest
    @CsvSource({"40, 24", "80, 24", "120, 30", "250, 60", "80, 12"})
    void aChartFitsItsTerminal(int columns, int rows) throws Exception {
        try (TmuxScreen screen = shell(columns, rows)) {
            screen.type("clear; holdfast query" + SPAN + "load; echo end", "Enter");
            String text = screen.await("the chart", TerminalIT::hasEnded);
            String last = text.lines()
                    .filter(line -> line.contains("2026-11-22"))
                    .findFirst()
                    .orElse(text);
            assertTrue(last.contains("UTC") || columns < 60, text);
            assertTrue(text.lines().allMatch(line -> line.length() <= columns), text);
            long field = text.lines()
                    .filter(line -> line.contains("│") || line.contains("┤"))
                    .count();
            assertTrue(field >= 2, text);
            assertTrue(rows < 20 || (text.contains("load") && field >= Math.min(18, rows - 9)), field + "\n" + text);
            assertTrue(text.chars().anyMatch(c -> c > '\u2800' && c <= '\u28ff'), text);
            assertTrue(screen.colours().contains("\u001b[38;5;32m"), "a colour");
        }
    }

    @Test
    void withoutColoursOrBrailleTheLinesAreStillTold() throws Exception {
        environment.put("NO_COLOR", "1");
        try (TmuxScreen screen = shell(80, 30)) {
            screen.type("clear; holdfast query" + SPAN + "load; echo end", "Enter");
            String text = screen.await("the chart", TerminalIT::hasEnded);
            assertTrue(text.contains("━━ a cpu=0") && text.contains("━━ c cpu=2"), text);
            assertFalse(screen.colours().contains("\u001b[38"), "a colour");
            screen.type("clear; LC_ALL=C TERM=dumb holdfast query" + SPAN + "load; echo end", "Enter");
            text = screen.await(
                    "the chart in ASCII",
                    shown -> hasEnded(shown) && shown.contains("a cpu=0") && !shown.contains("━"));
            assertTrue(text.lines().anyMatch(line -> line.contains("|") && line.contains("aa")), text);
        }
    }

    @Test
    void watchRedrawsInPlaceAndGivesTheTerminalBack() throws Exception {
        try (TmuxScreen screen = shell(80, 24)) {
            screen.type("echo before", "Enter");
            screen.await("the line before", text -> text.lines().anyMatch("before"::equals));
            screen.type("holdfast query" + SPAN + "--watch=200ms load; echo status $?", "Enter");
            String first =
                    screen.await("the first answer", text -> text.startsWith("every 200ms") && text.contains("cpu=2"));
            assertEquals("1", screen.variable("alternate_on"));
            assertEquals("0", screen.variable("cursor_flag"));
            assertTrue(first.lines().count() <= 24 && !first.contains("before"), first);
            String clock = first.substring(0, first.indexOf(" UTC"));
            screen.await("another answer", text -> !text.startsWith(clock) && text.startsWith("every"));
            screen.resize(50, 16);
            screen.await(
                    "an answer of the new size",
                    text -> text.lines()
                                    .anyMatch(line -> line.length() > 40 && line.length() <= 50 && line.contains("┬"))
                            && text.lines()
                                            .filter(line -> line.contains("│") || line.contains("┤"))
                                            .count()
                                    <= 9);
            screen.type("C-c");
            String after = screen.await("the prompt", text -> text.contains("status 130"));
            assertEquals("0", screen.variable("alternate_on"));
            assertEquals("1", screen.variable("cursor_flag"));
            assertEquals("1", screen.variable("wrap_flag"));
            assertTrue(after.contains("cpu=2"), "the last answer stays: " + after);
            screen.type("echo typed", "Enter");
            screen.await("what is typed", text -> text.contains("echo typed"));
        }
    }

    @Test
    void everyFrameOfCsvHasItsHeader() throws Exception {
        try (TmuxScreen screen = shell(80, 24)) {
            screen.type("holdfast query" + SPAN + "--step 1h --watch=200ms -o csv load", "Enter");
            String first = screen.await("the first answer", text -> text.contains("load,"));
            assertTrue(first.contains("__name__,cpu,time,value"), first);
            String clock = first.substring(0, first.indexOf(" UTC"));
            String next = screen.await("another answer", text -> text.startsWith("every") && !text.startsWith(clock));
            assertTrue(next.contains("__name__,cpu,time,value"), next);
        }
    }

    @Test
    void aMistakeIsSaidBeforeTheScreenIsTaken() throws Exception {
        try (TmuxScreen screen = shell(80, 24)) {
            screen.type("holdfast query --watch 'load('; echo status $?", "Enter");
            String text = screen.await("the message", shown -> shown.contains("status 65"));
            assertTrue(text.contains("not PromQL"), text);
            assertEquals("0", screen.variable("alternate_on"));
        }
    }

    @Test
    void inAPipeAnswersFollowEachOtherUntilNobodyReads() throws Exception {
        try (TmuxScreen screen = shell(100, 40)) {
            screen.type(
                    "clear; holdfast query" + SPAN + "--step 1h --watch=100ms -o csv load | head -n 7; echo status $?",
                    "Enter");
            String text = screen.await("seven lines", shown -> shown.contains("status 0"));
            assertEquals(
                    1, text.lines().filter("__name__,cpu,time,value"::equals).count(), text);
            assertEquals(
                    6, text.lines().filter(line -> line.startsWith("load,")).count(), text);
        }
    }

    private TmuxScreen shell(int columns, int rows) throws Exception {
        TmuxScreen screen =
                TmuxScreen.start(dir, columns, rows, environment, "bash --rcfile '" + dir.resolve("bashrc") + "' -i");
        screen.await("the prompt", text -> text.startsWith(">"));
        return screen;
    }

    private static boolean hasEnded(String text) {
        return text.lines().anyMatch("end"::equals);
    }
}
