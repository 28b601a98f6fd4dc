package dev.holdfast.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfigChangesTest {
    private static final String UPSTREAM = """
            remote_write:
              - name: central
                url: http://a/w
                basic_auth: {username: u, password: hunter2}
            """;

    private static AgentConfig config(String text) throws ConfigException {
        ConfigLoader loader = new ConfigLoader(Set.of("arp", "cpu"), Path.of("/var/lib/x"), Map.of());
        return loader.parse("f.yml", text, Overrides.of(Map.of())).config();
    }

    private static ConfigChanges between(String from, String to) throws ConfigException {
        return ConfigChanges.between(config(from), config(to));
    }

    @Test
    void theSameInOtherWordsIsNoChange() throws Exception {
        ConfigChanges none = between(
                UPSTREAM,
                UPSTREAM
                        + "# a remark\ninterval: 1000ms\nstorage: {path: /var/lib/./x, retention: 30d}\n"
                        + "collectors: {arp: {enabled: true}}\n");
        assertEquals(new ConfigChanges(List.of(), List.of(), Set.of()), none);
    }

    @Test
    void upstreamsAreComparedByNameWithAllThatTheyHave() throws Exception {
        ConfigChanges secret = between(UPSTREAM, UPSTREAM.replace("hunter2", "hunter3"));
        assertEquals(List.of("upstream central changed"), secret.lines());
        assertEquals(Set.of("central"), secret.changedUpstreams());
        ConfigChanges renamed = between(UPSTREAM, UPSTREAM.replace("central", "other"));
        assertEquals(List.of("upstream other added", "upstream central removed"), renamed.lines());
        assertEquals(Set.of(), renamed.changedUpstreams());
        ConfigChanges relabelled = between(UPSTREAM, UPSTREAM + "external_labels: {site: a}");
        assertEquals(List.of("external_labels changed"), relabelled.lines());
        assertEquals(Set.of("central"), relabelled.changedUpstreams());
        assertFalse(secret.toString().contains("hunter"));
    }

    /** When the agent is ready is nothing that an upstream is sent: it must not lose its connection for that. */
    @Test
    void aReadinessAgeIsAChangeThatBeginsNothingAnew() throws Exception {
        String own = UPSTREAM + "\n    max_undelivered_age: 1h\n";
        ConfigChanges set = between(UPSTREAM + "\n", own);
        assertEquals(List.of("upstream central max_undelivered_age 15m -> 1h"), set.lines());
        assertEquals(Set.of(), set.changedUpstreams());
        ConfigChanges inherited = between(UPSTREAM, UPSTREAM + "\nreadiness: {max_undelivered_age: 30m}\n");
        assertEquals(List.of("readiness.max_undelivered_age 15m -> 30m"), inherited.lines());
        assertEquals(Set.of(), inherited.changedUpstreams());
    }

    @Test
    void eachKeyThatCanChangeIsNamedWithBothValues() throws Exception {
        assertEquals(
                List.of(
                        "interval 1s -> 5s",
                        "collector arp off",
                        "collector cpu interval default -> 10s",
                        "storage.retention 30d -> 1d",
                        "storage.max_bytes 2GiB -> 1GiB",
                        "storage.sync 5s -> tick",
                        "storage.max_series 100000 -> 7"),
                between("", """
                                interval: 5s
                                collectors: {arp: {enabled: false, interval: 3s}, cpu: {interval: 10s}}
                                storage: {retention: 1d, max_bytes: 1GiB, sync: tick, max_series: 7}
                                """).lines());
    }

    @Test
    void theApiIsNamedWithItsAddressAndNothingSecret() throws Exception {
        assertEquals(
                List.of("api.listen 127.0.0.1:9469 -> off"),
                between("", "api: {listen: off}").lines());
        assertEquals(
                List.of("api changed"),
                between("", "api: {authorization: {credentials: hunter2}}").lines());
        assertEquals(
                List.of("query changed"), between("", "query: {timeout: 5s}").lines());
    }

    @Test
    void whatNeedsARestartIsNamed() throws Exception {
        assertEquals(
                List.of("storage.path", "storage.wal"),
                between("", "storage: {path: /elsewhere, wal: chronicle}").fixed());
    }

    /** A key that is new must be compared too, or a reload would say that nothing changed: then it is added here. */
    @Test
    void noPartOfAConfigurationIsForgotten() {
        assertEquals(
                List.of(
                        "intervalMs",
                        "storage",
                        "collectors",
                        "externalLabels",
                        "readiness",
                        "api",
                        "query",
                        "upstreams"),
                parts(AgentConfig.class));
        assertEquals(
                List.of("path", "retentionMs", "maxBytes", "syncMs", "maxSeries", "wal"), parts(StorageConfig.class));
        assertEquals(List.of("enabled", "intervalMs"), parts(CollectorConfig.class));
    }

    private static List<String> parts(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }
}
