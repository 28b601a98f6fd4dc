package dev.holdfast.agent.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.agent.answer.JsonAnswer;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
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
        "-60, 1969-12-31T23:59:00Z",
        "-0.5, 1969-12-31T23:59:59.500Z",
        "-0, 2026-11-22T12:00:00Z",
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
        "now-1d, 2026-11-21T12:00:00Z",
        "now - 1d, 2026-11-21T12:00:00Z",
        "NOW, 2026-11-22T12:00:00Z",
        "2 hours ago, 2026-11-22T10:00:00Z",
        "an hour ago, 2026-11-22T11:00:00Z",
        "1 hour 30 minutes ago, 2026-11-22T10:30:00Z",
        "90m ago, 2026-11-22T10:30:00Z",
        "3 days ago, 2026-11-19T12:00:00Z",
        "3 days ago 14:00, 2026-11-19T13:00:00Z",
        "a week ago, 2026-11-15T12:00:00Z",
        "2 months ago, 2026-09-22T11:00:00Z",
        "3am, 2026-11-22T02:00:00Z",
        "3 am, 2026-11-22T02:00:00Z",
        "3:30PM, 2026-11-22T14:30:00Z",
        "12am, 2026-11-21T23:00:00Z",
        "12pm, 2026-11-22T11:00:00Z",
        "noon, 2026-11-22T11:00:00Z",
        "yesterday at noon, 2026-11-21T11:00:00Z",
        "yesterday midnight, 2026-11-20T23:00:00Z",
        "03:00 yesterday, 2026-11-21T02:00:00Z",
        "monday, 2026-11-15T23:00:00Z",
        "sunday, 2026-11-21T23:00:00Z",
        "last sunday, 2026-11-14T23:00:00Z",
        "last Mon 14:00, 2026-11-16T13:00:00Z",
        "22 nov, 2026-11-21T23:00:00Z",
        "nov 21 14:00, 2026-11-21T13:00:00Z",
        "December 24, 2025-12-23T23:00:00Z",
        "24 Dec 2024 18:00, 2024-12-24T17:00:00Z",
        "2026-11-22 2pm, 2026-11-22T13:00:00Z",
        "14:05 UTC, 2026-11-22T14:05:00Z",
        "yesterday 03:00 utc, 2026-11-21T03:00:00Z",
        "2026-11-22 14:05:00Z, 2026-11-22T14:05:00Z",
    })
    void readsTimes(String text, String expected) {
        assertEquals(
                expected,
                Instant.ofEpochMilli(TimeText.parseMs(text, NOW_MS, BERLIN)).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "soon",
                "now-",
                "now-1x",
                "25:00",
                "2026-13-01",
                "2026-11-22T14",
                "tomorrow",
                "1e9",
                "13pm",
                "0am",
                "yesterday today",
                "3am 4am",
                "ago",
                "two hours ago",
                "31 feb",
                "last",
                "last week",
                "monday at",
                "22 nov nov",
                "now-1h30",
                "5 parsecs ago"
            })
    void refusesWhatIsNoTime(String text) {
        assertThrows(IllegalArgumentException.class, () -> TimeText.parseMs(text, NOW_MS, BERLIN));
    }

    /** In 2026 Berlin's clocks leap from 02:00 to 03:00 on 29 March, and go back from 03:00 to 02:00 on 25 October. */
    @ParameterizedTest
    @CsvSource({
        "2026-03-29 01:59, 2026-03-29T00:59:00Z",
        "2026-03-29 02:30, 2026-03-29T01:30:00Z",
        "2026-03-29 03:00, 2026-03-29T01:00:00Z",
        "2026-10-25 02:30, 2026-10-25T00:30:00Z",
        "2026-10-25T02:30:00+01:00, 2026-10-25T01:30:00Z",
        "2026-10-25 03:00, 2026-10-25T02:00:00Z",
    })
    void aTimeThatIsLeaptOverMovesOnAndOneThatComesTwiceIsTheFirst(String text, String expected) {
        assertEquals(
                expected,
                Instant.ofEpochMilli(TimeText.parseMs(text, NOW_MS, BERLIN)).toString());
    }

    @Test
    void daysAgoAreThoseOfTheCalendarAndHoursAreHours() {
        long mondayMs = Instant.parse("2026-10-26T11:00:00Z").toEpochMilli();
        assertEquals(
                Instant.parse("2026-10-24T10:00:00Z"),
                Instant.ofEpochMilli(TimeText.parseMs("2 days ago", mondayMs, BERLIN)));
        assertEquals(
                Instant.parse("2026-10-24T11:00:00Z"),
                Instant.ofEpochMilli(TimeText.parseMs("48 hours ago", mondayMs, BERLIN)));
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
