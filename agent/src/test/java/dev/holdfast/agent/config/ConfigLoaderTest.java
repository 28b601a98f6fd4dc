package dev.holdfast.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTest {
    private static final Path DATA = Path.of("/var/lib/holdfast");

    @Test
    void anEmptyFileIsAllDefaults() throws ConfigException {
        AgentConfig config = load("").config();
        assertEquals(1_000, config.intervalMs());
        assertEquals(new StorageConfig(DATA, 30 * 86_400_000L, 2L << 30, 5_000, 100_000, "file"), config.storage());
        assertEquals(List.of(), config.upstreams());
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
        UpstreamConfig upstream = loaded.config().upstreams().get(0);
        assertEquals("metrics.example:8443", upstream.name());
        assertEquals(10_000, upstream.timeoutMs());
        assertEquals(Map.of("X-Scope-OrgID", new HeaderConfig(new Secret("ships"), null)), upstream.headers());
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
        UpstreamConfig upstream = load(yaml).config().upstreams().get(0);
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api: {listen: off}",
                "api: {listen: ''}",
                "api: {listen: '127.0.0.1:0'}",
                "api: {listen: '[::1]:9469'}",
                "api: {listen: 'localhost:9469'}",
                "api: {listen: ':9469', insecure: true}",
                "api: {listen: '[::]:9469', tls: {cert_file: a, key_file: b}}",
                "api: {listen: '192.0.2.1:9469', basic_auth: {username: a, password: b}}"
            })
    void theApiListensWhereItIsSafeOrSaidToBe(String yaml) throws ConfigException {
        String shown = ConfigReport.of(load(yaml).settings());
        assertEquals(
                load(yaml).config().api(),
                load(shown.replace("<secret>", "b")).config().api());
    }

    @Test
    void everyValueIsFoundByItsPath() throws ConfigException {
        Map<String, String> values = ConfigReport.byPath(load("api: {basic_auth: {username: u, password: hunter2}}\n"
                        + "remote_write: [{url: 'http://a/w'}, {url: 'http://b/w', queue_config: {max_backoff: 9s}}]")
                .settings());
        assertEquals("127.0.0.1:9469", values.get("api.listen"));
        assertEquals("<secret>", values.get("api.basic_auth.password"));
        assertEquals("http://a/w", values.get("remote_write.0.url"));
        assertEquals("9s", values.get("remote_write.1.queue_config.max_backoff"));
        assertFalse(values.toString().contains("hunter2"));
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
                readiness:
                  max_undelivered_age: 15m                  # default
                api:
                  listen: 127.0.0.1:9469                    # default
                  allowed_hosts: []                         # default
                  insecure: false                           # default
                query:
                  max_samples: 0                            # default
                  timeout: 2m                               # default
                  max_concurrency: 0                        # default
                  lookback_delta: 5m                        # default
                remote_write:
                  - url: "http://h/w?<secret>"              # h.yml:3
                    name: h                                 # default
                    remote_timeout: 30s                     # default
                    headers:
                      X-Key: <secret>                       # h.yml:4
                    basic_auth:
                      username: u                           # h.yml:5
                      password: <secret>                    # h.yml:5
                """, report.substring(0, report.indexOf("    protocol:")));
        assertFalse(report.contains("hunter"));
        assertEquals(250, load(report.replace("?<secret>", "")).config().intervalMs());
    }

    @Test
    void anUpstreamHasItsProtocolItsLimitAndItsTls() throws ConfigException {
        LoadedConfig loaded = load("""
                readiness: {max_undelivered_age: 1h}
                remote_write:
                  - url: https://h/w
                    protocol: 2.0
                    http_headers: {X-A: {values: [a]}, X-B: {secrets: [b]}, X-C: {files: [sub/c]}}
                    limit: {bytes_per_second: 256KiB, samples_per_second: 5000, bytes_per_day: 50MB, metered: ["06:00-22:00", 23:30-00:00]}
                    tls_config: {ca_file: /etc/ca.pem, cert_file: c.pem, key_file: "${DIR}/c.key", server_name: h.example, min_version: TLS13}
                  - {url: http://i/w, protobuf_message: io.prometheus.write.v2.Request, max_undelivered_age: 0}
                  - {url: http://j/w, protocol: auto}
                otlp:
                  - url: http://k:4318/any/path
                    naming: semconv
                    max_undelivered_age: 5m
                  - url: http://l:4318/v1/metrics
                """, Overrides.of(Map.of()));
        List<UpstreamConfig> upstreams = loaded.config().upstreams();
        UpstreamConfig first = upstreams.get(0);
        assertEquals(
                "[REMOTE_WRITE_2, REMOTE_WRITE_2, REMOTE_WRITE_AUTO, OTLP_SEMCONV, OTLP_NODE]",
                upstreams.stream().map(UpstreamConfig::protocol).toList().toString());
        assertEquals(
                List.of(3_600_000L, 0L, 3_600_000L, 300_000L, 3_600_000L),
                upstreams.stream().map(UpstreamConfig::maxUndeliveredAgeMs).toList());
        assertEquals("/any/path", upstreams.get(3).url().getPath());
        assertEquals(
                Map.of(
                        "X-A", new HeaderConfig(new Secret("a"), null),
                        "X-B", new HeaderConfig(new Secret("b"), null),
                        "X-C", new HeaderConfig(null, Path.of("sub/c"))),
                first.headers());
        assertEquals(
                new LimitConfig(
                        256 << 10,
                        5_000,
                        50_000_000,
                        List.of(new LimitConfig.Window(360, 1_320), new LimitConfig.Window(1_410, 1_440))),
                first.limit());
        assertEquals(
                new TlsConfig(
                        Path.of("/etc/ca.pem"),
                        Path.of("c.pem"),
                        Path.of("/run/credentials/c.key"),
                        "h.example",
                        TlsConfig.Version.TLS13,
                        false),
                first.tls());
        assertEquals(List.of(), loaded.warnings());
        String report = ConfigReport.of(loaded.settings());
        assertTrue(report.contains("      metered: [06:00-22:00, 23:30-24:00]   # h.yml:6\n"), report);
        assertTrue(report.contains("    protocol: 2.0                           # h.yml:4\n"), report);
        assertTrue(report.contains("        values: [<secret>]"), report);
        assertFalse(report.contains("[b]"), report);
        assertEquals(
                first.limit(),
                load(report.replaceAll("<secret>", "x"))
                        .config()
                        .upstreams()
                        .get(0)
                        .limit());
    }

    @Test
    void aRelativeFileLiesBesideTheConfiguration() throws ConfigException {
        String yaml = "remote_write: [{url: https://h/w, bearer_token_file: token, tls_config: {ca_file: ../ca.pem}}]";
        UpstreamConfig upstream = new ConfigLoader(Set.of(), DATA, Map.of())
                .parse("/etc/holdfast/h.yml", yaml, Overrides.of(Map.of()))
                .config()
                .upstreams()
                .get(0);
        assertEquals(
                new Authentication.Header("Bearer", null, Path.of("/etc/holdfast/token")), upstream.authentication());
        assertEquals(Path.of("/etc/holdfast/../ca.pem"), upstream.tls().caFile());
    }

    @Test
    void whatIsUnsafeOrVainIsWarnedOf() throws ConfigException {
        LoadedConfig loaded = load("""
                remote_write:
                  - {url: http://h/w, bearer_token: t, tls_config: {ca_file: c}}
                  - {url: https://i/w, bearer_token: t, tls_config: {insecure_skip_verify: true}}
                  - {url: http://127.0.0.1:9090/w, bearer_token: t}
                """);
        assertEquals(
                """
                h.yml:2:52: remote_write[0].tls_config: has no effect: the url begins with http://
                h.yml:2:11: remote_write[0].url: credentials go over http, which everybody on the way can read; use https
                h.yml:3:76: remote_write[1].tls_config.insecure_skip_verify: whoever sits in between can read what is sent, credentials included""",
                String.join(
                        "\n",
                        loaded.warnings().stream().map(ConfigProblem::toString).toList()));
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
        assertEquals(
                List.of("central", "collector"),
                loaded.config().upstreams().stream().map(UpstreamConfig::name).toList());
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
