package dev.holdfast.query.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BoundedHeapTest {
    @Test
    void keepsTheBestInTheirOrder() {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 500; round++) {
            double[] values = random.doubles(random.nextInt(1, 40)).toArray();
            int k = random.nextInt(1, 12);
            boolean largest = random.nextBoolean();
            BoundedHeap heap = new BoundedHeap(k, largest);
            for (int i = 0; i < values.length; i++) {
                heap.offer(values[i], i);
            }
            double[] kept =
                    Arrays.stream(heap.bestFirst()).mapToDouble(i -> values[i]).toArray();
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            assertEquals(Math.min(k, values.length), kept.length);
            for (int i = 0; i < kept.length; i++) {
                assertEquals(largest ? sorted[sorted.length - 1 - i] : sorted[i], kept[i]);
            }
        }
    }

    @Test
    void prefersAnyNumberToNan() {
        BoundedHeap heap = new BoundedHeap(2, true);
        double[] values = {Double.NaN, Double.NEGATIVE_INFINITY, Double.NaN, 1};
        for (int i = 0; i < values.length; i++) {
            heap.offer(values[i], i);
        }
        assertArrayEquals(new int[] {3, 1}, heap.bestFirst());
    }
}
