package dev.holdfast.agent.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API of a running agent: its port, its reload, and a real Prometheus that scrapes it. */
class AgentApiIT {
    @TempDir
    private Path directory;

    private Path config = Path.of("");

    @BeforeEach
    void configure() throws IOException {
        config = directory.resolve("holdfast.yaml");
        Files.writeString(config, "api: {listen: '127.0.0.1:0'}\ninterval: 200ms\n");
    }

    private Child agent() throws IOException {
        return Child.holdfast(
                directory.resolve("agent.log"),
                "run",
                "--config",
                config.toString(),
                "--data",
                directory.resolve("data").toString());
    }

    @Test
    void aPortThatIsTakenDoesNotKeepTheAgentFromSampling() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            Files.writeString(config, "api: {listen: '" + address + "'}\ninterval: 200ms\n");
            try (Child agent = agent()) {
                agent.awaitLine("cannot listen on " + address);
                agent.awaitLine(" ready");
                taken.close();
                agent.awaitLine("answers questions at http://" + address + "/");
                assertTrue(Child.get("http://" + address + "/api/v1/query?query=up")
                        .body()
                        .contains("\"job\":\"node\""));
                assertEquals(0, agent.terminate());
            }
        }
    }

    @Test
    void aReloadChangesWhoIsAnsweredAndWhere() throws Exception {
        try (Child agent = agent()) {
            agent.awaitLine(" ready");
            String url = agent.url();
            int port = URI.create(url).getPort();
            Path token = Files.writeString(directory.resolve("token"), "s3cret");
            Files.writeString(
                    config,
                    "api: {listen: '127.0.0.1:" + port + "', authorization: {credentials_file: " + token
                            + "}}\ninterval: 200ms\n");
            new ProcessBuilder("kill", "-HUP", Long.toString(agent.pid()))
                    .start()
                    .waitFor();
            agent.awaitLine("api changed");
            awaitStatus(401, url + "metrics");
            assertEquals(
                    200,
                    Child.get(url + "metrics", "Authorization", "Bearer s3cret").statusCode());
            String shown = Child.get(url + "api/v1/status/config", "Authorization", "Bearer s3cret")
                    .body();
            assertTrue(shown.contains("credentials_file"), shown);
            Files.writeString(config, "api: {listen: off}\ninterval: 200ms\n");
            new ProcessBuilder("kill", "-HUP", Long.toString(agent.pid()))
                    .start()
                    .waitFor();
            agent.awaitLine("-> off");
            for (int i = 0; i < 100 && isListening(port); i++) {
                Thread.sleep(50);
            }
            assertTrue(!isListening(port), "it listens no more");
            assertTrue(!agent.log().contains("s3cret"), agent.log());
            assertEquals(0, agent.terminate());
        }
    }

    private static boolean isListening(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort() != port;
        } catch (IOException e) {
            return true;
        }
    }

    private static void awaitStatus(int status, String url) throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            try {
                if (Child.get(url).statusCode() == status) {
                    return;
                }
            } catch (IOException e) {
                // It listens anew at this moment.
            }
            Thread.sleep(100);
        }
        throw new AssertionError("never " + status + ": " + url);
    }

    @Test
    void promtoolFindsNothingWrongWithTheMetricsButNamesThatAreNodeExporters() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/promtool")), "skipped: there is no /usr/bin/promtool");
        try (Child agent = agent()) {
            agent.awaitLine(" ready");
            Path metrics = Files.writeString(
                    directory.resolve("metrics"),
                    Child.get(agent.url() + "metrics").body());
            // Its status is that of a remark; a text that it cannot read has another.
            String remarks = Child.run(
                    3,
                    directory.resolve("promtool.log"),
                    List.of("sh", "-c", "exec /usr/bin/promtool check metrics <" + metrics));
            Pattern known = Pattern.compile("node_\\S+ (metric names should be written in 'snake_case' not 'camelCase'"
                    + "|use base unit \"bytes\" instead of \"bits\")");
            for (String line : remarks.lines().toList()) {
                assertTrue(known.matcher(line).matches(), line);
            }
        }
    }

    @Test
    void aPrometheusScrapesTheNewestValuesAndFederates() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/prometheus")), "skipped: there is no /usr/bin/prometheus");
        try (Child agent = agent()) {
            agent.awaitLine(" ready");
            String target = URI.create(agent.url()).getAuthority();
            Path prometheusConfig = Files.writeString(directory.resolve("prometheus.yml"), """
                    scrape_configs:
                    - {job_name: host, scrape_interval: 1s, static_configs: [{targets: ['%1$s']}]}
                    - job_name: federated
                      scrape_interval: 1s
                      metrics_path: /federate
                      honor_labels: true
                      params: {'match[]': ['{__name__=~"node_load.*"}']}
                      static_configs: [{targets: ['%1$s']}]
                    """.formatted(target));
            int port = Child.freePort();
            try (Child prometheus = Child.start(
                    directory.resolve("prometheus.log"),
                    List.of(
                            "/usr/bin/prometheus",
                            "--config.file=" + prometheusConfig,
                            "--storage.tsdb.path=" + directory.resolve("tsdb"),
                            "--web.listen-address=127.0.0.1:" + port))) {
                prometheus.awaitLine("Server is ready");
                String query = "http://127.0.0.1:" + port + "/api/v1/query?query=";
                assertAnswered(query + "min(up)==1");
                assertAnswered(query + "node_load1%7Bjob%3D%22host%22,instance%3D%22" + target + "%22%7D");
                assertAnswered(query + "node_load1%7Bjob%3D%22node%22%7D");
                assertAnswered(query + "scrape_samples_scraped%7Bjob%3D%22host%22%7D%3E200");
                assertAnswered(query + "holdfast_ready%7Bjob%3D%22host%22%7D==1");
                String metadata = Child.get("http://127.0.0.1:" + port + "/api/v1/metadata?metric=node_load1")
                        .body();
                assertTrue(metadata.contains("\"type\":\"gauge\""), metadata);
            }
        }
    }

    private static void assertAnswered(String url) throws IOException, InterruptedException {
        String body = "";
        for (int i = 0; i < 150; i++) {
            body = Child.get(url).body();
            if (body.contains("\"value\":[")) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError(url + ": " + body);
    }
}
