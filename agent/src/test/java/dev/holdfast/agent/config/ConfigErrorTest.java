package dev.holdfast.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.upstream.UpstreamOptions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each kind of mistake, with the exact words that a user reads. */
class ConfigErrorTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("TOKEN", "t0p");
    private final ConfigLoader loader =
            new ConfigLoader(Set.of("cpu", "meminfo"), Path.of("/var/lib/holdfast"), ENVIRONMENT);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'intervall: 1s' | h.yml:1:1: unknown key "intervall"; did you mean "interval"?
            'colour: red' | h.yml:1:1: unknown key "colour"; known at the top: api, collectors, external_labels, interval, otlp, query, readiness, remote_write, storage
            'api: {listen: 9469}' | h.yml:1:15: api.listen: "9469" is not an address and a port: write it like 127.0.0.1:9469, [::1]:9469, :9469 for every address, or off
            'api: {listen: "::1:9469"}' | h.yml:1:15: api.listen: "::1:9469" is not an address and a port: write it like 127.0.0.1:9469, [::1]:9469, :9469 for every address, or off
            'api: {listen: "127.0.0.1:99999"}' | h.yml:1:15: api.listen: 99999 is not a port: write a number up to 65535
            'api: {listen: ":9469"}' | h.yml:1:15: api.listen: :9469 is open to other hosts, with neither TLS nor authentication: give api.tls, api.basic_auth or api.authorization, listen on 127.0.0.1:9469, or say api.insecure: true when everybody may read
            'api: {tls: {cert_file: a}}' | h.yml:1:7: api.tls.key_file: is missing: a certificate and its key go together
            'api: {basic_auth: {username: a}}' | h.yml:1:7: api.basic_auth.password: is missing: give password or password_file
            'api: {basic_auth: {username: a, password: b}, authorization: {credentials: c}}' | h.yml:1:62: api.authorization: only one of basic_auth and authorization can be used
            'api: {allowed_hosts: [a b]}' | h.yml:1:23: api.allowed_hosts: "a b" is not the name of a host
            'query: {timeout: 1ms}' | h.yml:1:18: query.timeout: must be at least 100ms
            'interval: fast' | h.yml:1:11: interval: "fast" is not a duration; write it like 250ms, 15s, 1h30m or 30d
            'interval: 10' | h.yml:1:11: interval: "10" is not a duration; write it like 250ms, 15s, 1h30m or 30d
            'interval: 50ms' | h.yml:1:11: interval: must be at least 100ms
            'interval: 2d' | h.yml:1:11: interval: must be at most 1h
            'interval:' | h.yml:1:10: interval: the value is missing
            'interval: [1s]' | h.yml:1:11: interval: must be a single value, not a list or a mapping
            'interval: ${NOPE}' | h.yml:1:11: interval: the environment variable NOPE is not set; set it, or write ${NOPE:-text} to go on without
            'storage: 7' | h.yml:1:10: storage must be a mapping of keys to values, for example key: value
            'storage: {max_byte: 2GiB}' | h.yml:1:11: unknown key "storage.max_byte"; did you mean "max_bytes"?
            'storage: {max_bytes: lots}' | h.yml:1:22: storage.max_bytes: "lots" is not a size; write it like 256KiB, 100MB or 2GiB
            'storage: {max_bytes: 1MiB}' | h.yml:1:22: storage.max_bytes: must be at least 16MiB, or 0 for no bound; the log alone needs some of it
            'storage: {wal: chronical}' | h.yml:1:16: storage.wal: "chronical" is not a log engine; did you mean "chronicle"?
            'storage: {wal: mmap}' | h.yml:1:16: storage.wal: "mmap" is not a log engine; write one of file, chronicle
            'collectors: {cpus: {}}' | h.yml:1:14: unknown key "collectors.cpus"; did you mean "cpu"?
            'collectors: {cpu: {enabled: yes}}' | h.yml:1:29: collectors.cpu.enabled: "yes" is neither true nor false
            'collectors: {cpu: {include: a}}' | h.yml:1:20: collectors.cpu.include is not in this version: a collector samples all that it finds
            'collectors: {cpu: {interval: 5ms}}' | h.yml:1:30: collectors.cpu.interval: must be at least 100ms
            'external_labels: {a-b: c}' | h.yml:1:18: external_labels: "a-b" cannot be a label name
            'global: {scrape_interval: 15s}' | h.yml:1:1: global is Prometheus's: write scrape_interval as interval, and external_labels, at the top level
            'intake: {}' | h.yml:1:1: intake is not in this version: it takes no samples from other hosts yet
            'remote_write: {url: "http://h/w"}' | h.yml:1:15: remote_write: must be a list: put "- " before each item
            '[interval]' | h.yml:1:1: the file must be a mapping of keys to values, for example key: value
            """)
    void namesTheMistakeAndItsPlace(String yaml, String message) {
        assertEquals(message, mistakes(yaml));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'name: a' | h.yml:2:5: remote_write[0].url: is missing: an upstream needs one, for example https://host/api/v1/write
            'url: host/w' | h.yml:2:10: remote_write[0].url: must be a whole URL, for example https://host/api/v1/write
            'url: "http://h/a b"' | h.yml:2:10: remote_write[0].url: not a URL: Illegal character in path
            'url: http://me:pw@h/w' | h.yml:2:10: remote_write[0].url: credentials do not belong in a URL; use basic_auth
            'urll: http://h/w' | h.yml:2:5: unknown key "remote_write[0].urll"; did you mean "url"?
            'queue_config: {min_backof: 1s}' | h.yml:3:20: unknown key "remote_write[0].queue_config.min_backof"; did you mean "min_backoff"?
            'queue_config: {min_backoff: 2h}' | h.yml:3:33: remote_write[0].queue_config.min_backoff: must be at most 1h
            'queue_config: {min_backoff: 31s}' | h.yml:3:33: remote_write[0].queue_config.min_backoff: is longer than max_backoff
            'queue_config: {max_samples_per_send: 1k}' | h.yml:3:42: remote_write[0].queue_config.max_samples_per_send: "1k" is not a whole number
            'oauth2: {}' | h.yml:3:5: remote_write[0].oauth2 is not supported: use basic_auth or authorization, or a proxy in between
            'proxy_url: http://p' | h.yml:3:5: remote_write[0].proxy_url is not supported: remove it, or put a proxy that does it in between
            'protobuf_message: write.v3' | h.yml:3:23: remote_write[0].protobuf_message: "write.v3" is not a message; write prometheus.WriteRequest or io.prometheus.write.v2.Request
            'protocol: 3.0' | h.yml:3:15: remote_write[0].protocol: "3.0" is not one of auto, 1.0, 2.0
            '{protobuf_message: prometheus.WriteRequest, protocol: 2.0}' | h.yml:2:41: remote_write[0].protobuf_message: contradicts protocol: 2.0; leave it out
            'naming: node' | h.yml:3:5: unknown key "remote_write[0].naming"; did you mean "name"?
            'order: newest' | h.yml:3:12: remote_write[0].order: "newest" is not one of strict, window, free
            'backfill: some' | h.yml:3:15: remote_write[0].backfill: \"some\" is not one of all, none, since 7d (a duration), since 2026-11-01T00:00:00Z (a time)
            'backfill: since 7' | h.yml:3:15: remote_write[0].backfill: \"7\" is not a duration; write it like 250ms, 15s, 1h30m or 30d
            'backfill: since 2026-13-01' | h.yml:3:15: remote_write[0].backfill: \"2026-13-01\" is not a time; write it like 2026-11-01T00:00:00Z, or 2026-11-01 for its first moment in UTC
            'max_age: 0' | h.yml:3:14: remote_write[0].max_age: 0 means no bound, which only order: free takes
            'limit: {bytes_per_second: fast}' | h.yml:3:31: remote_write[0].limit.bytes_per_second: "fast" is not a size; write it like 256KiB, 100MB or 2GiB
            'limit: {bytes_per_second: 256}' | h.yml:3:31: remote_write[0].limit.bytes_per_second: must be at least 1KiB, or 0 for no bound
            'limit: {samples_per_second: -1}' | h.yml:3:33: remote_write[0].limit.samples_per_second: must be at least 0
            'limit: {bytes_a_second: 1MiB}' | h.yml:3:13: unknown key "remote_write[0].limit.bytes_a_second"; did you mean "bytes_per_second"?
            'limit: {bytes_per_day: 9MB, metered: 06:00-22:00}' | h.yml:3:42: remote_write[0].limit.metered: must be a list, for example [a, b]
            'limit: {bytes_per_day: 9MB, metered: [6-22]}' | h.yml:3:43: remote_write[0].limit.metered: "6-22" is not a part of a day; write it like 06:00-22:00, or 22:00-06:00 over midnight
            'limit: {bytes_per_day: 9MB, metered: ["24:00-06:00"]}' | h.yml:3:43: remote_write[0].limit.metered: "24:00-06:00" is not a part of a day; write it like 06:00-22:00, or 22:00-06:00 over midnight
            'limit: {bytes_per_day: 9MB, metered: ["06:00-06:00"]}' | h.yml:3:43: remote_write[0].limit.metered: "06:00-06:00" is not a part of a day; write it like 06:00-22:00, or 22:00-06:00 over midnight
            'limit: {metered: ["06:00-22:00"]}' | h.yml:3:22: remote_write[0].limit.metered: says when bytes count against bytes_per_day, which is missing
            'max_undelivered_age: 5s' | h.yml:3:26: remote_write[0].max_undelivered_age: must be at least 10s, or 0 to be ready whatever waits
            'tls_config: {cert_file: c.pem}' | h.yml:3:29: remote_write[0].tls_config.cert_file: a certificate and its key go together: give key_file as well
            'tls_config: {key_file: c.key}' | h.yml:3:28: remote_write[0].tls_config.key_file: a certificate and its key go together: give cert_file as well
            'tls_config: {key: "-----BEGIN"}' | h.yml:3:18: remote_write[0].tls_config.key is not supported: put it in a file and name that as key_file
            'tls_config: {cert: "-----BEGIN"}' | h.yml:3:18: remote_write[0].tls_config.cert is not supported: put it in a file and name that as cert_file
            'tls_config: {server_name: "a b"}' | h.yml:3:31: remote_write[0].tls_config.server_name: "a b" is not the name of a host
            'tls_config: {ca_file: ""}' | h.yml:3:27: remote_write[0].tls_config.ca_file: the path is empty or contains a zero byte
            'tls_config: {min_version: TLS11}' | h.yml:3:31: remote_write[0].tls_config.min_version: TLS11 is broken and not spoken any more (RFC 8996): write TLS12 or TLS13
            'tls_config: {min_version: 1.2}' | h.yml:3:31: remote_write[0].tls_config.min_version: "1.2" is not one of TLS12, TLS13
            'basic_auth: {username: a}' | h.yml:3:5: remote_write[0].basic_auth.password: is missing: give password or password_file
            'basic_auth: {username: "a:b", password: c}' | h.yml:3:28: remote_write[0].basic_auth.username: a user name has no colon and no control characters
            'basic_auth: {username: a, password: ""}' | h.yml:3:41: remote_write[0].basic_auth.password: the secret is empty or contains control characters
            'authorization: {type: Bea rer, credentials: x}' | h.yml:3:27: remote_write[0].authorization.type: must be one word, for example Bearer
            'authorization: {type: Basic, credentials: x}' | h.yml:3:27: remote_write[0].authorization.type: Basic has a section of its own: use basic_auth
            'authorization: {}' | h.yml:3:5: remote_write[0].authorization.credentials: is missing: give credentials or credentials_file
            'authorization: {credentials: a, credentials_file: b}' | h.yml:3:34: remote_write[0].authorization.credentials: is given as well as credentials_file; only one can be used
            'headers: {Authorization: x}' | h.yml:3:14: remote_write[0].headers: write the header Authorization as basic_auth or authorization
            'headers: {Content-Type: x}' | h.yml:3:14: remote_write[0].headers: the header Content-Type is set by the protocol and cannot be changed
            'headers: {via: x}' | h.yml:3:14: remote_write[0].headers: the header via is set by the protocol and cannot be changed
            'headers: {"a b": x}' | h.yml:3:14: remote_write[0].headers: "a b" cannot be the name of a header
            'headers: {A: ä}' | h.yml:3:14: remote_write[0].headers: the value of A has characters that cannot be sent
            'http_headers: {User-Agent: {values: [x]}}' | h.yml:3:32: remote_write[0].http_headers.User-Agent: the header User-Agent is set by the protocol and cannot be changed
            'http_headers: {A: {}}' | h.yml:3:23: remote_write[0].http_headers.A: has no value: give one under values, secrets or files
            'http_headers: {A: {values: [x, y]}}' | h.yml:3:23: remote_write[0].http_headers.A: has 2 values; a header has one here
            'http_headers: {A: {value: [x]}}' | h.yml:3:24: unknown key "remote_write[0].http_headers.A.value"; did you mean "values"?
            'write_relabel_configs: [{action: drop}]' | h.yml:3:5: remote_write[0].write_relabel_configs is not in this version: series are sent as they are stored
            """)
    void namesTheMistakeOfAnUpstream(String line, String message) {
        boolean hasUrl = line.startsWith("url") || line.startsWith("name");
        String first = hasUrl ? "" : "url: http://h/w\n    ";
        String yaml = line.startsWith("{")
                ? "remote_write:\n  - {url: http://h/w, " + line.substring(1) + "\n"
                : "remote_write:\n  - " + first + line + "\n";
        String found = mistakes(line.startsWith("urll") ? "remote_write:\n  - urll: http://h/w\n" : yaml);
        assertTrue((found + "\n").contains(message + "\n"), found);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'protocol: 2.0' | h.yml:3:5: otlp[0].protocol belongs to remote_write: OTLP goes over HTTP, as protobuf
            'naming: otel' | h.yml:3:13: otlp[0].naming: "otel" is neither node nor semconv
            'endpoint: h:4318' | h.yml:3:5: otlp[0].endpoint is the collector's word: write url, with its path, for example http://host:4318/v1/metrics
            'tls: {}' | h.yml:3:5: otlp[0].tls is the collector's word: write tls_config, with Prometheus's keys
            'metadata_config: {}' | h.yml:3:5: unknown key "otlp[0].metadata_config"; known in otlp[0]: authorization, backfill, basic_auth, bearer_token, bearer_token_file, compression, headers, http_headers, limit, max_age, max_undelivered_age, name, naming, order, queue_config, remote_timeout, tls_config, url
            """)
    void namesTheMistakeOfAnUpstreamThatSpeaksOtlp(String line, String message) {
        assertEquals(message, mistakes("otlp:\n  - url: http://h/v1/metrics\n    " + line + "\n"));
    }

    @Test
    void reservedHeadersAreThoseOfTheForwarder() {
        for (String name : HeadersReader.RESERVED) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> UpstreamOptions.builder("a", URI.create("http://h/w"))
                            .header(name, dev.holdfast.forwarder.upstream.Secret.of("x"))
                            .build(),
                    name);
        }
    }

    @Test
    void namesTwoUpstreamsOfOneNameAcrossTheLists() {
        String yaml = "remote_write: [{url: http://h/a}]\notlp: [{url: http://h/b}]\n";
        assertEquals(
                "h.yml:2:8: otlp[0].name: another upstream is called \"h\" already; give each a name of its own",
                mistakes(yaml));
    }

    @Test
    void noMistakeShowsASecret() {
        String found = mistakes("""
                remote_write:
                  - url: http://u:pl4nted@h/w?t=pl4nted
                    headers: {Authorization: pl4nted, A: "pl4ntedä"}
                    http_headers: {B: {secrets: ["pl4nted\\n"], values: [pl4nted]}}
                    basic_auth: {username: a, password: "pl4nted\\n", password_file: f}
                    authorization: {credentials: "pl4nted\\t"}
                    bearer_token: [pl4nted]
                    tls_config: {key: pl4nted, cert: pl4nted}
                """);
        assertTrue(found.lines().count() >= 10, found);
        assertFalse(found.contains("pl4nted"), found);
    }

    @Test
    void namesEveryMistakeInOrder() {
        assertEquals("""
                h.yml:1:1: unknown key "interva"; did you mean "interval"?
                h.yml:3:14: storage.retention: "ever" is not a duration; write it like 250ms, 15s, 1h30m or 30d
                h.yml:4:9: storage.sync: "" is not a duration; write it like 250ms, 15s, 1h30m or 30d""", mistakes("interva: 1s\nstorage:\n  retention: ever\n  sync: \"\"\n"));
    }

    @Test
    void namesAKeyThatIsThereTwice() {
        assertEquals("h.yml:2:1: the key \"interval\" is there twice", mistakes("interval: 1s\ninterval: 2s\n"));
    }

    @Test
    void namesTwoUpstreamsOfOneName() {
        String yaml = "remote_write:\n  - url: http://h/a\n  - url: http://h/b\n";
        assertEquals(
                "h.yml:3:5: remote_write[1].name: another upstream is called \"h\" already; give each a name of its own",
                mistakes(yaml));
    }

    @Test
    void namesThePlaceOfBrokenYaml() {
        assertTrue(mistakes("storage:\n  path: [a\ninterval: 1s\n").startsWith("h.yml:3:"));
        assertTrue(mistakes("interval: \"1s\n").contains("not valid YAML: "));
    }

    @Test
    void namesTheFlagOfABadValue() {
        Overrides overrides = Overrides.of(Map.of()).flag("interval", "--interval", "soon");
        ConfigException e = assertThrows(ConfigException.class, () -> loader.parse("", "", overrides));
        assertEquals("--interval: \"soon\" is not a duration; write it like 250ms, 15s, 1h30m or 30d", e.getMessage());
    }

    @Test
    void refusesAFileThatIsNotText(@TempDir Path dir) throws Exception {
        Path file = Files.write(dir.resolve("h.yml"), new byte[] {(byte) 0xff, (byte) 0xfe});
        ConfigException e = assertThrows(ConfigException.class, () -> loader.load(file, Overrides.of(Map.of())));
        assertEquals(file + ":1:1: is not UTF-8 text", e.getMessage());
    }

    private String mistakes(String yaml) {
        ConfigException e =
                assertThrows(ConfigException.class, () -> loader.parse("h.yml", yaml, Overrides.of(Map.of())));
        return String.valueOf(e.getMessage());
    }
}
