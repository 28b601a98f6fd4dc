package dev.holdfast.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code packaging/examples} has configurations to copy: they are valid as they are, also in a shell without the service's variables. */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("..", "packaging", "examples");

    @Test
    void everyExampleIsValidAndSendsSomewhere() throws IOException, ConfigException {
        List<Path> files;
        try (Stream<Path> all = Files.list(EXAMPLES)) {
            files = all.filter(file -> file.toString().endsWith(".yaml")).toList();
        }
        assertTrue(files.size() >= 3, "found " + files);
        ConfigLoader loader = new ConfigLoader(Set.of(), Path.of("/data"), Map.of());
        for (Path file : files) {
            String yaml = Files.readString(file, StandardCharsets.UTF_8);
            LoadedConfig loaded = loader.parse(file.toString(), yaml, Overrides.of(Map.of()));
            assertEquals(1, loaded.config().upstreams().size(), file.toString());
        }
    }
}
