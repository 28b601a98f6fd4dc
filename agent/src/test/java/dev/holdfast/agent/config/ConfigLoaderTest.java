package dev.holdfast.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ConfigLoaderTest {
    private static final Path DATA = Path.of("/var/lib/holdfast");

    @Test
    void anEmptyFileIsAllDefaults() throws ConfigException {
        AgentConfig config = load("").config();
        assertEquals(1_000, config.intervalMs());
        assertEquals(new StorageConfig(DATA, 30 * 86_400_000L, 2L << 30, 5_000, 100_000, "file"), config.storage());
        assertEquals(List.of(), config.remoteWrite());
        assertEquals(config, load("# only a remark\n").config());
        assertEquals(config, load("storage:\n").config());
    }

    @Test
    void flagsGoBeforeTheEnvironmentAndBothBeforeTheFile() throws ConfigException {
        String yaml = "interval: 10s\nstorage: {path: /a}\n";
        assertEquals(Path.of("/a"), load(yaml).config().storage().path());
        Overrides fromEnvironment = Overrides.of(Map.of("HOLDFAST_DATA", "/b"));
        assertEquals(
                Path.of("/b"), load(yaml, fromEnvironment).config().storage().path());
        Overrides both = Overrides.of(Map.of("HOLDFAST_DATA", "/b")).flag("storage.path", "--data", "/c");
        both.flag("interval", "--interval", "250ms");
        AgentConfig config = load(yaml, both).config();
        assertEquals(Path.of("/c"), config.storage().path());
        assertEquals(250, config.intervalMs());
    }

    @Test
    void takesASectionOfPrometheusAsItIs() throws ConfigException {
        LoadedConfig loaded = load("""
                external_labels: {site: ship-7}
                remote_write:
                  - url: "https://metrics.example:8443/api/v1/write"
                    remote_timeout: 10s
                    send_exemplars: true
                    headers: {X-Scope-OrgID: ships}
                    basic_auth: {username: u, password: p}
                    tls_config: {ca_file: ca.pem, insecure_skip_verify: false}
                    queue_config: {capacity: 10000, max_shards: 5, max_samples_per_send: 500, sample_age_limit: 2h}
                    metadata_config: {send: true}
                """);
        RemoteWriteConfig upstream = loaded.config().remoteWrite().get(0);
        assertEquals("metrics.example:8443", upstream.name());
        assertEquals(10_000, upstream.timeoutMs());
        assertEquals(Map.of("X-Scope-OrgID", new Secret("ships")), upstream.headers());
        assertEquals(new Authentication.Basic("u", new Secret("p"), null), upstream.authentication());
        assertEquals(500, upstream.queue().maxSamplesPerSend());
        assertEquals(7_200_000, upstream.maxAgeMs());
        assertEquals(
                List.of(
                        "h.yml:9:20: remote_write[0].queue_config.capacity has no effect: the store is the queue, bounded by"
                                + " storage.max_bytes",
                        "h.yml:9:37: remote_write[0].queue_config.max_shards has no effect: one connection per upstream sends"
                                + " everything, in order"),
                loaded.warnings().stream()
                        .map(ConfigProblem::toString)
                        .filter(text -> text.contains("queue_config"))
                        .toList());
    }

    @Test
    void variablesArePutInWithoutQuotesEvenInsideBraces() throws ConfigException {
        String yaml = "remote_write:\n  - {url: http://h/w, authorization: {credentials_file: ${DIR}/token}}\n";
        RemoteWriteConfig upstream = load(yaml).config().remoteWrite().get(0);
        assertEquals(
                new Authentication.Header("Bearer", null, Path.of("/run/credentials/token")),
                upstream.authentication());
        assertEquals(
                "b",
                load("external_labels: {a: ${NONE:-b}}")
                        .config()
                        .externalLabels()
                        .get("a"));
        assertEquals(
                "${DIR}",
                load("external_labels: {a: \"$${DIR}\"}")
                        .config()
                        .externalLabels()
                        .get("a"));
    }

    @Test
    void theContentsOfAVariableAreNeverYaml() throws ConfigException {
        assertEquals(
                "}, b: {c: #x",
                load("external_labels: {a: ${NASTY}}").config().externalLabels().get("a"));
    }

    @Test
    void theReportNamesOriginsHidesSecretsAndReadsBack() throws ConfigException {
        String yaml = """
                interval: 250ms
                remote_write:
                  - url: http://h/w?token=hunter2
                    headers: {X-Key: hunter3}
                    basic_auth: {username: u, password: hunter4}
                """;
        String report = ConfigReport.of(
                load(yaml, Overrides.of(Map.of("HOLDFAST_DATA", "/b"))).settings());
        assertEquals("""
                interval: 250ms                             # h.yml:1
                storage:
                  path: /b                                  # $HOLDFAST_DATA
                  retention: 30d                            # default
                  max_bytes: 2GiB                           # default
                  sync: 5s                                  # default
                  max_series: 100000                        # default
                  wal: file                                 # default
                collectors: {}                              # default
                external_labels: {}                         # default
                remote_write:
                  - url: "http://h/w?<secret>"              # h.yml:3
                    name: h                                 # default
                    remote_timeout: 30s                     # default
                    headers:
                      X-Key: <secret>                       # h.yml:4
                    basic_auth:
                      username: u                           # h.yml:5
                      password: <secret>                    # h.yml:5
                """, report.substring(0, report.indexOf("    queue_config:")));
        assertFalse(report.contains("hunter"));
        assertEquals(250, load(report.replace("?<secret>", "")).config().intervalMs());
    }

    @Test
    void theTemplateIsValidWithAndWithoutItsOptions() throws ConfigException {
        assertEquals(load("").config(), load(ConfigTemplate.text()).config());
        // A commented option has no blank after the mark; prose has one. An alternative has a second mark.
        String inForce = Pattern.compile("(?m)^( *)#(?! )(?=[ a-z])")
                .matcher(ConfigTemplate.text())
                .replaceAll("$1");
        inForce = Pattern.compile("(?m)^#(?=  )").matcher(inForce).replaceAll("");
        LoadedConfig loaded = load(inForce);
        assertEquals(List.of(), loaded.warnings());
        assertEquals("central", loaded.config().remoteWrite().get(0).name());
        assertEquals("ship-7", loaded.config().externalLabels().get("site"));
    }

    private static LoadedConfig load(String yaml) throws ConfigException {
        return load(yaml, Overrides.of(Map.of()));
    }

    private static LoadedConfig load(String yaml, Overrides overrides) throws ConfigException {
        Map<String, String> environment = Map.of("DIR", "/run/credentials", "NASTY", "}, b: {c: #x");
        return new ConfigLoader(Set.of("cpu", "schedstat", "netdev"), DATA, environment)
                .parse("h.yml", yaml, overrides);
    }
}
