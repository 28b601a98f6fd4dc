package dev.holdfast.agent.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The same questions to Debian's Prometheus and to {@code serve}, over the same samples: the same status and the same bytes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrometheusComparisonIT {
    private static final long T = 1_700_000_000;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private @Nullable Child prometheus;
    private @Nullable Child serve;
    private String theirs = "";
    private String ours = "";

    @BeforeAll
    void start(@TempDir Path directory) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/prometheus")), "skipped: there is no /usr/bin/prometheus");
        Path samples = Files.writeString(directory.resolve("samples.txt"), samples());
        Child.run(
                0,
                directory.resolve("promtool.log"),
                List.of(
                        "/usr/bin/promtool",
                        "tsdb",
                        "create-blocks-from",
                        "openmetrics",
                        samples.toString(),
                        directory.resolve("tsdb").toString()));
        String data = directory.resolve("data").toString();
        Child.runHoldfast(0, directory.resolve("import.log"), "import", "--data", data, samples.toString());
        Path config = Files.writeString(directory.resolve("prometheus.yml"), "global: {}\n");
        int port = Child.freePort();
        prometheus = Child.start(
                directory.resolve("prometheus.log"),
                List.of(
                        "/usr/bin/prometheus",
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + directory.resolve("tsdb"),
                        "--storage.tsdb.retention.time=100y",
                        "--web.listen-address=127.0.0.1:" + port));
        prometheus.awaitLine("Server is ready");
        theirs = "http://127.0.0.1:" + port;
        serve = Child.holdfast(directory.resolve("serve.log"), "serve", "--data", data, "--listen", "127.0.0.1:0");
        ours = serve.url().replaceAll("/$", "");
    }

    @AfterAll
    void stop() throws InterruptedException {
        if (prometheus != null) {
            prometheus.close();
        }
        if (serve != null) {
            serve.close();
        }
    }

    private static String samples() {
        StringBuilder out = new StringBuilder("# TYPE cpu counter\n");
        for (String mode : new String[] {"idle", "user"}) {
            for (int i = 0; i < 3600; i += 15) {
                out.append(String.format(
                        Locale.ROOT, "cpu_total{job=\"node\",mode=\"%s\"} %s %d%n", mode, i * 0.5, T + i));
            }
        }
        out.append("# TYPE load gauge\n");
        for (int i = 0; i < 3600; i += 15) {
            out.append(String.format(Locale.ROOT, "load{job=\"node\"} %s %d.5%n", i / 7.0, T + i));
        }
        out.append("# TYPE odd gauge\n");
        int v = 0;
        for (String value : new String[] {"NaN", "+Inf", "-Inf", "-0", "1e-7", "1e21", "123456789.123", "0.1"}) {
            out.append("odd{v=\"").append(v++).append("\",q=\"a\\\"b\\\\c\\nd\",u=\"\u00fc\u20ac\ud83d\ude00\"} ");
            out.append(value).append(' ').append(T + 3000).append('\n');
        }
        return out.append("# EOF\n").toString();
    }

    /** A method, a path, and a form or null. */
    private record Question(
            String method, String path, @Nullable String form) {
        static Question get(String path) {
            return new Question("GET", path, null);
        }

        static Question post(String path, String form) {
            return new Question("POST", path, form);
        }
    }

    private static String answer(String server, Question question) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + question.path))
                .timeout(Duration.ofSeconds(60))
                .method(
                        question.method,
                        question.form == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(question.form));
        if (question.form != null) {
            request.header("Content-Type", "application/x-www-form-urlencoded");
        }
        HttpResponse<String> answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        // Go writes some characters as escapes that need none.
        String body = answer.body()
                .stripTrailing()
                .replace("\\u003c", "<")
                .replace("\\u003e", ">")
                .replace("\\u0026", "&");
        String type = answer.headers().firstValue("Content-Type").orElse("");
        return answer.statusCode() + " " + type + " " + body;
    }

    private static String text(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static List<Question> questions() {
        List<Question> all = new ArrayList<>();
        for (String query : List.of(
                "1+1",
                "\"a\\\"b\"",
                "load",
                "odd",
                "odd[5m]",
                "round(sum(rate(cpu_total[5m])), 0.001)",
                "absent(x)",
                "up",
                "1/0",
                "-1/0",
                "0/0",
                "-0",
                "1e21",
                "1e-7",
                "123456789.123",
                "vector(1e21)",
                "vector(1e-7)",
                "time()",
                "{job=\"node\"}",
                "load @ 1",
                "foo{",
                "foo}",
                "1 +",
                "sum(",
                "rate(load)",
                "{}",
                "{a=~\".*\"}",
                "unknown(1)",
                "load[5m] + 1",
                "\"x\" + 1")) {
            all.add(Question.get("/api/v1/query?time=" + (T + 3000) + "&query=" + text(query)));
            all.add(Question.post("/api/v1/query?time=" + (T + 3000) + ".123", "query=" + text(query)));
        }
        for (String query : List.of(
                "1+1", "load", "round(sum by (mode) (rate(cpu_total[5m])), 0.001)", "absent(x)", "odd", "time()")) {
            String span = "start=" + (T + 3000) + "&end=" + (T + 3060) + "&step=";
            all.add(Question.get("/api/v1/query_range?" + span + "30&query=" + text(query)));
            all.add(Question.post("/api/v1/query_range", span + "0.25&query=" + text(query)));
        }
        all.addAll(gets(
                "/api/v1/query_range?query=load",
                "",
                "&start=1",
                "&start=1&end=2",
                "&start=1&end=2&step=0",
                "&start=2&end=1&step=1",
                "&start=x&end=1&step=1",
                "&start=1&end=2&step=x",
                "&start=0&end=11000&step=1",
                "&start=0&end=11001&step=1",
                "&start=0&end=1&step=1e99",
                "&start=2023-11-14T22:13:20Z&end=2023-11-14T22:14:20Z&step=1m",
                "&start=1&end=2&step=1&timeout=x"));
        all.addAll(gets(
                "/api/v1/query?query=load&",
                "time=2023-11-14T22:13:20Z",
                "time=1700000000.123",
                "time=1.7e9",
                "timeout=x",
                "lookback_delta=1s",
                "time=-1"));
        for (String more : List.of(
                "",
                "match[]=load",
                "match[]={}",
                "match[]={job=\"node\"}",
                "match[]={job=~\".*\"}",
                "match[]=foo{",
                "match[]=load[5m]",
                "match[]={__name__!=\"\"}",
                "match[]=load offset 5m",
                "match[]=")) {
            String form = more.isEmpty() ? "" : "match[]=" + text(more.substring(8));
            for (String path : List.of("series", "labels", "label/mode/values")) {
                all.add(Question.get("/api/v1/" + path + "?" + form));
            }
            all.add(Question.post("/api/v1/series", form));
            all.add(Question.post("/api/v1/labels", form));
            all.add(Question.get("/federate?" + form));
        }
        all.add(Question.get("/api/v1/series?match[]=load&match[]=odd&start=1&end=2"));
        all.add(Question.get("/api/v1/series?match[]=load&match[]=odd&start=" + T + "&end=" + (T + 10)));
        for (String name : List.of("job", "__name__", "nothing", "a-b", "1a", "%C3%BC")) {
            all.add(Question.get("/api/v1/label/" + name + "/values"));
        }
        for (String path : List.of(
                "rules",
                "alerts",
                "alertmanagers",
                "targets/metadata",
                "status/walreplay",
                "metadata?limit=x",
                "metadata?metric=x",
                "query_exemplars?query=up&start=1&end=2",
                "format_query?query=a%2Bb",
                "rules?type=x",
                "nothing",
                "")) {
            all.add(Question.get("/api/v1/" + path));
            all.add(Question.post("/api/v1/" + path, "a=b"));
            all.add(new Question("PUT", "/api/v1/" + path, null));
        }
        for (String path :
                List.of("status/buildinfo", "status/flags", "targets", "metadata", "label/job/values", "query")) {
            all.add(new Question("DELETE", "/api/v1/" + path, null));
            all.add(new Question("OPTIONS", "/api/v1/" + path, null));
        }
        return all;
    }

    /** A question for each end of a path. */
    private static List<Question> gets(String before, String... ends) {
        return Arrays.stream(ends).map(end -> Question.get(before + end)).toList();
    }

    @Test
    void answersAreTheSame() throws IOException, InterruptedException {
        List<String> differences = new ArrayList<>();
        List<Question> questions = questions();
        for (Question question : questions) {
            String their = answer(theirs, question);
            String our = answer(ours, question);
            if (!their.equals(our)) {
                differences.add(question + "\n  theirs " + their + "\n  ours   " + our);
            }
        }
        System.out.println(questions.size() + " questions, " + differences.size() + " answered differently");
        assertTrue(differences.isEmpty(), () -> String.join("\n", differences));
    }

    /** Where Prometheus 3 does otherwise than 2.42, or we do on purpose; each with what is the same at least. */
    @Test
    void whatDiffersIsKnown() throws IOException, InterruptedException {
        String at = "/api/v1/query?time=" + (T + 3000) + "&query=";
        String span = "/api/v1/query_range?start=" + T + "&end=" + (T + 60) + "&step=30&query=";
        for (Question question : List.of(
                // A mistake in a range query is that of a parameter, as in an instant query.
                Question.get(span + text("foo{")),
                Question.get(span + text("load[5m]")),
                // A time that is none is not called one with a capital.
                Question.get("/api/v1/query?query=load&time=x"),
                Question.get("/api/v1/series?match[]=load&start=x"),
                // Ranges exclude their left end.
                Question.get(at + text("cpu_total[1m]")),
                // Any text is the name of a label.
                Question.get(at + text("label_replace(load,\"a-b\",\"x\",\"\",\"\")")),
                // Of two series that are one too many either may be named first.
                Question.get(at + text("load * on(job) group_left() cpu_total")),
                // Families are known by the catalogue, not by scrapes.
                Question.get("/api/v1/status/tsdb"))) {
            String their = answer(theirs, question);
            String our = answer(ours, question);
            assertNotEquals(their, our, question + ": is the same, and belongs to the others");
            if (!question.path.contains("label_replace")) {
                assertEquals(their.substring(0, 24), our.substring(0, 24), question.toString());
            }
        }
    }
}
