package dev.holdfast.forwarder.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RetryAfterTest {
    private static final long NOW_MS = 784_111_777_000L; // Sun, 06 Nov 1994 08:49:37 GMT

    @Test
    void secondsAreSeconds() {
        assertEquals(120_000, RetryAfter.parseMs("120", NOW_MS));
        assertEquals(5_000, RetryAfter.parseMs(" 5 ", NOW_MS));
        assertEquals(0, RetryAfter.parseMs("0", NOW_MS));
    }

    @Test
    void datesCountFromNow() {
        assertEquals(60_000, RetryAfter.parseMs("Sun, 06 Nov 1994 08:50:37 GMT", NOW_MS));
    }

    @Test
    void pastDatesAreIgnored() {
        assertEquals(0, RetryAfter.parseMs("Sun, 06 Nov 1994 08:49:00 GMT", NOW_MS));
    }

    @Test
    void nonsenseIsNoHeader() {
        for (String odd : new String[] {"", "soon", "-5", "1.5", "99 bottles", "Sun, 99 Nov 1994 08:49:37 GMT"}) {
            assertEquals(0, RetryAfter.parseMs(odd, NOW_MS), odd);
        }
        assertEquals(0, RetryAfter.parseMs(null, NOW_MS));
    }

    @Test
    void absurdNumbersDoNotOverflow() {
        assertEquals(365L * 86_400_000, RetryAfter.parseMs("99999999999999999999", NOW_MS));
    }
}
