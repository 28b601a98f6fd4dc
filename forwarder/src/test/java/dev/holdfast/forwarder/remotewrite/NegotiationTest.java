package dev.holdfast.forwarder.remotewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.upstream.Wire.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NegotiationTest {
    private static final long NOW_MS = 1_700_000_000_000L;
    private static final WrittenCount ALL = new WrittenCount(true, 10);
    private static final WrittenCount NONE = new WrittenCount(true, 0);
    private static final WrittenCount SILENT = WrittenCount.SILENT;

    @Test
    void aFixedVersionIsSpokenWhateverTheAnswers() {
        Negotiation v1 = new Negotiation(Version.V1);
        assertFalse(v1.usesV2(NOW_MS));
        Negotiation v2 = new Negotiation(Version.V2);
        for (int status : new int[] {204, 400, 415, 500}) {
            assertFalse(v2.fallsBack(status, SILENT, NOW_MS));
            assertTrue(v2.usesV2(NOW_MS));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "415, silent, true", // the one sign that the specification has
        "415, none, true",
        "400, silent, true", // how receivers from before 2.0 say it
        "400, none, false", // it speaks 2.0, and the data is at fault
        "400, all, false",
        "204, silent, true", // the lie: nothing was stored
        "200, none, true",
        "200, all, false",
        "500, silent, false",
        "503, none, false",
        "429, silent, false",
        "401, silent, false",
        "404, silent, false",
        "413, silent, false",
        "302, silent, false",
    })
    void theFirstAnswerDecides(int status, String written, boolean expected) {
        Negotiation auto = new Negotiation(Version.AUTO);
        assertTrue(auto.usesV2(NOW_MS));
        WrittenCount count = written.equals("all") ? ALL : written.equals("none") ? NONE : SILENT;
        assertEquals(expected, auto.fallsBack(status, count, NOW_MS));
        assertEquals(!expected, auto.usesV2(NOW_MS));
    }

    @Test
    void aReceiverThatSpoke2IsRefusedByNo400AndStillByALie() {
        Negotiation auto = new Negotiation(Version.AUTO);
        assertFalse(auto.fallsBack(200, ALL, NOW_MS));
        assertFalse(auto.fallsBack(400, SILENT, NOW_MS));
        assertTrue(auto.usesV2(NOW_MS));
        assertTrue(auto.fallsBack(204, SILENT, NOW_MS), "it was replaced by an older one");
        assertFalse(auto.usesV2(NOW_MS));
    }

    @Test
    void failuresBeforeTheFirstAnswerDecideNothing() {
        Negotiation auto = new Negotiation(Version.AUTO);
        assertFalse(auto.fallsBack(503, SILENT, NOW_MS));
        assertTrue(auto.fallsBack(400, SILENT, NOW_MS));
    }

    @Test
    void version2IsTriedAgainAfterADayAndAfterAStepOfTheClock() {
        Negotiation auto = new Negotiation(Version.AUTO);
        assertTrue(auto.fallsBack(415, SILENT, NOW_MS));
        assertFalse(auto.usesV2(NOW_MS + Negotiation.TRY_AGAIN_MS - 1));
        assertTrue(auto.usesV2(NOW_MS + Negotiation.TRY_AGAIN_MS));
        assertTrue(auto.fallsBack(400, SILENT, NOW_MS + Negotiation.TRY_AGAIN_MS), "as at the very first request");
        assertFalse(auto.usesV2(NOW_MS + Negotiation.TRY_AGAIN_MS));
        assertTrue(auto.usesV2(NOW_MS));
    }
}
