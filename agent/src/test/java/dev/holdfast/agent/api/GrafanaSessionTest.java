package dev.holdfast.agent.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What Grafana's Prometheus data source sends, in its order and form, and what it needs to see. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GrafanaSessionTest {
    private static final String SPAN = "start=1699996500&end=1700000100";

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

    private String posted(String path, String form) throws Exception {
        HttpResponse<String> answer = api.send("POST", "/api/v1/" + path, form);
        assertEquals(200, answer.statusCode(), answer.body());
        return answer.body();
    }

    private String got(String pathAndQuery) throws Exception {
        HttpResponse<String> answer = api.get("/api/v1/" + pathAndQuery);
        assertEquals(200, answer.statusCode(), answer.body());
        return answer.body();
    }

    @Test
    void saveAndTestFindsAPrometheus() throws Exception {
        assertTrue(posted("query", "query=1%2B1&time=4").contains("\"result\":[4,\"2\"]"));
        // It posts to what takes GET only, and asks again by GET when it is told 405.
        assertEquals(405, api.send("POST", "/api/v1/status/buildinfo", "").statusCode());
        String build = got("status/buildinfo");
        assertTrue(build.contains("\"version\":\"1.2.3\""), build);
        assertFalse(build.contains("features"), build);
        assertTrue(got("rules").contains("\"groups\":[]"));
    }

    @Test
    void theBuilderFindsMetricsAndLabels() throws Exception {
        assertTrue(got("label/__name__/values?" + SPAN + "&limit=40000").contains("\"node_cpu_seconds_total\""));
        assertTrue(got("metadata").contains("\"node_load1\":[{\"type\":\"gauge\""));
        assertTrue(posted("labels", SPAN + "&limit=40000").contains("\"mode\""));
        String selector = "match%5B%5D=" + TestApi.text("{__name__=\"node_cpu_seconds_total\"}");
        assertTrue(posted("labels", SPAN + "&" + selector)
                .contains("[\"__name__\",\"cpu\",\"instance\",\"job\",\"mode\"]"));
        assertTrue(got("label/mode/values?" + SPAN + "&" + selector).contains("[\"idle\",\"user\"]"));
        String everything = "match%5B%5D=" + TestApi.text("{__name__!=\"\"}") + "&limit=40000&" + SPAN;
        assertTrue(posted("series", everything).contains("\"__name__\":\"up\""));
        assertFalse(posted("series", everything).contains("warnings"));
    }

    @Test
    void panelsAreFilledByRangesAndInstants() throws Exception {
        String query = TestApi.text("sum by (mode) (rate(node_cpu_seconds_total{job=\"node\"}[1m0s]))");
        String range = posted("query_range", "query=" + query + "&start=1700000010&end=1700000100&step=15&timeout=60");
        assertTrue(range.contains("\"resultType\":\"matrix\""), range);
        assertTrue(range.contains("{\"mode\":\"idle\"}"), range);
        // Overlapping ranges of incremental querying agree where they overlap.
        String later = posted("query_range", "query=" + query + "&start=1700000085&end=1700000100&step=15");
        String tail = range.substring(range.indexOf("[1700000085,"), range.indexOf("]]"));
        assertTrue(later.contains(tail), tail + " in " + later);
        String instant = posted("query", "query=" + query + "&time=1700000100.123");
        assertTrue(instant.contains("\"value\":[1700000100.123,"), instant);
        assertTrue(got("query_exemplars?query=" + query + "&" + SPAN).contains("\"data\":[]"));
    }

    @Test
    void variablesAreFilled() throws Exception {
        String selector = "match%5B%5D=" + TestApi.text("node_cpu_seconds_total{job=\"node\"}");
        assertTrue(got("label/instance/values?" + selector + "&" + SPAN).contains("[\"h:9100\"]"));
        assertTrue(posted("query", "query=count(up)").contains("\"1\"]"));
    }

    @Test
    void whatIsWrongIsShownToWhoeverLooks() throws Exception {
        HttpResponse<String> answer = api.send("POST", "/api/v1/query_range", "query=sum(&" + SPAN + "&step=15");
        assertEquals(400, answer.statusCode());
        assertEquals(
                "application/json", answer.headers().firstValue("Content-Type").orElse(""));
        assertTrue(answer.body().contains("\"errorType\":\"bad_data\""), answer.body());
    }
}
