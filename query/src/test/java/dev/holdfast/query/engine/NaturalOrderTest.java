package dev.holdfast.query.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {
    @Test
    void takesRunsOfDigitsAsNumbers() {
        List<String> sorted = List.of(
                "",
                "1",
                "02",
                "2x",
                "10",
                "10.9",
                "10.10",
                "99999999999999999999",
                "100000000000000000000",
                "a",
                "a1b2",
                "a1b10",
                "a2",
                "b");
        List<String> shuffled = new ArrayList<>(sorted);
        Collections.shuffle(shuffled, new Random(7));
        shuffled.sort(NaturalOrder.INSTANCE);
        assertEquals(sorted, shuffled);
    }

    @Test
    void leavesEqualNumbersToTheNextOrder() {
        assertEquals(0, NaturalOrder.INSTANCE.compare("a01", "a1"));
    }
}
