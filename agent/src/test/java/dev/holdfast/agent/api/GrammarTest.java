package dev.holdfast.agent.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parameters are understood as Prometheus understands them, and mistakes are told in its words. */
class GrammarTest {
    @ParameterizedTest
    @CsvSource({
        "1700000000, 1700000000000",
        "1700000000.5, 1700000000500",
        "1700000000.1234567, 1700000000123",
        "1.7e9, 1700000000000",
        "-1.5, -1500",
        "0, 0",
        "2023-11-14T22:13:20Z, 1700000000000",
        "2023-11-14T22:13:20.5Z, 1700000000500",
        "2023-11-14T23:13:20+01:00, 1700000000000",
        "2023-11-14t22:13:20.1239z, 1700000000124",
    })
    void aTimeIsSecondsOrRfc3339(String text, long expectedMs) {
        assertEquals(expectedMs, Grammar.timeMs(of("time", text), "time", -1));
    }

    @Test
    void aTimeThatIsNotGivenIsTheFallback() {
        assertEquals(7, Grammar.timeMs(new Parameters(), "time", 7));
    }

    @Test
    void theEndsOfTimeAreBounded() {
        assertEquals(-Grammar.MAX_TIME_MS, Grammar.timeMs(of("start", "-292273086-05-16T16:47:06Z"), "start", 0));
        assertEquals(Grammar.MAX_TIME_MS, Grammar.timeMs(of("end", "292277025-08-18T07:12:54.999999999Z"), "end", 0));
        assertEquals(Grammar.MAX_TIME_MS, Grammar.timeMs(of("end", "1e300"), "end", 0));
        assertEquals(Grammar.MAX_TIME_MS, Grammar.timeMs(of("end", "+Inf"), "end", 0));
    }

    @ParameterizedTest
    @CsvSource({"NaN", "yesterday", "2023-11-14", "2023-11-14T22:13:20", "5m", "' 1'", "0x10"})
    void aTimeThatIsNoneIsNamed(String text) {
        ApiException e = assertThrows(ApiException.class, () -> Grammar.timeMs(of("start", text), "start", 0));
        assertEquals(
                "invalid parameter \"start\": invalid time value for 'start': cannot parse \"" + text
                        + "\" to a valid timestamp",
                e.text());
        assertEquals(ApiException.Type.BAD_DATA, e.type());
    }

    @ParameterizedTest
    @CsvSource({
        "15, 15000",
        "0.25, 250",
        "1m, 60000",
        "1h30m, 5400000",
        "100ms, 100",
        "1y, 31536000000",
        "-5, -5000",
        "0, 0"
    })
    void aDurationIsSecondsOrUnits(String text, long expectedMs) {
        assertEquals(expectedMs, Grammar.durationMs(of("step", text), "step"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            fast  | cannot parse "fast" to a valid duration
            ''    | cannot parse "" to a valid duration
            5x    | cannot parse "5x" to a valid duration
            1e99  | cannot parse "1e99" to a valid duration. It overflows int64
            """)
    void aDurationThatIsNoneIsNamed(String text, String reason) {
        ApiException e = assertThrows(ApiException.class, () -> Grammar.durationMs(of("step", text), "step"));
        assertEquals("invalid parameter \"step\": " + reason, e.text());
    }

    @Test
    void aLimitIsANumberNotBelowZero() {
        assertEquals(0, Grammar.limit(new Parameters(), "limit"));
        assertEquals(5, Grammar.limit(of("limit", "5"), "limit"));
        assertEquals(Integer.MAX_VALUE, Grammar.limit(of("limit", "99999999999"), "limit"));
        assertEquals(
                "invalid parameter \"limit\": limit must be non-negative",
                assertThrows(ApiException.class, () -> Grammar.limit(of("limit", "-1"), "limit"))
                        .text());
        assertEquals(
                "invalid parameter \"limit\": strconv.Atoi: parsing \"x\": invalid syntax",
                assertThrows(ApiException.class, () -> Grammar.limit(of("limit", "x"), "limit"))
                        .text());
    }

    private static Parameters of(String name, String value) {
        Parameters parameters = new Parameters();
        parameters.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
        return parameters;
    }
}
