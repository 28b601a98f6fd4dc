package dev.holdfast.agent.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that behave badly, or come in great numbers, over sockets: each is dealt with, and the others are answered. */
@Timeout(60)
class ApiClientsTest {
    @TempDir
    private Path directory;

    /** Ticks a server as its owner does, but more often. */
    private static final class Ticking implements AutoCloseable {
        private final AtomicBoolean end = new AtomicBoolean();
        private final Thread thread;

        Ticking(ApiServer server) {
            thread = new Thread(() -> {
                while (!end.get()) {
                    server.tick();
                    pause(50);
                }
            });
            thread.start();
        }

        @Override
        public void close() throws InterruptedException {
            end.set(true);
            thread.join();
        }
    }

    private static void pause(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Socket connect(TestApi api, int receiveBytes) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(receiveBytes);
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), api.uri("/").getPort()));
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** What comes until the server closes the connection. */
    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void aClientThatDoesNotReadIsCutAndHoldsNobodyUp() throws Exception {
        QueryLimits one = new QueryLimits(10_000_000, 30_000, 1, 300_000);
        try (TestApi api = new TestApi(directory, TestApi.anybody(), one);
                Ticking ticking = new Ticking(api.server)) {
            // Some megabytes: more than the sockets take.
            StringBuilder query = new StringBuilder("up");
            for (int i = 0; i < 8; i++) {
                query.append(" or label_replace(node_cpu_seconds_total,\"x\",\"")
                        .append(i)
                        .append("\",\"\",\"\")");
            }
            String path = "/api/v1/query_range?start=1700000000&end=1700000100&step=0.01&query="
                    + TestApi.text(query.toString());
            List<Socket> silent = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Socket socket = connect(api, 64 << 10);
                send(socket, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
                silent.add(socket);
            }
            pause(200);
            assertEquals(200, api.get("/api/v1/query?query=up").statusCode());
            pause(1_500);
            for (Socket socket : silent) {
                String got = cutShort(socket);
                assertFalse(got.endsWith("0\r\n\r\n"), "the answer came whole: it was no test");
            }
            assertEquals(200, api.get("/api/v1/query?query=up").statusCode());
        }
    }

    private static String cutShort(Socket socket) {
        StringBuilder got = new StringBuilder();
        byte[] buffer = new byte[1 << 16];
        try (socket) {
            for (int n = socket.getInputStream().read(buffer);
                    n > 0;
                    n = socket.getInputStream().read(buffer)) {
                got.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            got.append("!");
        }
        return got.toString();
    }

    @Test
    void hundredsOfIdleConnectionsCostNobodyAnything() throws Exception {
        List<Socket> idle = new ArrayList<>();
        try (TestApi api = new TestApi(directory)) {
            for (int i = 0; i < 300; i++) {
                idle.add(connect(api, 8192));
            }
            assertEquals(200, api.get("/-/healthy").statusCode());
            assertEquals(200, api.get("/api/v1/query?query=up").statusCode());
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    @Test
    void halfHeadsOfSomeHoldNobodyElseUp() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try (TestApi api = new TestApi(directory)) {
            for (int i = 0; i < 20; i++) {
                Socket socket = connect(api, 8192);
                send(socket, "GET /api/v1/query?query=up HTTP/1.1\r\nHo");
                slow.add(socket);
            }
            assertEquals(200, api.get("/-/healthy").statusCode());
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    /** A store that is handed out only when the test says so. */
    private static StoreSource held(StoreSource source, CountDownLatch begun, CountDownLatch go) {
        return () -> {
            begun.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return source.lease();
        };
    }

    @Test
    void tooManyQuestionsAreRefusedPolitelyAndTheRestAnswered() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        QueryLimits one = new QueryLimits(1_000_000, 30_000, 1, 300_000);
        try (TestApi api =
                new TestApi(directory, TestApi.anybody(), one, store -> held(StoreSource.of(store), begun, go))) {
            HttpClient client = HttpClient.newHttpClient();
            HttpRequest request =
                    HttpRequest.newBuilder(api.uri("/api/v1/query?query=up")).build();
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            answers.add(client.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
            begun.await();
            for (int i = 0; i < 10; i++) {
                for (int k = 0; k < 16; k++) {
                    answers.add(client.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
                }
                pause(50);
            }
            // What reads no store is answered meanwhile.
            assertEquals(200, api.get("/-/healthy").statusCode());
            pause(500);
            go.countDown();
            int refused = 0;
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                HttpResponse<String> got = answer.get(20, TimeUnit.SECONDS);
                if (got.statusCode() == 503) {
                    refused++;
                    assertTrue(got.body().contains("\"errorType\":\"unavailable\""), got.body());
                    assertTrue(got.body().contains("too many questions at once"), got.body());
                } else {
                    assertEquals(200, got.statusCode());
                }
            }
            assertEquals(161 - 1 - 128, refused);
        }
    }

    @Test
    void aQuestionThatWaitedTooLongIsToldSo() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        QueryLimits one = new QueryLimits(1_000_000, 300, 1, 300_000);
        try (TestApi api =
                new TestApi(directory, TestApi.anybody(), one, store -> held(StoreSource.of(store), begun, go))) {
            HttpClient client = HttpClient.newHttpClient();
            HttpRequest request =
                    HttpRequest.newBuilder(api.uri("/api/v1/query?query=up")).build();
            CompletableFuture<HttpResponse<String>> first =
                    client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
            begun.await();
            CompletableFuture<HttpResponse<String>> second =
                    client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
            pause(600);
            go.countDown();
            assertEquals(503, second.get().statusCode());
            assertTrue(
                    second.get().body().contains("\"errorType\":\"timeout\""),
                    second.get().body());
            assertTrue(
                    second.get().body().contains("query timed out in query queue"),
                    second.get().body());
            first.get();
        }
    }

    @Test
    void theQuestionOfAClientThatWentAwayIsGivenUp() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        QueryLimits one = new QueryLimits(1_000_000, 60_000, 1, 300_000);
        try (TestApi api = new TestApi(
                        directory, TestApi.anybody(), one, store -> held(StoreSource.of(store), begun, go));
                Ticking ticking = new Ticking(api.server)) {
            Socket stays = connect(api, 8192);
            send(stays, "GET /api/v1/query?query=up HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            begun.await();
            Socket goes = connect(api, 8192);
            send(goes, "GET /api/v1/query?query=up HTTP/1.1\r\nHost: localhost\r\n\r\n");
            pause(300);
            goes.close();
            pause(1_200); // longer than it takes to be looked at
            long before = api.server.givenUpCount();
            assertEquals(1, before, "questions that were given up");
            go.countDown();
            assertTrue(rest(stays).contains("\"resultType\":\"vector\""));
        }
    }

    @Test
    void aHostThatIsNotOursIsRefused() throws Exception {
        try (TestApi api = new TestApi(directory)) {
            for (String head : List.of(
                    "GET /api/v1/query?query=up HTTP/1.1\r\nHost: evil.example",
                    "GET / HTTP/1.1\r\nHost: evil.example:9469",
                    "GET http://evil.example/metrics HTTP/1.1\r\nHost: localhost")) {
                String answer = ask(api, head);
                assertTrue(answer.startsWith("HTTP/1.1 403 "), answer);
                assertTrue(answer.contains("api.allowed_hosts"), answer);
            }
            for (String head : List.of("GET / HTTP/1.1", "GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example")) {
                String answer = ask(api, head);
                assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
            }
            assertTrue(ask(api, "GET / HTTP/1.0").startsWith("HTTP/1.1 200 "));
            assertTrue(ask(api, "GET / HTTP/1.1\r\nHost: [::1]").startsWith("HTTP/1.1 200 "));
        }
    }

    private static String ask(TestApi api, String head) throws IOException {
        try (Socket socket = connect(api, 8192)) {
            send(socket, head + "\r\nConnection: close\r\n\r\n");
            return rest(socket);
        }
    }

    @Test
    void aBodyWithoutEndIsRefused() throws Exception {
        try (TestApi api = new TestApi(directory)) {
            assertEquals(
                    400,
                    api.send("POST", "/api/v1/query", "query=up&x=" + "a".repeat(Request.MAX_BODY_BYTES))
                            .statusCode());
            assertEquals(
                    200,
                    api.send("POST", "/api/v1/query", "query=up&x=" + "a".repeat(100_000))
                            .statusCode());
        }
    }

    @Test
    void aConnectionIsUsedAgain() throws Exception {
        try (TestApi api = new TestApi(directory);
                Socket socket = connect(api, 8192)) {
            StringBuilder two = new StringBuilder();
            for (String last : List.of("", "Connection: close\r\n")) {
                two.append("GET /-/healthy HTTP/1.1\r\nHost: localhost\r\n")
                        .append(last)
                        .append("\r\n");
            }
            send(socket, two.toString());
            assertEquals(3, rest(socket).split("HTTP/1.1 200", -1).length);
        }
    }

    @Test
    void aBaseThatEndsWithASlashNamesNoOtherHost() throws Exception {
        try (TestApi api = new TestApi(directory)) {
            String answer = ask(api, "GET //api/v1/query?query=1 HTTP/1.1\r\nHost: localhost");
            assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
            assertTrue(ask(api, "GET ///-/healthy HTTP/1.1\r\nHost: localhost").startsWith("HTTP/1.1 200 "));
            assertTrue(ask(api, "GET //localhost/-/healthy HTTP/1.1\r\nHost: evil.example")
                    .startsWith("HTTP/1.1 403 "));
        }
    }

    @Test
    void aUrlWhoseBytesAreNotEncodedIsUtf8() throws Exception {
        try (TestApi api = new TestApi(directory)) {
            String bytes = new String("\u00fc\u20ac".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            String sent = bytes.replace("\u0082", "%82"); // this one the JDK's parser refuses
            String answer = ask(api, "GET /api/v1/query?query=%22" + sent + "%22 HTTP/1.1\r\nHost: localhost");
            assertTrue(answer.endsWith(",\"\u00fc\u20ac\"]}}\n"), answer);
        }
    }

    @Test
    void whoSendsMuchTooMuchReadsTheAnswerAndMayAskAgain() throws Exception {
        try (TestApi api = new TestApi(directory);
                Socket socket = connect(api, 8192)) {
            int bytes = 3 << 20;
            send(socket, "POST /api/v1/query HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + bytes + "\r\n\r\n");
            send(socket, "a".repeat(bytes));
            send(socket, "GET /-/healthy HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            String answers = rest(socket);
            assertTrue(answers.startsWith("HTTP/1.1 400 "), answers);
            assertTrue(answers.contains("the form is longer than"), answers);
            assertTrue(answers.endsWith("Holdfast is Healthy.\n"), answers);
        }
    }

    @Test
    void aFormThatBreaksOffIsTheClientsMistake() throws Exception {
        try (TestApi api = new TestApi(directory);
                Socket socket = connect(api, 8192)) {
            send(socket, "POST /api/v1/query HTTP/1.1\r\nHost: localhost\r\nContent-Length: 70\r\n\r\nquery=1");
            socket.shutdownOutput();
            assertTrue(rest(socket).startsWith("HTTP/1.1 400 "));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/series?match[]=up",
                "/api/v1/labels",
                "/api/v1/label/job/values?match[]=up",
                "/api/v1/status/tsdb",
                "/federate?match[]=up",
                "/metrics"
            })
    void aQuestionAboutSeriesEndsWithItsTime(String path) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        QueryLimits quick = new QueryLimits(1_000_000, 200, 1, 300_000);
        try (TestApi api =
                new TestApi(directory, TestApi.anybody(), quick, store -> held(StoreSource.of(store), begun, go))) {
            CompletableFuture<HttpResponse<String>> answer = HttpClient.newHttpClient()
                    .sendAsync(
                            HttpRequest.newBuilder(api.uri(path.replace("[]", "%5B%5D")))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            begun.await();
            pause(300);
            go.countDown();
            assertEquals(503, answer.get().statusCode(), answer.get().body());
            assertTrue(
                    answer.get().body().contains("query timed out in query execution"),
                    answer.get().body());
        }
    }
}
