package dev.holdfast.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.agent.sampling.MetricCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alerts of {@code docs/OPERATIONS.md} are PromQL, over series that there are. */
class OperationsPageTest {
    private static final Pattern METRIC = Pattern.compile("holdfast_[a-z_]+");

    @TempDir
    private Path directory;

    @Test
    void theAlertsCanBeCopied() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "OPERATIONS.md"));
        String section = page.substring(page.indexOf("Alerts, for where the samples arrive"));
        String fromFirst = section.substring(section.indexOf("```\n") + 4);
        List<String> alerts = fromFirst
                .substring(0, fromFirst.indexOf("```"))
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();
        assertTrue(alerts.size() >= 8, alerts::toString);
        TestConsole console = TestConsole.storing(directory, "up 1 1795348800\n# EOF\n");
        MetricCatalogue catalogue = MetricCatalogue.load();
        for (String alert : alerts) {
            METRIC.matcher(alert).results().forEach(name -> assertNotNull(catalogue.family(name.group()), alert));
            assertEquals(0, console.run("query", alert), () -> alert + ": " + console.err());
        }
    }
}
