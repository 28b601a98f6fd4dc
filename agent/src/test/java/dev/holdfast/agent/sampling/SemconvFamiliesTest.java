package dev.holdfast.agent.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The forwarder's table of OpenTelemetry names, against the families that the agent collects. */
class SemconvFamiliesTest {
    /** Labels of the families in the table: of collectors, by the first words of their names. */
    private static final Map<String, Set<String>> LABELS = Map.of(
            "node_cpu_seconds", Set.of("cpu", "mode"),
            "node_cpu_scaling", Set.of("cpu"),
            "node_disk_", Set.of("device"),
            "node_network_", Set.of("device"),
            "node_filesystem_", Set.of("device", "fstype", "mountpoint"));

    @Test
    void everyRowIsOfAFamilyThatIsCollectedAndOfItsKindAndLabels() throws IOException {
        MetricCatalogue catalogue = MetricCatalogue.load();
        String form = "";
        int rows = 0;
        for (String line : table()) {
            String[] words = line.split(" ");
            if (words[0].equals("metric")) {
                form = words[2];
            } else if (words[0].equals("from")) {
                MetricFamily family = catalogue.family(words[1]);
                assertNotNull(family, line);
                boolean counts = family.type() == MetricType.COUNTER
                        || (family.type() == MetricType.UNKNOWN && words[1].startsWith("node_vmstat_"));
                assertEquals(counts, form.equals("counter"), line);
                assertEquals(labels(words[1]), mapped(words), line);
                rows++;
            }
        }
        assertTrue(rows >= 39, "rows: " + rows);
    }

    private static Set<String> mapped(String[] words) {
        Set<String> labels = new TreeSet<>();
        for (String word : words) {
            if (word.indexOf('>') > 0) {
                labels.add(word.substring(0, word.indexOf('>')));
            }
        }
        return labels;
    }

    private static Set<String> labels(String name) {
        return LABELS.entrySet().stream()
                .filter(entry -> name.startsWith(entry.getKey()))
                .findFirst()
                .map(entry -> (Set<String>) new TreeSet<>(entry.getValue()))
                .orElse(Set.of());
    }

    private static List<String> table() throws IOException {
        try (InputStream in = MetricCatalogue.class.getResourceAsStream("/dev/holdfast/forwarder/otlp/semconv.txt")) {
            assertNotNull(in);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
