package dev.holdfast.query.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.Labels;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelHashTest {
    /** Published values of XXH64 with seed 0; the last text is longer than a block of 32 bytes. */
    @ParameterizedTest
    @CsvSource({
        "'', ef46db3751d8e999",
        "a, d24ec4f1a98c6e5b",
        "abc, 44bc2cf5ad770999",
        "Nobody inspects the spammish repetition, fbcea83c8a378bf1",
    })
    void isXxh64(String text, String hash) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertEquals(hash, Long.toHexString(LabelHash.xxh64(bytes)));
    }

    @Test
    void spreadsLabelSetsEvenlyFromZeroToOne() {
        int[] tenths = new int[10];
        for (int i = 0; i < 10_000; i++) {
            double share = LabelHash.share(Labels.of("__name__", "m", "i", Integer.toString(i)));
            assertTrue(share >= 0 && share < 1, () -> "share=" + share);
            tenths[(int) (share * 10)]++;
        }
        for (int tenth : tenths) {
            assertTrue(tenth > 850 && tenth < 1_150, () -> "tenth=" + tenth);
        }
    }

    @Test
    void tellsNamesFromValuesAndTakesLongOnes() {
        assertNotEquals(LabelHash.share(Labels.of("ab", "c")), LabelHash.share(Labels.of("a", "bc")));
        String long1 = "x".repeat(300);
        assertNotEquals(LabelHash.share(Labels.of("a", long1)), LabelHash.share(Labels.of("a", long1 + "x")));
    }
}
