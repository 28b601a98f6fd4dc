package dev.holdfast.agent.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every endpoint of a server that listens, byte by byte. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiServerTest {
    @SuppressWarnings("NullAway.Init")
    private TestApi api;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        api = new TestApi(directory.resolve("data"));
    }

    @AfterAll
    void stop() throws IOException {
        api.close();
    }

    private void assertAnswer(int status, String body, HttpResponse<String> answer) {
        assertEquals(body, answer.body().stripTrailing());
        assertEquals(status, answer.statusCode());
    }

    private static String success(String data) {
        return "{\"status\":\"success\",\"data\":" + data + "}";
    }

    private static String error(String type, String message) {
        return "{\"status\":\"error\",\"errorType\":\"" + type + "\",\"error\":\"" + message.replace("\"", "\\\"")
                + "\"}";
    }

    @Test
    void anInstantQueryGivesAVector() throws Exception {
        HttpResponse<String> answer = api.get("/api/v1/query?query=up");
        assertAnswer(
                200,
                success("{\"resultType\":\"vector\",\"result\":[{\"metric\":{\"__name__\":\"up\","
                        + "\"instance\":\"h:9100\",\"job\":\"node\"},\"value\":[1700000100,\"1\"]}]}"),
                answer);
        assertEquals(
                "application/json", answer.headers().firstValue("Content-Type").orElse(""));
        assertEquals(
                "nosniff", answer.headers().firstValue("X-Content-Type-Options").orElse(""));
        assertTrue(answer.headers().firstValue("Server").isEmpty());
        assertTrue(answer.headers().firstValue("Access-Control-Allow-Origin").isEmpty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1+1              | 4    | {"resultType":"scalar","result":[4,"2"]}
            1/0              | 4.25 | {"resultType":"scalar","result":[4.250,"+Inf"]}
            0*-1             | 4    | {"resultType":"scalar","result":[4,"-0"]}
            1e21             | 4    | {"resultType":"scalar","result":[4,"1000000000000000000000"]}
            vector(1e21)     | 4    | {"resultType":"vector","result":[{"metric":{},"value":[4,"1e+21"]}]}
            vector(1e-7)     | 4.1  | {"resultType":"vector","result":[{"metric":{},"value":[4.100,"1e-07"]}]}
            "a\\"b"          | 4    | {"resultType":"string","result":[4,"a\\"b"]}
            absent_metric    | 4    | {"resultType":"vector","result":[]}
            absent_metric[1m]| 4    | {"resultType":"matrix","result":[]}
            up[2s]           | 1700000099 | {"resultType":"matrix","result":[{"metric":{"__name__":"up","instance":"h:9100","job":"node"},"values":[[1700000098,"1"],[1700000099,"1"]]}]}
            """)
    void valuesHaveTheirShapes(String query, String time, String data) throws Exception {
        assertAnswer(200, success(data), api.get("/api/v1/query?time=" + time + "&query=" + TestApi.text(query)));
    }

    @Test
    void aRangeQueryGivesAMatrixSortedByLabels() throws Exception {
        String form = "query=node_cpu_seconds_total%7Bcpu%3D%220%22%7D&start=1700000000&end=1700000001&step=1";
        String data = "{\"resultType\":\"matrix\",\"result\":["
                + "{\"metric\":{\"__name__\":\"node_cpu_seconds_total\",\"cpu\":\"0\",\"instance\":\"h:9100\",\"job\":\"node\","
                + "\"mode\":\"idle\"},\"values\":[[1700000000,\"0\"],[1700000001,\"1\"]]},"
                + "{\"metric\":{\"__name__\":\"node_cpu_seconds_total\",\"cpu\":\"0\",\"instance\":\"h:9100\",\"job\":\"node\","
                + "\"mode\":\"user\"},\"values\":[[1700000000,\"0\"],[1700000001,\"1\"]]}]}";
        assertAnswer(200, success(data), api.get("/api/v1/query_range?" + form));
        assertAnswer(200, success(data), api.send("POST", "/api/v1/query_range", form));
        assertAnswer(200, success(data), api.send("POST", "/api/v1/query_range?start=1&step=1", form));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            query?query=up{                        | 400 | bad_data | invalid parameter "query": 1:4: parse error: unexpected end of input inside braces
            query                                  | 400 | bad_data | invalid parameter "query": unknown position: parse error: no expression found in input
            query?query=up&time=x                  | 400 | bad_data | invalid parameter "time": invalid time value for 'time': cannot parse "x" to a valid timestamp
            query?query=up&timeout=x               | 400 | bad_data | invalid parameter "timeout": cannot parse "x" to a valid duration
            query?query=up&limit=x                 | 400 | bad_data | invalid parameter "limit": strconv.Atoi: parsing "x": invalid syntax
            query?query=up&lookback_delta=x        | 400 | bad_data | error parsing lookback delta duration: cannot parse "x" to a valid duration
            query?query=up*on(a)group_left(b)up&time=4&a=%zz | 400 | bad_data | error parsing form values: invalid URL escape "%zz"
            query?query=up*on()node_cpu_seconds_total | 422 | execution | *
            query?query=up&timeout=0               | 503 | timeout | *
            query_range?query=up&end=1&step=1      | 400 | bad_data | invalid parameter "start": cannot parse "" to a valid timestamp
            query_range?query=up&start=2&end=1&step=1 | 400 | bad_data | invalid parameter "end": end timestamp must not be before start time
            query_range?query=up&start=1&end=2&step=0 | 400 | bad_data | invalid parameter "step": zero or negative query resolution step widths are not accepted. Try a positive integer
            query_range?query=up&start=1&end=2&step=  | 400 | bad_data | invalid parameter "step": cannot parse "" to a valid duration
            query_range?query=up&start=0&end=11001&step=1 | 400 | bad_data | exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)
            query_range?query=up[1m]&start=1&end=2&step=1 | 400 | bad_data | invalid parameter "query": invalid expression type "range vector" for range query, must be Scalar or instant Vector
            series                                 | 400 | bad_data | no match[] parameter provided
            series?match[]={}                      | 400 | bad_data | invalid parameter "match[]": match[] must contain at least one non-empty matcher
            series?match[]={a=~".*"}               | 400 | bad_data | invalid parameter "match[]": match[] must contain at least one non-empty matcher
            series?match[]=up[5m]                  | 400 | bad_data | *
            labels?match[]=1                       | 400 | bad_data | *
            labels?start=x                         | 400 | bad_data | invalid parameter "start": invalid time value for 'start': cannot parse "x" to a valid timestamp
            label/a-b/values                       | 400 | bad_data | invalid label name: "a-b"
            labels?match[]={}                      | 400 | bad_data | match[] must contain at least one non-empty matcher
            labels?limit=-1                        | 400 | bad_data | invalid parameter "limit": limit must be non-negative
            metadata?limit=x                       | 400 | bad_data | limit must be a number
            status/tsdb?limit=0                    | 400 | bad_data | limit must be a positive number
            query_exemplars                        | 400 | bad_data | *
            rules?type=x                           | 400 | bad_data | invalid parameter "type": not supported value "x"
            format_query?query=a+b                 | 400 | bad_data | *
            """)
    void mistakesAreToldInPrometheussWords(String question, int status, String type, String message) throws Exception {
        String path =
                "/api/v1/" + question.replace("{", "%7B").replace("}", "%7D").replace("\"", "%22");
        if (question.contains("%zz")) {
            assertAnswer(status, error(type, message), api.send("POST", "/api/v1/query", "a=%zz"));
            return;
        }
        HttpResponse<String> answer = api.get(path);
        if (message.equals("*")) {
            assertEquals(status, answer.statusCode(), answer.body());
            assertTrue(answer.body().contains("\"errorType\":\"" + type + "\""), answer.body());
        } else {
            assertAnswer(status, error(type, message), answer);
        }
    }

    @Test
    void aLimitCutsAndSaysSo() throws Exception {
        String truncated = ",\"warnings\":[\"results truncated due to limit\"]}";
        assertTrue(api.get("/api/v1/query?query=node_cpu_seconds_total&limit=3")
                .body()
                .stripTrailing()
                .endsWith(truncated));
        assertAnswer(
                200,
                "{\"status\":\"success\",\"data\":[\"__name__\",\"cpu\"]" + truncated,
                api.get("/api/v1/labels?limit=2"));
        assertAnswer(
                200,
                "{\"status\":\"success\",\"data\":[\"idle\"]" + truncated,
                api.get("/api/v1/label/mode/values?limit=1"));
        assertTrue(api.get("/api/v1/series?match[]=up&match[]=node_load1&limit=1")
                .body()
                .stripTrailing()
                .endsWith(truncated));
        assertFalse(api.get("/api/v1/series?match[]=up&limit=1").body().contains("warnings"));
    }

    @Test
    void seriesAndLabelsAreListed() throws Exception {
        assertAnswer(
                200,
                success("[{\"__name__\":\"up\",\"instance\":\"h:9100\",\"job\":\"node\"}]"),
                api.send("POST", "/api/v1/series", "match[]=up"));
        assertAnswer(
                200,
                success("[\"__name__\",\"cpu\",\"http.status\",\"instance\",\"job\",\"mode\"]"),
                api.send("POST", "/api/v1/labels", ""));
        assertAnswer(200, success("[\"__name__\",\"instance\",\"job\"]"), api.get("/api/v1/labels?match[]=up"));
        assertAnswer(200, success("[\"idle\",\"user\"]"), api.get("/api/v1/label/mode/values"));
        assertAnswer(200, success("[]"), api.get("/api/v1/label/nothing/values"));
        assertAnswer(200, success("[]"), api.get("/api/v1/labels?start=1&end=2"));
        String everything = "/api/v1/series?match[]=%7B__name__!%3D%22%22%7D&limit=40000";
        assertEquals(200, api.get(everything).statusCode());
        assertEquals(7, api.get(everything).body().split("__name__", -1).length - 1);
    }

    @Test
    void aLabelOfAnyCharactersIsAskedForByItsEscapedName() throws Exception {
        assertAnswer(200, success("[\"2\\n00\"]"), api.get("/api/v1/label/U__http_2e_status/values"));
        assertAnswer(200, success("[\"2\\n00\"]"), api.get("/api/v1/label/http.status/values"));
        assertAnswer(200, success("[]"), api.get("/api/v1/label/U__no_2e_such/values"));
    }

    @Test
    void statsAreGivenWhenAskedFor() throws Exception {
        String body = api.get("/api/v1/query?query=up&stats=all").body();
        assertTrue(body.contains("\"stats\":{\"timings\":{\"evalTotalTime\":"), body);
        assertTrue(body.contains("\"samples\":{\"totalQueryableSamples\":"), body);
        assertFalse(api.get("/api/v1/query?query=up").body().contains("stats"));
    }

    @Test
    void theLookbackCanBeAnother() throws Exception {
        String query = "/api/v1/query?query=up&time=" + (TestApi.NOW_MS / 1000 + 100);
        assertTrue(api.get(query).body().contains("h:9100"));
        assertFalse(api.get(query + "&lookback_delta=1m").body().contains("h:9100"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            rules                  | {"groups":[]}
            alerts                 | {"alerts":[]}
            alertmanagers          | {"activeAlertmanagers":[],"droppedAlertmanagers":[]}
            targets                | {"activeTargets":[],"droppedTargets":[],"droppedTargetCounts":{}}
            query_exemplars?query=up | []
            status/walreplay       | {"min":0,"max":0,"current":0}
            status/buildinfo       | {"version":"1.2.3","revision":"","branch":"","buildUser":"","buildDate":"","goVersion":""}
            status/flags           | {"interval":"1s"}
            status/config          | {"yaml":"interval: 1s\\n"}
            holdfast/status        | {"series":7}
            metadata?metric=up     | {"up":[{"type":"gauge","help":"Whether the agent sampled the host at this tick.","unit":""}]}
            metadata?metric=x      | {}
            format_query?query=a%2Bb | "a + b"
            """)
    void theSmallEndpointsHaveTheirShapes(String path, String data) throws Exception {
        assertAnswer(200, success(data), api.get("/api/v1/" + path));
    }

    @Test
    void gapsAndTsdbStatusAreAnswered() throws Exception {
        String gaps =
                api.get("/api/v1/holdfast/gaps?start=1700000000&end=1700000050").body();
        assertTrue(gaps.startsWith("{\"status\":\"success\",\"data\":{\"span\":{\"fromMs\":1700000000000,"), gaps);
        assertEquals(400, api.get("/api/v1/holdfast/gaps?start=5&end=4").statusCode());
        assertEquals(200, api.get("/api/v1/holdfast/gaps").statusCode());
        String tsdb = api.get("/api/v1/status/tsdb?limit=1").body();
        assertTrue(
                tsdb.contains("\"seriesCountByMetricName\":[{\"name\":\"node_cpu_seconds_total\",\"value\":4}]"), tsdb);
    }

    @Test
    void wrongMethodsAndPathsAreTold() throws Exception {
        HttpResponse<String> wrong = api.send("POST", "/api/v1/status/buildinfo", "");
        assertAnswer(405, "Method Not Allowed", wrong);
        assertEquals("GET, HEAD, OPTIONS", wrong.headers().firstValue("Allow").orElse(""));
        assertEquals(405, api.send("PUT", "/api/v1/query", null).statusCode());
        assertEquals(405, api.send("DELETE", "/", null).statusCode());
        HttpResponse<String> missing = api.get("/api/v1/nothing");
        assertAnswer(404, "404 page not found", missing);
        assertTrue(missing.headers().firstValue("Content-Type").orElse("").startsWith("text/plain"));
        assertEquals(204, api.send("OPTIONS", "/api/v1/query", null).statusCode());
        HttpResponse<String> head = api.send("HEAD", "/api/v1/labels", null);
        assertAnswer(200, "", head);
        assertEquals(
                api.get("/api/v1/labels").body().length(),
                head.headers().firstValueAsLong("Content-Length").orElse(-1));
    }

    @Test
    void readinessIsToldWithItsReason() throws Exception {
        assertAnswer(200, "Holdfast is Healthy.", api.get("/-/healthy"));
        assertAnswer(200, "Holdfast is Ready.", api.get("/-/ready"));
        api.notReady = List.of("starting", "upstream a: late");
        assertAnswer(503, "Holdfast is not ready: starting; upstream a: late", api.get("/-/ready"));
        api.notReady = List.of();
    }

    @Test
    void aScraperGetsTheNewestValuesWithoutItsOwnLabels() throws Exception {
        HttpResponse<String> plain = api.get("/metrics");
        assertEquals(
                "text/plain; version=0.0.4; charset=utf-8",
                plain.headers().firstValue("Content-Type").orElse(""));
        assertEquals("""
                # HELP node_cpu_seconds_total Seconds each CPU spent in each mode.
                # TYPE node_cpu_seconds_total counter
                node_cpu_seconds_total{cpu="0",mode="idle"} 99
                node_cpu_seconds_total{cpu="0",mode="user"} 99
                node_cpu_seconds_total{cpu="1",mode="idle"} 198
                node_cpu_seconds_total{cpu="1",mode="user"} 99
                # HELP node_load1 Load average over 1 minute.
                # TYPE node_load1 gauge
                node_load1 24.75
                # TYPE "odd\\"metric" untyped
                {"odd\\"metric","http.status"="2\\n00"} 1e-07
                """, plain.body());
        HttpResponse<String> open = api.get("/metrics", "Accept", "application/openmetrics-text;version=1.0.0");
        assertTrue(open.body().contains("# TYPE node_cpu_seconds counter\nnode_cpu_seconds_total{"), open.body());
        assertTrue(open.body().endsWith("# EOF\n"), open.body());
    }

    @Test
    void federationGivesTimesAndAnInstance() throws Exception {
        assertEquals(
                "# TYPE node_load1 untyped\nnode_load1{instance=\"h:9100\",job=\"node\"} 24.75 1700000099000\n",
                api.get("/federate?match[]=node_load1").body());
        assertEquals(400, api.get("/federate?match[]=%7B").statusCode());
    }

    @Test
    void gzipComesWhenAskedFor() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(api.uri("/api/v1/labels"))
                .header("Accept-Encoding", "gzip")
                .build();
        HttpResponse<byte[]> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
        assertEquals("gzip", answer.headers().firstValue("Content-Encoding").orElse(""));
        assertEquals("Accept-Encoding", answer.headers().firstValue("Vary").orElse(""));
        byte[] body = new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes();
        assertEquals(api.get("/api/v1/labels").body(), new String(body, StandardCharsets.UTF_8));
        assertTrue(api.get("/api/v1/labels", "Accept-Encoding", "gzip;q=0")
                .headers()
                .firstValue("Content-Encoding")
                .isEmpty());
    }

    @Test
    void aLongAnswerIsWholeInChunks() throws Exception {
        String body = api.get(
                        "/api/v1/query_range?query=node_cpu_seconds_total&start=1700000000&end=1700000100&step=0.01")
                .body();
        assertEquals(4 * 10_001, body.split("\\[17", -1).length - 1);
        assertTrue(body.stripTrailing().endsWith("]}]}}"));
    }

    @Test
    void thePageComesWithHeadersThatKeepItToItself() throws Exception {
        HttpResponse<String> page = api.get("/");
        assertEquals(200, page.statusCode());
        assertEquals(
                "text/html; charset=utf-8",
                page.headers().firstValue("Content-Type").orElse(""));
        String policy = page.headers().firstValue("Content-Security-Policy").orElse("");
        assertTrue(policy.contains("script-src 'self'") && policy.contains("frame-ancestors 'none'"), policy);
        assertFalse(policy.contains("unsafe"), policy);
        assertEquals("no-referrer", page.headers().firstValue("Referrer-Policy").orElse(""));
        String tag = page.headers().firstValue("ETag").orElse("");
        assertEquals(304, api.get("/", "If-None-Match", tag).statusCode());
        assertEquals(200, api.get("/index.html").statusCode());
    }

    @ParameterizedTest
    @CsvSource({
        "/../api/package-info.class",
        "/%2e%2e/x",
        "/StaticFiles.class",
        "/lib//uplot/index.html",
        "/.hidden.html",
        "/lib/uplot/../../x.js",
        "/page",
        "/lib/uplot/"
    })
    void nothingButThePageIsServed(String path) throws Exception {
        assertEquals(404, api.get(path).statusCode());
    }
}
