package dev.holdfast.agent.staged;

import dev.holdfast.forwarder.testing.Certificates;
import dev.holdfast.forwarder.testing.OtlpReceiver;
import dev.holdfast.forwarder.testing.Receiver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * Everything that the program does, once, as one who has installed it would see it: an agent with an API and with upstreams of
 * each protocol, over TLS with keys of both kinds, restarted in order, after a kill and over a Chronicle log; every command.
 * Each process is given options for Java in which {@code %p} stands for its number, so that what it leaves can be told apart.
 */
final class Tour {
    private static final String EXPR = "sum by (mode) (rate(node_cpu_seconds_total[2s]))";

    private final String launcher;
    private final Path dir;
    private final Path data;
    private final Certificates certificates;
    private final Map<String, String> environment;
    private final Set<Long> agents = new HashSet<>();
    private final Set<Long> rare = new HashSet<>();

    /**
     * @param launcher the program
     * @param dir an empty directory
     * @param javaOptions for every process
     */
    Tour(Path launcher, Path dir, String javaOptions) {
        this.launcher = launcher.toString();
        this.dir = dir;
        data = dir.resolve("data");
        certificates = new Certificates(dir);
        environment = Map.of("HOLDFAST_JAVA_OPTS", javaOptions, "HOLDFAST_DATA", data.toString());
    }

    /** Processes that were agents as all are: an API that nobody asks yet, one upstream, samples that become files. */
    Set<Long> agents() {
        return agents;
    }

    /**
     * Agents that do more: their class archive leaves out what only they need. Nearly all of an archive is resident, so each
     * agent would pay for it.
     */
    Set<Long> rare() {
        return rare;
    }

    void run() throws IOException, InterruptedException, GeneralSecurityException {
        certificates.authority("ec");
        certificates.signed("ec-server", "ec", 30, "san=ip:127.0.0.1");
        certificates.algorithm("RSA");
        certificates.authority("rsa");
        certificates.signed("rsa-server", "rsa", 30, "san=ip:127.0.0.1");
        withoutData();
        try (Receiver one = new Receiver(certificates.server("ec-server", null));
                Receiver two = new Receiver(certificates.server("rsa-server", null));
                OtlpReceiver otlp = new OtlpReceiver();
                Receiver plain = new Receiver()) {
            two.answer(request -> Receiver.Answer.of(204).written(request.sampleCount()));
            Path config = dir.resolve("holdfast.yaml");
            Files.writeString(config, plainConfiguration(plain));
            plainRuns(config, plain);
            Files.writeString(config, configuration(one, two, otlp, "file", "ec"));
            firstRun(config, one, two, otlp);
            Files.writeString(dir.resolve("history.om"), history(), StandardCharsets.UTF_8);
            says("samples", "import", dir.resolve("history.om").toString());
            secondRun(config, one);
            withoutAgent();
            Files.writeString(config, configuration(one, two, otlp, "chronicle", "rsa"));
            chronicleRun(config);
        }
    }

    private String configuration(Receiver one, Receiver two, OtlpReceiver otlp, String wal, String key) {
        return """
                interval: 100ms
                storage: {wal: %s}
                api:
                  listen: 127.0.0.1:0
                  tls: {cert_file: %s-server.pem, key_file: %s-server.key.pem}
                remote_write:
                  - {name: one, url: "%s", tls_config: {ca_file: ec.pem}, queue_config: {batch_send_deadline: 200ms}}
                  - {name: two, url: "%s", tls_config: {ca_file: rsa.pem}, protocol: 2.0, order: free}
                otlp:
                  - {name: collector, url: "%s", naming: semconv}
                """.formatted(wal, key, key, one.url(), two.url(), otlp.url());
    }

    private static String plainConfiguration(Receiver receiver) {
        return """
                interval: 100ms
                api: {listen: 127.0.0.1:0}
                remote_write: [{name: plain, url: "%s", queue_config: {batch_send_deadline: 200ms}}]
                """.formatted(receiver.url());
    }

    /** A first start, and one after an end in order. */
    private void plainRuns(Path config, Receiver receiver)
            throws IOException, InterruptedException, GeneralSecurityException {
        for (int i = 0; i < 2; i++) {
            int before = receiver.requests().size();
            try (StagedAgent agent = start("plain" + i, config, "ec")) {
                agents.add(agent.pid());
                agent.await("requests", () -> receiver.requests().size() > before + 2);
                says("running, pid " + agent.pid(), "status");
                agent.terminate();
            }
        }
    }

    private void withoutData() throws IOException, InterruptedException {
        says("holdfast ", "version");
        says("Usage: holdfast", "--help");
        says("Usage: holdfast query", "query", "--help");
        says("complete", "completion", "bash");
        holdfast("docs", dir.resolve("docs").toString()).expect(0);
        says("interval: 1s", "config", "init");
        holdfast("query", "up").expect(66);
        holdfast("status").expect(66);
        holdfast("quer").expect(64);
    }

    private void firstRun(Path config, Receiver one, Receiver two, OtlpReceiver otlp)
            throws IOException, InterruptedException, GeneralSecurityException {
        says("no mistakes", "config", "check", config.toString());
        says("remote_write", "config", "show", config.toString());
        try (StagedAgent agent = agent(config, "ec")) {
            ask(agent);
            agent.await(
                    "a request at each upstream",
                    () -> one.requests().size() > 1
                            && two.requests().size() > 1
                            && otlp.requests().size() > 1);
            says("running, pid " + agent.pid(), "status");
            says("\"upstreams\"", "status", "-o", "json");
            beside();
            Files.writeString(config, Files.readString(config).replace("100ms", "200ms"));
            says("", "reload");
            agent.hangUp();
            says("", "resend", "--upstream", "one", "--since", "1m", "--dry-run");
            says("", "resend", "--upstream", "one", "--since", "1m");
            ask(agent);
            agent.terminate();
        }
    }

    /** After a kill, with history and another certificate, so that there is a log to read and something to merge. */
    private void secondRun(Path config, Receiver one)
            throws IOException, InterruptedException, GeneralSecurityException {
        try (StagedAgent agent = agent(config, "ec")) {
            agent.await("a tick", () -> one.requests().size() > 3);
            ask(agent);
        }
        Files.writeString(
                config,
                Files.readString(config)
                        .replace("cert_file: ec", "cert_file: rsa")
                        .replace("key_file: ec", "key_file: rsa"));
        int before = one.requests().size();
        try (StagedAgent agent = agent(config, "rsa")) {
            ask(agent);
            agent.await("a request", () -> one.requests().size() > before);
            // The first maintenance comes within seconds, and merges what was imported.
            Thread.sleep(3_000);
            agent.terminate();
        }
    }

    private void chronicleRun(Path config) throws IOException, InterruptedException, GeneralSecurityException {
        try (StagedAgent agent = start("chronicle", config, "rsa")) {
            rare.add(agent.pid());
            ask(agent);
            says("running, pid", "status");
            agent.terminate();
        }
        says(": all well", "verify");
    }

    /** What is asked of a directory whose agent runs. */
    private void beside() throws IOException, InterruptedException {
        says("node_load1", "query", "node_load1");
        says("mode=user", "query", "--since", "1m", "--step", "1s", EXPR);
        says("", "query", "--since", "1m", "-o", "chart", "node_load1");
        says("", "query", "--since", "1m", "-o", "table", "--tz", "Europe/Berlin", "node_memory_MemAvailable_bytes");
        says("node_load1", "query", "--since", "1m", "-o", "csv", "node_load1 >= 0");
        says("\"status\":\"success\"", "query", "-o", "json", "topk(3, rate(node_cpu_seconds_total[2s]))");
        holdfast("query", "node_laod1").expect(0);
        holdfast("query", "sum(").expect(65);
        says("node_load1", "complete", "bash", "\"=(", "holdfast query 'node_lo");
        says("query", "complete", "bash", "\"=(", "holdfast que");
        says("node_load1", "series", "node_load1");
        says("instance", "labels");
        says("user", "labels", "mode");
        says("CPU", "top", "--once");
        says("collected", "gaps");
        says("CPU of", "explain", "cpu", "--at", Instant.now().plusSeconds(60).toString());
        says("node_load1", "export", "--since", "10s", "node_load1");
        screen();
        try (StagedAgent serve = server()) {
            ask(serve);
        }
    }

    private void withoutAgent() throws IOException, InterruptedException {
        says("not running", "status");
        says(": all well", "verify");
        says("", "compact");
        says("", "delete", "--all-time", "--yes", "node_load15");
        says("delivered", "gaps", "--upstream", "one");
    }

    /** The full screen, on a terminal that util-linux makes. */
    private void screen() throws IOException, InterruptedException {
        List<String> shell =
                List.of("sh", "-c", "(sleep 3; printf q) | TERM=xterm script -qec \"" + launcher + " top\" /dev/null");
        Command.run(environment, shell).expect(0).says("\u001b[");
    }

    private static void ask(StagedAgent agent) throws IOException, InterruptedException {
        long now = Instant.now().getEpochSecond();
        for (String path : List.of(
                "",
                "metrics",
                "-/healthy",
                "api/v1/query?query=sum(rate(node_cpu_seconds_total%5B5s%5D))by(mode)",
                "api/v1/query_range?query=topk(3,rate(node_cpu_seconds_total%5B2s%5D))%3E0&start=" + (now - 5) + "&end="
                        + now + "&step=1",
                "api/v1/query_range?query=node_memory_MemFree_bytes&start=" + (now - 300) + "&end=" + now + "&step=5",
                "api/v1/labels",
                "api/v1/label/__name__/values",
                "api/v1/series?match%5B%5D=up",
                "api/v1/metadata",
                "api/v1/status/buildinfo",
                "api/v1/holdfast/status",
                "api/v1/holdfast/gaps",
                "federate?match%5B%5D=up")) {
            agent.ask(path);
        }
    }

    private StagedAgent agent(Path config, String authority)
            throws IOException, InterruptedException, GeneralSecurityException {
        StagedAgent agent = start("run" + rare.size(), config, authority);
        rare.add(agent.pid());
        return agent;
    }

    private StagedAgent start(String name, Path config, String authority)
            throws IOException, GeneralSecurityException, InterruptedException {
        SSLContext trust = certificates.server(authority + "-server", authority);
        StagedAgent agent = StagedAgent.start(
                dir.resolve(name + ".log"),
                trust,
                environment,
                List.of(launcher, "run", "--config", config.toString()));
        agent.awaitLine("questions at");
        return agent;
    }

    private StagedAgent server() throws IOException, InterruptedException {
        SSLContext none;
        try {
            none = SSLContext.getDefault();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
        return StagedAgent.start(
                dir.resolve("serve.log"), none, environment, List.of(launcher, "serve", "--listen", "127.0.0.1:0"));
    }

    private void says(String text, String... arguments) throws IOException, InterruptedException {
        holdfast(arguments).expect(0).says(text);
    }

    private Command.Result holdfast(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(launcher));
        command.addAll(List.of(arguments));
        return Command.run(environment, command);
    }

    /** Two series of three days, a sample a minute. */
    private static String history() {
        StringBuilder text = new StringBuilder();
        long end = Instant.now().getEpochSecond() / 60 * 60 - 3_600;
        for (String name : List.of("node_load1", "node_load5")) {
            text.append("# TYPE ").append(name).append(" gauge\n");
            for (long at = end - 3 * 86_400; at < end; at += 60) {
                text.append(name)
                        .append("{instance=\"old\",job=\"node\"} ")
                        .append(at % 7)
                        .append(' ');
                text.append(at).append('\n');
            }
        }
        return text.append("# EOF\n").toString();
    }
}
