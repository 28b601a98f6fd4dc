package dev.holdfast.forwarder.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.Labels;
import dev.holdfast.storage.TimeRange;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PieceTest {
    @Test
    void aSeriesWithoutSamplesLeavesNoTrace() {
        Batch batch = new Batch();
        batch.beginSeries(Labels.of("n", "empty"));
        batch.beginSeries(Labels.of("n", "full"));
        batch.add(1, 2);
        batch.beginSeries(Labels.of("n", "empty too"));
        assertEquals(1, batch.seriesCount());
        assertEquals(Labels.of("n", "full"), batch.labels(0));
        assertEquals(1, Piece.whole(batch).sampleCount());
    }

    @Test
    void disorderIsACallersBug() {
        Batch batch = new Batch();
        assertThrows(IllegalStateException.class, () -> batch.add(1, 1));
        batch.beginSeries(Labels.EMPTY);
        batch.add(5, 1);
        assertThrows(IllegalArgumentException.class, () -> batch.add(5, 1));
    }

    @Test
    void halvesInTimePutTheEarlierOneFirst() {
        Piece whole = Piece.whole(grid(3, 4));
        List<Piece> halves = whole.halves(Piece.Axis.TIME);
        assertEquals(List.of(6, 6), halves.stream().map(Piece::sampleCount).toList());
        assertEquals(1_000, halves.get(0).timestampsMs()[5]);
        assertEquals(2_000, halves.get(1).timestampsMs()[0]);
    }

    @Test
    void onePointInTimeIsCutBySeriesAndOneSampleNotAtAll() {
        List<Piece> halves = Piece.whole(grid(3, 1)).halves(Piece.Axis.TIME);
        assertEquals(List.of(2, 1), halves.stream().map(Piece::sampleCount).toList());
        assertTrue(halves.get(1).halves(Piece.Axis.SERIES).isEmpty());
    }

    @Test
    void cuttingAgainAndAgainLosesAndDoublesNothing() {
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            Batch batch = random(random);
            TreeSet<Integer> found = new TreeSet<>();
            ArrayDeque<Piece> todo = new ArrayDeque<>(List.of(Piece.whole(batch)));
            while (!todo.isEmpty()) {
                Piece piece = todo.pop();
                List<Piece> halves = piece.halves(random.nextBoolean() ? Piece.Axis.TIME : Piece.Axis.SERIES);
                assertEquals(piece.sampleCount() <= 1, halves.isEmpty(), "round " + round);
                halves.forEach(half -> assertTrue(half.sampleCount() > 0));
                todo.addAll(halves);
                for (int series = piece.fromSeries(); halves.isEmpty() && series < piece.toSeries(); series++) {
                    for (int i = piece.firstSample(series); i < piece.endSample(series); i++) {
                        assertTrue(found.add(i), "sample twice in round " + round);
                    }
                }
            }
            assertEquals(batch.sampleCount(), found.size(), "round " + round);
        }
    }

    @Test
    void slicesHoldWholeTicksAndFollowEachOther() {
        TimeRange range = new TimeRange(-5, 10_000);
        List<TimeSlice> slices = TimeSlice.cut(grid(3, 10), range, 7, 100);
        assertEquals(5, slices.size());
        assertEquals(-5, slices.get(0).range().fromInclusiveMs());
        assertEquals(10_000, slices.get(4).range().toExclusiveMs());
        for (int i = 0; i < 5; i++) {
            assertEquals(6, slices.get(i).pieces().get(0).sampleCount());
            if (i > 0) {
                assertEquals(
                        slices.get(i - 1).range().toExclusiveMs(),
                        slices.get(i).range().fromInclusiveMs());
            }
        }
    }

    @Test
    void aSliceHasABoundOfTicks() {
        List<TimeSlice> slices = TimeSlice.cut(grid(1, 10), new TimeRange(0, 10_000), 100, 4);
        assertEquals(
                List.of(4, 4, 2),
                slices.stream()
                        .map(slice -> slice.pieces().get(0).sampleCount())
                        .toList());
    }

    @Test
    void probesAreSingleSeriesFromAllOver() {
        assertEquals(
                List.of(0, 5, 9),
                Piece.whole(grid(10, 1)).probes(TimeRange.ALL).stream()
                        .map(Piece::fromSeries)
                        .toList());
        assertEquals(1, Piece.whole(grid(1, 3)).probes(TimeRange.ALL).size());
    }

    /** The newest sample of a series is taken twice, which says nothing of the others. */
    @Test
    void probesAreSeriesThatGoOn() {
        Batch batch = new Batch();
        for (String name : List.of("a", "b", "c")) {
            batch.beginSeries(Labels.of("n", name));
            batch.add(1_000, 1);
            if (name.equals("b")) {
                batch.add(2_000, 1);
            }
        }
        Piece firstTick = new Piece(batch, 0, 3, new TimeRange(0, 1_500));
        assertEquals(
                List.of(1),
                firstTick.probes(TimeRange.ALL).stream().map(Piece::fromSeries).toList());
        assertEquals(3, firstTick.probes(new TimeRange(0, 1_500)).size());
    }

    @Test
    void aTickThatIsTooLargeIsSeveralPiecesOfOneSlice() {
        List<TimeSlice> slices = TimeSlice.cut(grid(10, 2), new TimeRange(0, 5_000), 4, 100);
        assertEquals(2, slices.size());
        for (TimeSlice slice : slices) {
            assertTrue(slice.pieces().stream().allMatch(piece -> piece.sampleCount() <= 4));
            assertEquals(
                    10, slice.pieces().stream().mapToInt(Piece::sampleCount).sum());
        }
        assertTrue(TimeSlice.cut(new Batch(), new TimeRange(0, 5), 4, 100).isEmpty());
    }

    private static Batch grid(int series, int ticks) {
        Batch batch = new Batch();
        for (int s = 0; s < series; s++) {
            batch.beginSeries(Labels.of("n", Integer.toString(s)));
            for (int t = 0; t < ticks; t++) {
                batch.add(t * 1_000L, s);
            }
        }
        return batch;
    }

    private static Batch random(Random random) {
        Batch batch = new Batch();
        int series = 1 + random.nextInt(8);
        for (int s = 0; s < series; s++) {
            batch.beginSeries(Labels.of("n", Integer.toString(s)));
            long at = random.nextInt(10);
            for (int n = random.nextInt(12); n > 0; n--) {
                batch.add(at, n);
                at += 1 + random.nextInt(3);
            }
        }
        return batch;
    }
}
