package dev.holdfast.forwarder.batch;

import dev.holdfast.storage.TimeRange;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A cut through a batch: some neighbouring series, some stretch of time. What one request holds. Copies nothing, so it is
 * valid until its batch is cleared.
 *
 * @param batch where the samples are
 * @param fromSeries index of the first series
 * @param toSeries one after the index of the last
 * @param range samples inside it belong to the piece
 */
public record Piece(Batch batch, int fromSeries, int toSeries, TimeRange range) {
    /** Along which direction to cut first. */
    public enum Axis {
        /** Series from series. */
        SERIES,
        /** Earlier from later. */
        TIME
    }

    /** All of a batch. */
    public static Piece whole(Batch batch) {
        return new Piece(batch, 0, batch.seriesCount(), TimeRange.ALL);
    }

    /** Index of the first sample of a series that belongs to this piece. */
    public int firstSample(int series) {
        return batch.firstAtOrAfter(series, range.fromInclusiveMs());
    }

    /** One after the index of the last sample of a series that belongs to this piece. */
    public int endSample(int series) {
        return range.toExclusiveMs() == Long.MAX_VALUE
                ? batch.end(series)
                : batch.firstAtOrAfter(series, range.toExclusiveMs());
    }

    /** Number of samples. Cost: a binary search a series. */
    public int sampleCount() {
        int count = 0;
        for (int series = fromSeries; series < toSeries; series++) {
            count += endSample(series) - firstSample(series);
        }
        return count;
    }

    /** The times of all samples, sorted, repeated as often as they occur. */
    public long[] timestampsMs() {
        long[] times = new long[sampleCount()];
        int n = 0;
        for (int series = fromSeries; series < toSeries; series++) {
            int end = endSample(series);
            for (int sample = firstSample(series); sample < end; sample++) {
                times[n++] = batch.timestampMs(sample);
            }
        }
        Arrays.sort(times);
        return times;
    }

    /** Two pieces of about half the samples each, the earlier one first; empty when there is one sample or none. */
    public List<Piece> halves(Axis preferred) {
        List<Piece> first = preferred == Axis.TIME ? halvesInTime() : halvesInSeries();
        return !first.isEmpty() ? first : preferred == Axis.TIME ? halvesInSeries() : halvesInTime();
    }

    /** Two pieces with about half the samples each, the earlier one first; empty when all have the same time. */
    public List<Piece> halvesInTime() {
        long[] times = timestampsMs();
        if (times.length < 2 || times[0] == times[times.length - 1]) {
            return List.of();
        }
        long middle = times[times.length / 2];
        if (middle == times[0]) {
            int next = times.length / 2;
            while (times[next] == middle) {
                next++;
            }
            middle = times[next];
        }
        return List.of(
                new Piece(batch, fromSeries, toSeries, new TimeRange(range.fromInclusiveMs(), middle)),
                new Piece(batch, fromSeries, toSeries, new TimeRange(middle, range.toExclusiveMs())));
    }

    /**
     * A few single series out of it, far from each other: to learn from little whether an upstream has all of it. Only the
     * repetition of a series that it has newer samples of says so: its newest sample it takes twice. So these are series
     * that go on in what was loaded together; any, where none does.
     *
     * @param loaded the stretch that was loaded together
     */
    public List<Piece> probes(TimeRange loaded) {
        int[] filled = IntStream.range(fromSeries, toSeries)
                .filter(series -> endSample(series) > firstSample(series))
                .toArray();
        int[] goingOn = IntStream.of(filled)
                .filter(series -> endSample(series) < batch.end(series)
                        && batch.timestampMs(endSample(series)) < loaded.toExclusiveMs())
                .toArray();
        int[] chosen = goingOn.length > 0 ? goingOn : filled;
        return IntStream.of(0, chosen.length / 2, chosen.length - 1)
                .distinct()
                .mapToObj(i -> new Piece(batch, chosen[i], chosen[i] + 1, range))
                .toList();
    }

    private List<Piece> halvesInSeries() {
        int half = (sampleCount() + 1) / 2;
        int count = 0;
        int cut = -1; // the first boundary past the middle that has samples on both sides, else the last one before
        for (int series = fromSeries; series < toSeries; series++) {
            int samples = endSample(series) - firstSample(series);
            if (samples == 0) {
                continue;
            }
            if (count > 0) {
                cut = series;
                if (count >= half) {
                    break;
                }
            }
            count += samples;
        }
        return cut < 0
                ? List.of()
                : List.of(new Piece(batch, fromSeries, cut, range), new Piece(batch, cut, toSeries, range));
    }
}
