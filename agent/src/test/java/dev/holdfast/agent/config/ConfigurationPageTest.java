package dev.holdfast.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code docs/CONFIGURATION.md} has every key that the readers know, and no other; and its examples are valid. */
class ConfigurationPageTest {
    private static final Path PAGE = Path.of("..", "docs", "CONFIGURATION.md");
    private static final Pattern HEADING = Pattern.compile("## .*`([a-z_]+)`");
    private static final Pattern ROW = Pattern.compile("\\| `([a-z0-9_]+)` \\|.*");
    private static final Pattern KNOWN = Pattern.compile("; known in [^:]+: (.*)");

    private final ConfigLoader loader = new ConfigLoader(
            Set.of(), Path.of("/data"), Map.of("CREDENTIALS_DIRECTORY", "/run/credentials", "API_KEY", "x"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            remote_write  | 'remote_write: [{url: "http://h/w", xxxxxxxxxx: 1}]'
            otlp          | 'otlp: [{url: "http://h/w", xxxxxxxxxx: 1}]'
            basic_auth    | 'remote_write: [{url: "http://h/w", basic_auth: {password: a, xxxxxxxxxx: 1}}]'
            authorization | 'remote_write: [{url: "http://h/w", authorization: {credentials: a, xxxxxxxxxx: 1}}]'
            http_headers  | 'remote_write: [{url: "http://h/w", http_headers: {X-A: {values: [a], xxxxxxxxxx: 1}}}]'
            tls_config    | 'remote_write: [{url: "https://h/w", tls_config: {xxxxxxxxxx: 1}}]'
            queue_config  | 'remote_write: [{url: "http://h/w", queue_config: {xxxxxxxxxx: 1}}]'
            limit         | 'remote_write: [{url: "http://h/w", limit: {xxxxxxxxxx: 1}}]'
            readiness     | 'readiness: {xxxxxxxxxx: 1}'
            api           | 'api: {xxxxxxxxxx: 1}'
            tls           | 'api: {tls: {cert_file: a, key_file: b, xxxxxxxxxx: 1}}'
            query         | 'query: {xxxxxxxxxx: 1}'
            """)
    void thePageHasTheKeysThatThereAre(String section, String yaml) throws IOException {
        ConfigException e =
                assertThrows(ConfigException.class, () -> loader.parse("h.yml", yaml, Overrides.of(Map.of())));
        Matcher known = KNOWN.matcher(String.valueOf(e.getMessage()));
        assertEquals(true, known.find(), e.getMessage());
        assertEquals(
                new TreeSet<>(Set.of(known.group(1).split(", "))),
                Objects.requireNonNull(sections().get(section), section),
                section);
    }

    @Test
    void theExamplesAreValid() throws IOException, ConfigException {
        Matcher examples = Pattern.compile("(?s)```yaml\n(.*?)```").matcher(page());
        int count = 0;
        while (examples.find()) {
            String yaml = examples.group(1);
            String whole = yaml.startsWith("http_headers")
                    ? "remote_write:\n- url: http://h/w\n  " + yaml.replace("\n", "\n  ")
                    : yaml;
            loader.parse("h.yml", whole, Overrides.of(Map.of()));
            count++;
        }
        assertEquals(4, count);
    }

    private static Map<String, Set<String>> sections() throws IOException {
        Map<String, Set<String>> sections = new LinkedHashMap<>();
        Set<String> rows = new TreeSet<>();
        for (String line : page().split("\n")) {
            Matcher heading = HEADING.matcher(line);
            Matcher row = ROW.matcher(line);
            if (heading.matches()) {
                rows = new TreeSet<>();
                sections.put(heading.group(1), rows);
            } else if (row.matches()) {
                rows.add(row.group(1));
            }
        }
        return sections;
    }

    private static String page() throws IOException {
        return Files.readString(PAGE, StandardCharsets.UTF_8);
    }
}
