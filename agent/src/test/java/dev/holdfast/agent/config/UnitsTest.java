package dev.holdfast.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
    @ParameterizedTest
    @CsvSource({"0,0", "1ms,1", "15s,15000", "1h30m,5400000", "1d,86400000", "2w,1209600000", "1y,31536000000"})
    void readsDurations(String text, long expectedMs) {
        assertEquals(expectedMs, DurationText.parseMs(text));
        assertEquals(expectedMs, DurationText.parseMs(DurationText.format(expectedMs)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "1.5h", "-1s", "1m1h", "1s1s", "1 s", "1H", "s1"})
    void refusesWhatIsNoDuration(String text) {
        assertThrows(IllegalArgumentException.class, () -> DurationText.parseMs(text));
    }

    @Test
    void refusesADurationBeyondLong() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> DurationText.parseMs("999999999999y"));
        assertEquals("\"999999999999y\" is too long a duration", e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"0,0", "4096,4096", "1KiB,1024", "256KiB,262144", "2GiB,2147483648", "100MB,100000000", "1.5KiB,1536"})
    void readsSizes(String text, long bytes) {
        assertEquals(bytes, SizeText.parseBytes(text));
        assertEquals(bytes, SizeText.parseBytes(SizeText.format(bytes)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GiB", "1.2.3MB", "1 parsec", "-1KiB"})
    void refusesWhatIsNoSize(String text) {
        assertThrows(IllegalArgumentException.class, () -> SizeText.parseBytes(text));
    }

    @ParameterizedTest
    @CsvSource({"0,0 B", "1023,1023 B", "1536,1.50 KiB", "262144,256 KiB", "5368709120,5.00 GiB"})
    void showsSizesToPeople(long bytes, String text) {
        assertEquals(text, SizeText.approximate(bytes));
    }

    @Test
    void findsTheWordThatWasMeant() {
        List<String> known = List.of("interval", "storage", "remote_write");
        assertEquals("interval", Spelling.nearest("intreval", known));
        assertEquals("remote_write", Spelling.nearest("remotewrite", known));
        assertNull(Spelling.nearest("colour", known));
    }
}
