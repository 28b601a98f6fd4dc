package dev.holdfast.fuzz;

import dev.holdfast.agent.config.ConfigException;
import dev.holdfast.agent.config.ConfigLoader;
import dev.holdfast.agent.config.Overrides;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A configuration. */
final class ConfigTarget implements FuzzTarget {
    private final ConfigLoader loader =
            new ConfigLoader(Set.of("cpu", "meminfo"), Path.of("/data"), Map.of("HOME", "/root"));

    @Override
    public void run(byte[] input) throws IOException {
        String text = new String(input, StandardCharsets.UTF_8);
        try {
            Allocation.bounded((8 << 20) + 4_000L * input.length, () -> {
                try {
                    loader.parse("holdfast.yaml", text, Overrides.of(Map.of()));
                } catch (ConfigException e) {
                    if (e.problems().isEmpty()) {
                        throw new IllegalStateException("refused without a reason", e);
                    }
                }
            });
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(text("""
                        interval: 1s
                        storage: {path: /var/lib/x, retention: 30d, max_bytes: 2GiB, sync: 5s}
                        collectors: {cpu: {enabled: true, interval: 5s}}
                        external_labels: {site: ship-7}
                        remote_write:
                          - name: central
                            url: https://metrics.example/api/v1/write
                            order: strict
                            limit: {bytes_per_second: 256KiB}
                            authorization: {credentials_file: ${HOME}/token}
                            basic_auth: {username: a, password: b}
                        """), text("""
                        readiness: {max_undelivered_age: 15m}
                        remote_write:
                          - url: https://h/w?t=u
                            protocol: 2.0
                            protobuf_message: io.prometheus.write.v2.Request
                            headers: {X-A: b}
                            http_headers: {X-B: {values: [a], secrets: [b], files: [c/d]}}
                            bearer_token_file: ../t
                            tls_config: {ca_file: a, cert_file: b, key_file: c, server_name: d, min_version: TLS13}
                            limit: {samples_per_second: 9, bytes_per_day: 5MB, metered: ["06:00-22:00", 23:30-00:00]}
                            max_undelivered_age: 0
                        otlp: [{url: http://h:4318/v1/metrics, naming: semconv, order: free}]
                        """), text("a: &x [1, *x]\nb: !!int '3'\n? [c]\n: |\n  d\n"));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
