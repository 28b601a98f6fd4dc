package dev.holdfast.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
            'colour: red' | h.yml:1:1: unknown key "colour"; known at the top: api, collectors, external_labels, interval, remote_write, storage
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
            'queue_config: {min_backoff: 6s}' | h.yml:3:33: remote_write[0].queue_config.min_backoff: is longer than max_backoff
            'queue_config: {max_samples_per_send: 1k}' | h.yml:3:42: remote_write[0].queue_config.max_samples_per_send: "1k" is not a whole number
            'oauth2: {}' | h.yml:3:5: remote_write[0].oauth2 is not supported: use basic_auth or authorization, or a proxy in between
            'proxy_url: http://p' | h.yml:3:5: remote_write[0].proxy_url is not supported: remove it, or put a proxy that does it in between
            'protobuf_message: io.prometheus.write.v2.Request' | h.yml:3:23: remote_write[0].protobuf_message: remote write 2.0 is not in this version; write prometheus.WriteRequest, or leave it out
            'order: newest' | h.yml:3:12: remote_write[0].order: "newest" is not one of strict, window, free
            'backfill: some' | h.yml:3:15: remote_write[0].backfill: \"some\" is not one of all, none, since 7d (a duration), since 2026-11-01T00:00:00Z (a time)
            'backfill: since 7' | h.yml:3:15: remote_write[0].backfill: \"7\" is not a duration; write it like 250ms, 15s, 1h30m or 30d
            'backfill: since 2026-13-01' | h.yml:3:15: remote_write[0].backfill: \"2026-13-01\" is not a time; write it like 2026-11-01T00:00:00Z, or 2026-11-01 for its first moment in UTC
            'max_age: 0' | h.yml:3:14: remote_write[0].max_age: 0 means no bound, which only order: free takes
            'limit: {}' | h.yml:3:5: remote_write[0].limit is not in this version: an upstream is sent to as fast as it answers
            'tls_config: {cert_file: c.pem}' | h.yml:3:18: remote_write[0].tls_config.cert_file is not in this version: the agent shows no certificate of its own yet
            'tls_config: {min_version: TLS10}' | h.yml:3:31: remote_write[0].tls_config.min_version: "TLS10" is not supported: 1.2 is the least that is spoken, 1.3 where the upstream knows it; write TLS12, or leave it out
            'authorization: {type: Basic, credentials: x}' | h.yml:3:27: remote_write[0].authorization.type: Basic has a section of its own: use basic_auth
            'authorization: {}' | h.yml:3:5: remote_write[0].authorization.credentials: is missing: give credentials or credentials_file
            'authorization: {credentials: a, credentials_file: b}' | h.yml:3:34: remote_write[0].authorization.credentials: is given as well as credentials_file; only one can be used
            'headers: {Authorization: x}' | h.yml:3:14: remote_write[0].headers: write the header Authorization as basic_auth or authorization
            'headers: {Content-Type: x}' | h.yml:3:14: remote_write[0].headers: the header Content-Type is set by the protocol and cannot be changed
            'write_relabel_configs: [{action: drop}]' | h.yml:3:5: remote_write[0].write_relabel_configs is not in this version: series are sent as they are stored
            """)
    void namesTheMistakeOfAnUpstream(String line, String message) {
        boolean hasUrl = line.startsWith("url") || line.startsWith("name");
        String first = hasUrl ? "" : "url: http://h/w\n    ";
        String yaml = "remote_write:\n  - " + first + line + "\n";
        String found = mistakes(line.startsWith("urll") ? "remote_write:\n  - urll: http://h/w\n" : yaml);
        assertTrue((found + "\n").contains(message + "\n"), found);
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
