package dev.holdfast.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromDurationTest {
    @ParameterizedTest
    @CsvSource({
        "0s, 0",
        "1ms, 1",
        "1500ms, 1500",
        "5m, 300000",
        "1h30m, 5400000",
        "2d, 172800000",
        "1w, 604800000",
        "1y, 31536000000",
        "1y2w3d4h5m6s7ms, 33019506007",
        "0, 0",
    })
    void readsUnitsInTheirOrder(String text, long ms) {
        assertEquals(ms, PromDuration.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "1, 1ms",
        "90000, 1m30s",
        "5400000, 1h30m",
        "7776000000, 90d",
        "604800000, 1w",
        "31536000000, 1y",
        "691200000, 8d",
        "-300000, -5m",
    })
    void writesYearsAndWeeksOnlyWhenTheyDivide(long ms, String text) {
        assertEquals(text, PromDuration.format(ms));
    }

    @ParameterizedTest
    @CsvSource({
        "5, not a valid duration string: \"5\"",
        "m, not a valid duration string: \"m\"",
        "5m5m, not a valid duration string: \"5m5m\"",
        "1s1h, not a valid duration string: \"1s1h\"",
        "1hs, unknown unit \"hs\" in duration \"1hs\"",
        "400y, duration out of range",
        "99999999999999999999s, duration out of range",
    })
    void saysWhatIsWrong(String text, String message) {
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> PromDuration.parse(text));
        assertEquals(message, error.getMessage());
    }

    @Test
    void refusesNothingAtAll() {
        assertThrows(IllegalArgumentException.class, () -> PromDuration.parse(""));
    }
}
