package dev.holdfast.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.agent.config.AgentConfig;
import dev.holdfast.agent.config.ConfigException;
import dev.holdfast.agent.config.ConfigLoader;
import dev.holdfast.agent.config.HeaderConfig;
import dev.holdfast.agent.config.Overrides;
import dev.holdfast.agent.config.Secret;
import dev.holdfast.agent.config.UpstreamConfig;
import dev.holdfast.agent.daemon.AgentOptions;
import dev.holdfast.agent.daemon.RoleSource;
import dev.holdfast.agent.sampling.Collectors;
import dev.holdfast.forwarder.upstream.Backfill;
import dev.holdfast.forwarder.upstream.Limits;
import dev.holdfast.forwarder.upstream.Order;
import dev.holdfast.forwarder.upstream.TlsOptions;
import dev.holdfast.forwarder.upstream.UpstreamOptions;
import dev.holdfast.forwarder.upstream.Wire;
import dev.holdfast.storage.Labels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every word of the configuration reaches the room that it is meant for. */
class AgentSettingsTest {
    @Test
    void upstreamsHaveEveryOption() throws ConfigException, IOException {
        UpstreamOptions upstream = AgentSettings.upstreams(config("""
                        external_labels: {site: ship-7}
                        remote_write:
                          - name: central
                            url: http://h:8428/api/v1/write
                            remote_timeout: 7s
                            headers: {X-Scope-OrgID: ships}
                            http_headers: {X-Key: {files: [/run/key]}}
                            authorization: {credentials: t0p}
                            tls_config: {ca_file: /ca, cert_file: /c, key_file: /k, server_name: n, min_version: TLS13, insecure_skip_verify: true}
                            protocol: auto
                            limit: {bytes_per_second: 1KiB, samples_per_second: 2, bytes_per_day: 3KiB, metered: ["22:00-06:00"]}
                            queue_config: {max_samples_per_send: 5, batch_send_deadline: 1s, min_backoff: 2s, max_backoff: 3s}
                            order: free
                            max_age: 4d
                            backfill: none
                        """)).get(0);
        assertEquals("central", upstream.name());
        assertEquals(Order.FREE, upstream.order());
        assertEquals(4 * 86_400_000L, upstream.maxAgeMs());
        assertEquals(Labels.of("site", "ship-7"), upstream.externalLabels());
        assertEquals(Set.of("X-Scope-OrgID", "X-Key"), upstream.headers().keySet());
        assertEquals("ships", header(upstream, "X-Scope-OrgID").reveal());
        assertEquals(Path.of("/run/key"), header(upstream, "X-Key").file());
        assertTrue(upstream.credentials() != null
                && upstream.credentials().header().equals("Bearer t0p"));
        assertEquals(
                new TlsOptions(Path.of("/ca"), Path.of("/c"), Path.of("/k"), "n", TlsOptions.Version.TLS13, true),
                upstream.tls());
        assertEquals(new Wire.RemoteWrite(Wire.Version.AUTO), upstream.wire());
        assertEquals(new Limits(1024, 2, 3072, List.of(new Limits.Window(1_320, 360))), upstream.limits());
        assertEquals(7_000, upstream.remoteTimeoutMs());
        assertEquals(5, upstream.maxSamplesPerSend());
        assertEquals(1_000, upstream.batchDeadlineMs());
        assertEquals(2_000, upstream.minBackoffMs());
        assertEquals(3_000, upstream.maxBackoffMs());
        assertEquals(Backfill.NONE, upstream.backfill());
    }

    @Test
    void aBackfillMayBeginSomeTimeAgoOrAtATime() throws ConfigException, IOException {
        Map<String, Backfill> meant = Map.of(
                "all", Backfill.ALL,
                "since 7d", Backfill.sinceAgo(7 * 86_400_000L),
                "since 2026-11-01T00:00:00Z", Backfill.since(1_793_491_200_000L),
                "since 2026-11-01T02:00:00+02:00", Backfill.since(1_793_491_200_000L),
                "since 2026-11-01", Backfill.since(1_793_491_200_000L));
        for (Map.Entry<String, Backfill> entry : meant.entrySet()) {
            UpstreamOptions upstream = AgentSettings.upstreams(
                            config("remote_write: [{url: http://h/w, backfill: " + entry.getKey() + "}]"))
                    .get(0);
            assertEquals(entry.getValue(), upstream.backfill(), entry.getKey());
        }
    }

    @Test
    void defaultsOfUpstreamsAreThoseOfTheForwarder() throws ConfigException {
        UpstreamOptions ours = AgentSettings.upstreams(config("remote_write: [{url: http://h/w}]"))
                .get(0);
        UpstreamOptions theirs = UpstreamOptions.builder("h", ours.url())
                .userAgent(ours.userAgent())
                .build();
        assertEquals(theirs, ours);
    }

    @Test
    void theAgentHasItsIntervalItsStoreAndItsCollectors() throws ConfigException {
        AgentOptions options = AgentSettings.agent(config("""
                        interval: 250ms
                        storage: {path: /d, retention: 2d, max_bytes: 64MiB, sync: tick}
                        collectors: {cpu: {enabled: false}, netdev: {interval: 5s}}
                        """), RoleSource.NONE);
        assertEquals(Path.of("/d"), options.dataDirectory());
        assertEquals(250, options.sampling().intervalMs());
        assertFalse(options.sampling().collectors().get("cpu").enabled());
        assertEquals(5_000, options.sampling().collectors().get("netdev").intervalMs());
        assertEquals(2 * 86_400_000L, options.store().retentionMs());
        assertEquals(64L << 20, options.store().maxBytes());
        assertEquals(0, options.store().syncIntervalMs());
    }

    @Test
    void everyProtocolIsThatOfTheForwarder() throws ConfigException {
        List<Wire> wires = AgentSettings.upstreams(config("""
                        remote_write:
                          - {url: http://a/w}
                          - {url: http://b/w, protocol: 2.0}
                          - {url: http://c/w, protobuf_message: io.prometheus.write.v2.Request}
                        otlp:
                          - {url: http://d/v1/metrics}
                          - {url: http://e/v1/metrics, naming: semconv}
                        """)).stream()
                .map(UpstreamOptions::wire)
                .toList();
        assertEquals(
                List.of(
                        new Wire.RemoteWrite(Wire.Version.V1),
                        new Wire.RemoteWrite(Wire.Version.V2),
                        new Wire.RemoteWrite(Wire.Version.V2),
                        new Wire.Otlp(Wire.Naming.STORED),
                        new Wire.Otlp(Wire.Naming.SEMCONV)),
                wires);
    }

    @Test
    void whatOnlyTheForwarderKnowsToBeWrongIsAMistakeOfTheConfiguration() throws ConfigException {
        UpstreamConfig right =
                config("remote_write: [{url: http://h/w}]").upstreams().get(0);
        UpstreamConfig wrong = new UpstreamConfig(
                right.name(),
                right.url(),
                right.protocol(),
                right.timeoutMs(),
                Map.of("Via", new HeaderConfig(new Secret("x"), null)),
                right.authentication(),
                right.tls(),
                right.queue(),
                right.order(),
                right.maxAgeMs(),
                right.backfill(),
                right.limit(),
                right.maxUndeliveredAgeMs());
        AgentConfig all = config("");
        AgentConfig config = new AgentConfig(
                all.intervalMs(),
                all.storage(),
                all.collectors(),
                all.externalLabels(),
                all.readiness(),
                all.api(),
                all.query(),
                List.of(wrong));
        Failure failure = assertThrows(Failure.class, () -> AgentSettings.upstreams(config));
        assertEquals(ExitStatus.CONFIG, failure.status());
        assertEquals("upstream \"h\": header is reserved: name=Via", failure.line());
    }

    private static dev.holdfast.forwarder.upstream.Secret header(UpstreamOptions upstream, String name) {
        return Objects.requireNonNull(upstream.headers().get(name));
    }

    private static AgentConfig config(String yaml) throws ConfigException {
        return new ConfigLoader(Collectors.NAMES, Path.of("/data"), Map.of())
                .parse("h.yml", yaml, Overrides.of(Map.of()))
                .config();
    }
}
