package dev.holdfast.agent.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.agent.answer.JsonAnswer;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final long NOW_MS = Instant.parse("2026-11-22T12:00:00Z").toEpochMilli();

    @ParameterizedTest
    @CsvSource({
        "now, 2026-11-22T12:00:00Z",
        "now-1h30m, 2026-11-22T10:30:00Z",
        "-15m, 2026-11-22T11:45:00Z",
        "+1d, 2026-11-23T12:00:00Z",
        "0, 1970-01-01T00:00:00Z",
        "1795348800.25, 2026-11-22T12:00:00.250Z",
        "2026-11-22T14:05:00Z, 2026-11-22T14:05:00Z",
        "2026-11-22T14:05:00.125+02:00, 2026-11-22T12:05:00.125Z",
        "2026-11-22 14:05, 2026-11-22T13:05:00Z",
        "2026-11-22T14:05:30, 2026-11-22T13:05:30Z",
        "2026-11-22, 2026-11-21T23:00:00Z",
        "14:05, 2026-11-22T13:05:00Z",
        "9:05, 2026-11-22T08:05:00Z",
        "today, 2026-11-21T23:00:00Z",
        "yesterday, 2026-11-20T23:00:00Z",
        "yesterday 03:00, 2026-11-21T02:00:00Z",
        "2026-07-01 12:00, 2026-07-01T10:00:00Z",
    })
    void readsTimes(String text, String expected) {
        assertEquals(
                expected,
                Instant.ofEpochMilli(TimeText.parseMs(text, NOW_MS, BERLIN)).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "soon", "now-", "now-1x", "25:00", "2026-13-01", "2026-11-22T14", "tomorrow", "1e9"})
    void refusesWhatIsNoTime(String text) {
        assertThrows(IllegalArgumentException.class, () -> TimeText.parseMs(text, NOW_MS, BERLIN));
    }

    @ParameterizedTest
    @CsvSource({"0,0ms", "250,250ms", "1000,1s", "61000,1m 1s", "3600000,1h", "90061000,1d 1h", "-5,0ms"})
    void showsAges(long durationMs, String text) {
        assertEquals(text, TimeText.age(durationMs));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1000, 1", "1500, 1.500", "1795348800001, 1795348800.001", "-500, -0.500", "-1500, -1.500"})
    void writesSecondsAsTheApiDoes(long timestampMs, String text) {
        assertEquals(text, JsonAnswer.seconds(timestampMs));
    }
}
