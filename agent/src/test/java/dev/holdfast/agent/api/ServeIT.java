package dev.holdfast.agent.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code holdfast serve} as a process, with Debian's promtool as its client. */
class ServeIT {
    private static final String SAMPLES = """
            # TYPE load gauge
            load{host="a"} 1.5 1700000000
            load{host="a"} 2.5 1700000060
            load{host="b"} 7 1700000060
            # EOF
            """;

    @TempDir
    private Path directory;

    private Path data = Path.of("");
    private Path log = Path.of("");

    @BeforeEach
    void importSamples() throws IOException, InterruptedException {
        data = directory.resolve("data");
        log = directory.resolve("serve.log");
        imported(SAMPLES);
    }

    private void imported(String samples) throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("samples.txt"), samples);
        Child.runHoldfast(0, directory.resolve("import.log"), "import", "--data", data.toString(), file.toString());
    }

    private Child serve(String... more) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("serve", "--data", data.toString(), "--listen", "127.0.0.1:0"));
        arguments.addAll(List.of(more));
        return Child.holdfast(log, arguments.toArray(new String[0]));
    }

    private String promtool(int status, String... arguments) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/promtool")), "skipped: there is no /usr/bin/promtool");
        List<String> command = new ArrayList<>(List.of("/usr/bin/promtool"));
        command.addAll(List.of(arguments));
        return Child.run(status, directory.resolve("promtool.log"), command);
    }

    @Test
    void promtoolIsAnsweredAsByPrometheus() throws Exception {
        try (Child serve = serve()) {
            String url = serve.url().replaceAll("/$", "");
            assertEquals(
                    "load{host=\"a\"} => 2.5 @[1700000060]\nload{host=\"b\"} => 7 @[1700000060]\n",
                    promtool(0, "query", "instant", "--time=1700000060", url, "load"));
            assertEquals(
                    "{} =>\n1.5 @[1700000000]\n1.5 @[1700000030]\n9.5 @[1700000060]\n",
                    promtool(
                            0,
                            "query",
                            "range",
                            "--start=1700000000",
                            "--end=1700000060",
                            "--step=30s",
                            url,
                            "sum(load)"));
            assertEquals(
                    "{__name__=\"load\", host=\"a\"}\n{__name__=\"load\", host=\"b\"}\n",
                    promtool(0, "query", "series", "--match=load", "--start=1600000000", "--end=1800000000", url));
            assertEquals(
                    "a\nb\n", promtool(0, "query", "labels", "--start=1600000000", "--end=1800000000", url, "host"));
            assertTrue(
                    promtool(1, "query", "instant", url, "load{")
                            .contains("invalid parameter \"query\": 1:6: parse error: unexpected end of input"),
                    "what promtool says");
            assertEquals(0, serve.terminate());
        }
    }

    @Test
    void eachQuestionSeesTheDirectoryAsItIsThen() throws Exception {
        try (Child serve = serve()) {
            String values = serve.url() + "api/v1/label/host/values";
            assertTrue(Child.get(values).body().contains("[\"a\",\"b\"]"));
            imported("load{host=\"c\"} 1 1700000120\n# EOF\n");
            assertTrue(Child.get(values).body().contains("[\"a\",\"b\",\"c\"]"));
            String delete = Child.runHoldfast(
                    0,
                    directory.resolve("delete.log"),
                    "delete",
                    "load{host=\"b\"}",
                    "--start",
                    "2023-01-01",
                    "--end",
                    "2024-01-01",
                    "--yes",
                    "--data",
                    data.toString());
            assertTrue(Child.get(values).body().contains("[\"a\",\"c\"]"), delete);
        }
    }

    @Test
    void aRunningAgentsDirectoryIsSeenTickByTickAndLeftAsItIs() throws Exception {
        Path live = directory.resolve("live");
        Path config = Files.writeString(directory.resolve("h.yml"), "api: {listen: off}\ninterval: 100ms\n");
        try (Child agent = Child.holdfast(
                directory.resolve("run.log"), "run", "--config", config.toString(), "--data", live.toString())) {
            agent.awaitLine("ready");
            data = live;
            try (Child serve = serve()) {
                String count = serve.url() + "api/v1/query?query=count_over_time(up%5B1h%5D)";
                double first = number(Child.get(count).body());
                Thread.sleep(1_000);
                double second = number(Child.get(count).body());
                assertTrue(second >= first + 5, first + " then " + second);
                assertTrue(
                        Child.get(serve.url() + "api/v1/holdfast/status").body().contains("\"running\":true"));
            }
            assertTrue(agent.isAlive());
            assertEquals(0, agent.terminate());
        }
        List<String> before = files(live);
        try (Child serve = serve()) {
            assertTrue(Child.get(serve.url() + "api/v1/labels").body().contains("mode"));
        }
        assertEquals(before, files(live));
    }

    private static double number(String body) {
        String value = body.substring(body.lastIndexOf(",\"") + 2);
        return Double.parseDouble(value.substring(0, value.indexOf('"')));
    }

    private static List<String> files(Path directory) throws IOException {
        List<String> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(directory)) {
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                files.add(file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file));
            }
        }
        return files;
    }

    @Test
    void whatIsAmissIsToldInOneLine() throws Exception {
        String nothing = Child.runHoldfast(
                66, log, "serve", "--data", directory.resolve("no").toString());
        assertTrue(nothing.startsWith("holdfast: no data, "), nothing);
        Files.createDirectory(directory.resolve("empty"));
        String empty = Child.runHoldfast(
                66, log, "serve", "--data", directory.resolve("empty").toString());
        assertTrue(empty.contains("nothing has been stored there yet"), empty);
        String open = Child.runHoldfast(78, log, "serve", "--data", data.toString(), "--listen", "0.0.0.0:0");
        assertTrue(open.contains("--listen") && open.contains("api.insecure: true"), open);
        assertEquals(1, open.lines().count(), open);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            String used = Child.runHoldfast(69, log, "serve", "--data", data.toString(), "--listen", address);
            assertTrue(used.contains("cannot listen on " + address), used);
        }
    }

    @Test
    void whoeverDoesNotFinishAQuestionIsCut() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try (Child serve = serve("-Dsun.net.httpserver.maxReqTime=1")) {
            URI url = URI.create(serve.url());
            for (String part : List.of(
                    "GET /api/v1/query?que",
                    "GET / HTTP/1.1\r\nHost: local",
                    "POST /api/v1/query HTTP/1.1\r\nHost: localhost\r\n"
                            + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 50\r\n\r\nquery=")) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), url.getPort());
                socket.setSoTimeout(15_000);
                socket.getOutputStream().write(part.getBytes(StandardCharsets.US_ASCII));
                slow.add(socket);
            }
            for (Socket socket : slow) {
                assertEquals(-1, endOf(socket));
            }
            assertEquals(200, Child.get(serve.url() + "-/healthy").statusCode());
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    private static int endOf(Socket socket) {
        try {
            return socket.getInputStream().read();
        } catch (IOException e) {
            assertFalse(e instanceof java.net.SocketTimeoutException, "it was not cut");
            return -1; // a reset is an end too
        }
    }
}
