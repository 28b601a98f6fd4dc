package dev.holdfast.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a query prints in each of its formats, and why it prints nothing. */
class AnswersTest {
    private static final String SAMPLES = """
            # TYPE node_load1 gauge
            node_load1 1 1795348200
            node_load1 2 1795348260
            node_load1 3 1795348320
            # TYPE node_cpu_seconds counter
            node_cpu_seconds_total{cpu="0",mode="idle"} 10 1795348200
            node_cpu_seconds_total{cpu="0",mode="idle"} 70.5 1795348260
            node_cpu_seconds_total{cpu="1",mode="user"} 5 1795348200
            node_cpu_seconds_total{cpu="1",mode="user"} 6 1795348260
            # EOF
            """;

    @TempDir
    private Path dir;

    private TestConsole console = new TestConsole(Path.of("/nowhere"));

    @BeforeEach
    void importSamples() {
        console = TestConsole.storing(dir.resolve("data"), SAMPLES);
    }

    @Test
    void aTableOfASpanIsALineASeries() {
        assertEquals(0, run("--start 11:50 --end 11:52 --step 1m -o table node_load1"), console.err());
        assertEquals("""
                node_load1  2026-11-22 11:50:00 to 11:52:00 UTC
                SHAPE                                             MIN  AVG  MAX  LAST
                ▁                       ▅                      █    1    2    3     3
                """, console.out());
        assertEquals(0, run("--start 11:50 --end 11:51 --step 1m -o table node_cpu_seconds_total"));
        assertTrue(console.out().contains("cpu  mode  SHAPE"), console.out());
        assertTrue(console.out().contains("10 s  40.25 s  70.5 s"), console.out());
    }

    @Test
    void theShapeTakesWhatTheColumnsAndTheirTitlesLeave() {
        String title = "a_label_of_a_long_name";
        console.input("disk{" + title + "=\"/\"} 1 1795348200\ndisk{" + title + "=\"/v\"} 2 1795348200\n# EOF\n");
        assertEquals(0, console.run("import", "-"), console.err());
        for (int columns : new int[] {60, 70, 80}) {
            console.terminal(new Terminal(true, true, columns, 24, false));
            assertEquals(0, run("--start 11:50 --end 11:51 --step 1m -o table disk"), console.err());
            assertEquals(
                    columns,
                    console.out().lines().skip(1).mapToInt(String::length).max().orElse(0),
                    console.out());
        }
    }

    @Test
    void aChartOfSomeOfManySeriesFitsItsScreen() {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            many.append("many{i=\"").append(i).append("\"} ").append(i).append(" 1795348200\n");
        }
        console.input(many.append("# EOF\n").toString());
        assertEquals(0, console.run("import", "-"), console.err());
        for (int columns : new int[] {40, 80, 120}) {
            console.terminal(new Terminal(true, true, columns, 30, false));
            assertEquals(0, run("--start 11:50 --end 11:51 many"), console.err());
            int rows = console.out()
                    .lines()
                    .mapToInt(line -> 1 + Math.max(0, line.length() - 1) / columns)
                    .sum();
            assertTrue(console.out().contains("largest of 12") && rows < 30, rows + "\n" + console.out());
        }
    }

    @Test
    void openMetricsIsTakenBackAsItWas() {
        assertEquals(
                0, run("--start 11:50 --end 11:51 --step 1m -o openmetrics {__name__=~\"node_.*\"}"), console.err());
        String exposition = console.out();
        assertTrue(exposition.contains("# TYPE node_cpu_seconds counter\n"), exposition);
        assertTrue(
                exposition.contains("node_cpu_seconds_total{cpu=\"0\",mode=\"idle\"} 70.5 1795348260.000\n"),
                exposition);
        assertTrue(exposition.endsWith("# EOF\n"), exposition);
        TestConsole second = TestConsole.storing(dir.resolve("again"), exposition);
        assertEquals(
                0,
                second.run(
                        "query",
                        "--start",
                        "11:50",
                        "--end",
                        "11:51",
                        "--step",
                        "1m",
                        "-o",
                        "openmetrics",
                        "{__name__=~\"node_.*\"}"));
        assertEquals(exposition, second.out());
    }

    @Test
    void whatIsComputedNeedsANameInOpenMetrics() {
        assertEquals(ExitStatus.USAGE, run("--at 11:51 -o openmetrics node_load1*2"));
        assertTrue(console.err().startsWith("holdfast: no metric name, -o openmetrics: "), console.err());
        assertEquals(0, run("--at 11:51 -o openmetrics --name host:load:double node_load1*2"), console.err());
        assertEquals("# TYPE host:load:double unknown\nhost:load:double 4 1795348260.000\n# EOF\n", console.out());
        assertEquals(
                ExitStatus.DATA,
                console.run(
                        "query",
                        "--at",
                        "11:51",
                        "-o",
                        "openmetrics",
                        "--name",
                        "node_load1",
                        "node_load1 or on (__name__) (node_load1 * 2)"));
        assertEquals(0, run("--at 11:51 -o openmetrics --name one 1"), console.err());
        assertEquals("# TYPE one unknown\none 1 1795348260.000\n# EOF\n", console.out());
        assertEquals(ExitStatus.USAGE, run("--at 11:51 -o openmetrics --name one \"text\""));
    }

    @Test
    void aPictureIsSavedBesideTheAnswer() throws IOException {
        Path png = dir.resolve("load.png");
        Path svg = dir.resolve("load.svg");
        assertEquals(
                0,
                run("--start 11:50 --end 11:52 --step 1m -o list --save " + png + " --save " + svg + " node_load1"),
                console.err());
        assertTrue(console.out().contains("2026-11-22 11:51:00      2"), console.out());
        assertNotNull(ImageIO.read(png.toFile()));
        assertTrue(Files.readString(svg).contains("<title>node_load1</title>"));
        assertFalse(Files.exists(dir.resolve("load.png.tmp")));
        assertEquals(0, run("--start 11:50 --end 11:52 --step 1m -o svg --theme dark node_load1"), console.err());
        assertTrue(console.out().contains("#14181d"), console.out());
        assertEquals(ExitStatus.USAGE, run("--start 11:50 --save load.gif node_load1"));
        assertEquals(ExitStatus.USAGE, run("--save " + png + " node_load1"));
        assertEquals(ExitStatus.CANNOT_CREATE, run("--start 11:50 --save /nowhere/x.svg node_load1"));
        assertTrue(console.err().contains("/nowhere/x.svg: there is no such directory"), console.err());
    }

    @Test
    void aZoneIsThatOfTheQuestionAndOfTheAnswer() {
        assertEquals(0, run("--tz Europe/Berlin --at 12:51 node_load1"), console.err());
        assertEquals("node_load1  2026-11-22 12:51:00 CET\nVALUE\n    2\n", console.out());
        assertEquals(0, run("--tz=+05:30 --at 17:21 node_load1"), console.err());
        assertTrue(console.out().contains("2026-11-22 17:21:00 +05:30"), console.out());
        assertEquals(ExitStatus.USAGE, run("--tz berlin node_load1"));
        assertEquals("holdfast: no such time zone, --tz: \"berlin\"; did you mean Europe/Berlin?\n", console.err());
    }

    @Test
    void aSpanMayBeginAtAMomentInWords() {
        assertEquals(
                0,
                console.run("query", "--since", "11:50", "--end", "11:52", "--step", "1m", "node_load1"),
                console.err());
        assertEquals(5, console.out().lines().count(), console.out());
        assertEquals(
                0,
                console.run("query", "--since", "10 minutes ago", "--step", "1m", "-o", "csv", "node_load1"),
                console.err());
        assertTrue(console.out().contains("2026-11-22T11:51:00Z,2"), console.out());
        assertEquals(ExitStatus.USAGE, console.run("query", "--since", "23:00", "node_load1"));
        assertTrue(console.err().contains("say \"yesterday 23:00\""), console.err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            node_laod1 ; no metric "node_laod1"; did you mean node_load1?
            node_cpu ; no metric "node_cpu"; did you mean node_cpu_seconds_total?
            zzz ; no metric "zzz"; "holdfast labels __name__" lists all
            node_cpu_seconds_total{mode="usr"} ; the matcher mode="usr" is not satisfied by any series of node_cpu_seconds_total; did you mean "user"? values: idle, user
            node_cpu_seconds_total{moed="user"} ; the matcher moed="user" is not satisfied by any series of node_cpu_seconds_total: they have no label "moed"; did you mean mode? labels: __name__, cpu, mode
            node_cpu_seconds_total{mode="user",cpu="0"} ; no series satisfies all of
            node_load1>100 ; nothing is left: the selectors find a series at that time, and a comparison
            node_load1 offset 1h ; the first after of 2026-11-22 11:50:00 UTC
            rate(node_load1[30s]) ; a range of 30s of node_load1 has one sample only
            zzz + node_laod1 ; did you mean node_load1?
            """)
    void anEmptyAnswerSaysWhyOnStandardError(String expression, String reason) {
        // Semicolons divide the columns.
        assertEquals(0, console.run("query", "--at", "11:52", expression), console.err());
        assertEquals("", console.out());
        String first = reason.contains(";") ? reason.substring(0, reason.indexOf(';')) : reason;
        assertTrue(console.err().contains(first), console.err());
        assertTrue(console.err().contains(reason.strip()), console.err());
    }

    @Test
    void aCounterThatIsDrawnRawIsToldFromItsRate() {
        console.terminal(new Terminal(true, true, 80, 24, false));
        assertEquals(0, run("--start 11:50 --end 11:52 sum(node_cpu_seconds_total)"));
        assertTrue(console.err().startsWith("holdfast: note: node_cpu_seconds_total is a counter"), console.err());
        assertEquals(0, run("--start 11:50 --end 11:52 rate(node_cpu_seconds_total[2m])"));
        assertEquals("", console.err());
        assertEquals(0, run("--start 11:50 --end 11:52 -o csv node_cpu_seconds_total"));
        assertEquals("", console.err());
    }

    @Test
    void aMistakeInAnExpressionIsExplained() {
        assertEquals(ExitStatus.DATA, run("rat(node_load1[1m])"));
        assertTrue(console.err().contains("did you mean \"rate\"?"), console.err());
        assertEquals(ExitStatus.DATA, run("node_cpu_seconds_total{mode=user}"));
        assertTrue(console.err().contains("single quotes"), console.err());
    }

    @Test
    void watchTakesADurationOrTheExpressionFollows() {
        assertEquals(ExitStatus.USAGE, run("--watch=soon node_load1"));
        assertTrue(console.err().startsWith("holdfast: bad duration, --watch: "), console.err());
        assertEquals(ExitStatus.USAGE, run("--watch --explain node_load1"));
        assertTrue(console.err().startsWith("holdfast: one answer only, --watch"), console.err());
        assertEquals(ExitStatus.DATA, run("--watch 5s node_load1("));
        assertEquals(ExitStatus.DATA, run("--watch node_load1("));
    }

    private int run(String line) {
        List<String> words = new ArrayList<>(List.of("query"));
        words.addAll(List.of(line.split(" ")));
        return console.run(words.toArray(new String[0]));
    }
}
