package dev.holdfast.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What completion offers, before a shell shows it. */
class CompletionTest {
    private static final String SAMPLES = """
            node_load1{instance="a"} 1 1795348200
            node_load15{instance="a"} 1 1795348200
            node_cpu_seconds_total{cpu="0",mode="idle"} 10 1795348200
            node_cpu_seconds_total{cpu="0",mode="user"} 10 1795348200
            node_disk_io_now{device="sda"} 10 1795348200
            # EOF
            """;

    @TempDir
    private Path dir;

    private TestConsole console = new TestConsole(Path.of("/nowhere"));

    @BeforeEach
    void importSamples() {
        console = TestConsole.storing(dir.resolve("data"), SAMPLES);
    }

    /** The last column is all of what is offered; or some of it, when it begins with an ellipsis. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            qu ; words ; query
            com ; words ; compact completion
            query --wat ; words ; --watch
            query --output= ; words ; --output=table --output=chart --output=json --output=csv --output=openmetrics --output=list --output=svg --output=png
            query -o o ; words ; openmetrics
            status -o ; words ; text json
            query --theme l ; words ; light
            query --at last ; words ; last_monday
            query --since 1 ; words ; 15m 1h 12h 1d
            query --tz Europe/Berl ; words ; Europe/Berlin
            query --data ; directories ;
            query --save ; files ;
            import ; files ;
            config ; words ; check init show
            config ch ; words ; check
            config check ; files ;
            completion z ; words ; zsh
            explain ; words ; cpu memory disk network
            explain m ; words ; memory
            explain cpu --instance ; words ; a
            top --instance ; words ; a
            labels de ; words ; device
            query node_lo ; pieces ; node_load1 node_load15
            query --since 1h node_di ; pieces ; node_disk_io_now
            query node_disk_io_now ; pieces ; node_disk_io_now node_disk_io_now{
            query absent_ ; pieces ; absent_over_time(
            query rate(node_disk ; pieces ; rate(node_disk_io_now
            query rate(node_load1[5 ; pieces ; rate(node_load1[5m]
            query node_cpu_seconds_total{ ; pieces ; node_cpu_seconds_total{cpu=" node_cpu_seconds_total{mode="
            query node_cpu_seconds_total{mo ; pieces ; node_cpu_seconds_total{mode="
            query node_cpu_seconds_total{mode="u ; pieces ; node_cpu_seconds_total{mode="user"
            query node_cpu_seconds_total{mode=~" ; pieces ; node_cpu_seconds_total{mode=~"idle" node_cpu_seconds_total{mode=~"user"
            query node_cpu_seconds_total{mode="user", ; pieces ; node_cpu_seconds_total{mode="user",cpu=" node_cpu_seconds_total{mode="user",mode="
            query node_cpu_seconds_total{mode="user" ; pieces ; node_cpu_seconds_total{mode="user", node_cpu_seconds_total{mode="user"}
            query {device="s ; pieces ; {device="sda"
            query sum_by_(dev ; pieces ; sum_by_(device
            query sum(node_load1)_un ; pieces ; sum(node_load1)_unless
            export node_di ; pieces ; node_disk_io_now
            series --match x ; pieces ;
            nosuch ; words ;
            nosuch x ; words ;
            """)
    void offersWhatFits(String line, String kind, String offered) {
        List<String> words = new ArrayList<>(List.of("complete", "words"));
        for (String word : line.split(" ", -1)) {
            // Blanks divide the words of this table.
            words.add(
                    word.startsWith("query")
                            ? word
                            : word.replace("_by_(", " by (").replace(")_un", ") un"));
        }
        boolean openWord = List.of(
                        "query --data",
                        "query --save",
                        "import",
                        "config",
                        "config check",
                        "status -o",
                        "explain",
                        "explain cpu --instance",
                        "top --instance")
                .contains(line);
        if (openWord || line.endsWith("x ")) {
            words.add("");
        }
        assertEquals(0, console.run(words.toArray(new String[0])), console.err());
        List<String> lines = console.out().lines().toList();
        assertEquals(kind, lines.get(0));
        if (kind.equals("words") || kind.equals("pieces")) {
            List<String> found = lines.subList(1, lines.size()).stream()
                    .map(one -> one.substring(0, one.indexOf('\t'))
                            .replace(" by (", "_by_(")
                            .replace(") un", ")_un")
                            .replace("last monday", "last_monday"))
                    .toList();
            assertEquals(offered == null ? "" : offered.strip(), String.join(" ", found));
        }
    }

    @Test
    void anOptionThatIsGivenIsNotOfferedAgainUnlessItMayBe() {
        console.run("complete", "words", "query", "--since", "1h", "--save", "a.svg", "--s");
        assertEquals(List.of("words", "--save", "--start", "--step"), firsts());
    }

    @Test
    void anotherDirectoryIsTheOneOfTheCommandLine() {
        console.run(
                "complete", "words", "query", "--data", dir.resolve("nothing").toString(), "node_");
        assertEquals(List.of("pieces"), firsts());
    }

    /** What bash puts into the line, by what is open there. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            holdfast query 'node_cpu_seconds_total{mode="u ; node_cpu_seconds_total{mode="user"
            holdfast query "node_cpu_seconds_total{mode=\\"u ; node_cpu_seconds_total{mode=\\"user\\"
            holdfast query node_cpu_seconds_total\\{mode=\\"u ; \\"user\\"
            holdfast query --output=js ; json
            holdfast query node_di ; node_disk_io_now
            """)
    void bashGetsWhatItReplaces(String line, String inserted) {
        assertEquals(0, console.run("complete", "bash", " \t\n\"'><=;|&(:", line), console.err());
        String first = console.out().lines().skip(1).findFirst().orElse("");
        assertEquals(inserted.strip(), first.substring(0, Math.max(0, first.indexOf('\t'))));
    }

    @Test
    void everyScriptComesAndNoOther() {
        for (String shell : CompletionScript.SHELLS) {
            assertEquals(0, console.run("completion", shell));
            assertTrue(console.out().contains("holdfast"), shell);
        }
        assertEquals(ExitStatus.USAGE, console.run("completion", "csh"));
    }

    private List<String> firsts() {
        return console.out()
                .lines()
                .map(line -> line.indexOf('\t') < 0 ? line : line.substring(0, line.indexOf('\t')))
                .toList();
    }
}
