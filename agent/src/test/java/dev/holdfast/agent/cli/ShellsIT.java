package dev.holdfast.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Completion in real shells: a key is pressed, and the line grows. */
@Timeout(300)
class ShellsIT {
    private static final String SAMPLES = """
            node_load1 1 1795348200
            node_load15 1 1795348200
            node_cpu_seconds_total{cpu="0",mode="idle"} 10 1795348200
            node_cpu_seconds_total{cpu="0",mode="user"} 10 1795348200
            # EOF
            """;

    @TempDir
    private Path dir;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void prepare() throws Exception {
        TestConsole console = TestConsole.storing(dir.resolve("data"), SAMPLES);
        assertEquals(0, console.run("docs", dir.resolve("docs").toString()), console.err());
        Files.writeString(dir.resolve("upstreams.yml"), "interval: 1s\n");
        Path bin = TmuxScreen.program(dir).getParent();
        Path home = Files.createDirectories(dir.resolve("home"));
        Path scripts = dir.resolve("docs/completions");
        Files.writeString(
                home.resolve("bashrc"),
                "PATH='" + bin + "':$PATH\nPS1='> '\n. '" + scripts.resolve("bash/holdfast") + "'\ncd '" + dir + "'\n");
        Files.writeString(
                home.resolve(".zshrc"),
                "PATH='" + bin + "':$PATH\nPS1='> '\nfpath=('" + scripts.resolve("zsh")
                        + "' $fpath)\nautoload -Uz compinit\ncompinit -u -D\ncd '" + dir + "'\n");
        Path fish = Files.createDirectories(home.resolve(".config/fish/completions"));
        Files.copy(scripts.resolve("fish/holdfast.fish"), fish.resolve("holdfast.fish"));
        Files.writeString(
                home.resolve(".config/fish/config.fish"),
                "set -gx PATH '" + bin
                        + "' $PATH\nset -g fish_greeting\nfunction fish_prompt; echo '> '; end\nset -g fish_autosuggestion_enabled 0\ncd '"
                        + dir + "'\n");
        environment.put("HOLDFAST_DATA", dir.resolve("data").toString());
        environment.put("HOME", home.toString());
        environment.put("ZDOTDIR", home.toString());
        environment.put("XDG_CONFIG_HOME", home.resolve(".config").toString());
        environment.put("XDG_DATA_HOME", home.resolve(".local").toString());
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("HISTFILE", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void aKeyCompletesTheLine(String shell) throws Exception {
        String[][] lines = {
            {"holdfast que", "holdfast query"},
            {"holdfast query --expl", "holdfast query --explain"},
            {"holdfast query --output=js", "holdfast query --output=json"},
            {"holdfast query --theme da", "holdfast query --theme dark"},
            {"holdfast query node_lo", "holdfast query node_load1"},
            {"holdfast query 'node_cp", "holdfast query 'node_cpu_seconds_total"},
            {"holdfast query 'sum(rate(node_cp", "holdfast query 'sum(rate(node_cpu_seconds_total"},
            {"holdfast query 'node_cpu_seconds_total{mo", "holdfast query 'node_cpu_seconds_total{mode=\""},
            {"holdfast query 'node_cpu_seconds_total{mode=\"us", "holdfast query 'node_cpu_seconds_total{mode=\"user\""
            },
            {
                "holdfast query \"node_cpu_seconds_total{mode=\\\"us",
                "holdfast query \"node_cpu_seconds_total{mode=\\\"user\\\""
            },
            {"holdfast query 'sum by (mo", "holdfast query 'sum by (mode"},
            {"holdfast config che", "holdfast config check"},
            {"holdfast config check upst", "holdfast config check upstreams.yml"},
        };
        String command = switch (shell) {
            case "bash" -> "bash --rcfile '" + dir.resolve("home/bashrc") + "' -i";
            case "zsh" -> "zsh -i";
            default -> "fish -i";
        };
        try (TmuxScreen screen = TmuxScreen.start(dir, 120, 30, environment, command)) {
            screen.await("the prompt of " + shell, text -> text.strip().endsWith(">"));
            for (String[] line : lines) {
                screen.type(line[0]);
                screen.await("the keys", text -> text.contains(line[0]));
                screen.type("Tab");
                String expected = "> " + line[1];
                screen.await(
                        shell + ": " + line[0] + " -> " + line[1],
                        text -> text.lines()
                                .anyMatch(shown -> shown.stripTrailing().equals(expected)));
                screen.type("C-u");
                screen.type("C-l");
                screen.await("an empty line", text -> text.strip().equals(">"));
            }
        }
    }
}
