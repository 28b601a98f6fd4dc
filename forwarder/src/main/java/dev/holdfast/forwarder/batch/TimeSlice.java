package dev.holdfast.forwarder.batch;

import dev.holdfast.storage.TimeRange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * A stretch of time with all samples of all series in it: as many whole ticks as one request may hold, or one tick in
 * several requests when that alone is larger.
 *
 * <p>Sent slice by slice, an upstream has everything up to some tick and nothing after it, whenever the sending stops.
 *
 * @param range the stretch; the slices of a range follow each other without a hole
 * @param pieces what to send, together all samples of the stretch
 */
public record TimeSlice(TimeRange range, List<Piece> pieces) {
    /**
     * Cuts a batch into slices in time order. Empty when the batch is; else they cover the range.
     *
     * @param range contains the time of every sample in the batch
     * @param maxSamples in a piece, at least 1
     * @param maxTicks in a slice, at least 1
     */
    public static List<TimeSlice> cut(Batch batch, TimeRange range, int maxSamples, int maxTicks) {
        long[] times = Piece.whole(batch).timestampsMs();
        List<TimeSlice> slices = new ArrayList<>();
        long from = range.fromInclusiveMs();
        int start = 0;
        while (start < times.length) {
            int end = endOfTick(times, start);
            for (int ticks = 1; ticks < maxTicks && end < times.length; ticks++) {
                int next = endOfTick(times, end);
                if (next - start > maxSamples) {
                    break;
                }
                end = next;
            }
            long to = end == times.length ? range.toExclusiveMs() : times[end];
            TimeRange slice = new TimeRange(from, to);
            slices.add(new TimeSlice(slice, pieces(new Piece(batch, 0, batch.seriesCount(), slice), maxSamples)));
            from = to;
            start = end;
        }
        return slices;
    }

    private static int endOfTick(long[] times, int start) {
        int end = start + 1;
        while (end < times.length && times[end] == times[start]) {
            end++;
        }
        return end;
    }

    private static List<Piece> pieces(Piece slice, int maxSamples) {
        List<Piece> result = new ArrayList<>();
        ArrayDeque<Piece> todo = new ArrayDeque<>(List.of(slice));
        while (!todo.isEmpty()) {
            Piece piece = todo.pop();
            List<Piece> halves = piece.sampleCount() > maxSamples ? piece.halves(Piece.Axis.SERIES) : List.of();
            if (halves.isEmpty()) {
                result.add(piece);
            } else {
                todo.push(halves.get(1));
                todo.push(halves.get(0));
            }
        }
        return result;
    }
}
