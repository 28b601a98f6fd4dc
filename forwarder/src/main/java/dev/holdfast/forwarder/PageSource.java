package dev.holdfast.forwarder;

import dev.holdfast.forwarder.batch.Batch;
import dev.holdfast.forwarder.batch.Piece;
import dev.holdfast.forwarder.batch.TimeSlice;
import dev.holdfast.storage.SampleCursor;
import dev.holdfast.storage.Series;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.TimeRange;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a short interval whole into memory, lets go of the snapshot, and gives it tick by tick.
 *
 * <p>For the lanes whose order is time: an upstream then has everything up to some tick, and the ledger follows request by
 * request. A crash leaves one request in doubt rather than an interval, which matters to a strict receiver: it takes its
 * newest sample a second time, but refuses older ones.
 */
final class PageSource implements PieceSource {
    /** So many ticks may be in doubt after a crash, and are looked at one by one when the upstream is strict. */
    static final int TICKS_MAX = 16;

    private final TimeRange range;
    private final List<TimeSlice> slices;
    private final boolean whole;
    private final long omitted;
    private int slice = -1;
    private int piece;

    private PageSource(TimeRange range, List<TimeSlice> slices, boolean whole, long omitted) {
        this.range = range;
        this.slices = slices;
        this.whole = whole;
        this.omitted = omitted;
    }

    /**
     * Reads as much of a range, from its beginning, as fits: all of it, or a half, or a quarter, ...; a single millisecond
     * fits always. Where that is not all there is, the page ends with the last slice that is full, so that a slice that
     * is sent again by another process is no shorter than before.
     *
     * @param more whether there is more to be sent right after the range
     * @param batch cleared and filled; belongs to the source from then on
     * @param pageSamples what fits
     * @param pieceSamples samples in a piece, at most
     * @param filter what is given
     */
    static PageSource read(
            Supplier<Snapshot> snapshots,
            TimeRange range,
            boolean more,
            Batch batch,
            int pageSamples,
            int pieceSamples,
            SampleFilter filter) {
        try (Snapshot snapshot = snapshots.get()) {
            TimeRange part = range;
            long omitted = fill(snapshot, part, batch, pageSamples, filter);
            while (omitted < 0) {
                part = new TimeRange(part.fromInclusiveMs(), part.fromInclusiveMs() + part.lengthMs() / 2);
                omitted = fill(snapshot, part, batch, pageSamples, filter);
            }
            boolean whole = snapshot.failedReads() == 0;
            List<TimeSlice> slices = TimeSlice.cut(batch, part, pieceSamples, TICKS_MAX);
            boolean cut = more || part.toExclusiveMs() < range.toExclusiveMs();
            if (!cut || slices.size() < 2) {
                return new PageSource(part, slices, whole, omitted);
            }
            List<TimeSlice> full = slices.subList(0, slices.size() - 1);
            long toMs = full.get(full.size() - 1).range().toExclusiveMs();
            return new PageSource(new TimeRange(part.fromInclusiveMs(), toMs), full, whole, omitted);
        }
    }

    /** Fills the batch; the number of samples that are not given, or -1 when there are too many that are. */
    private static long fill(Snapshot snapshot, TimeRange range, Batch batch, int pageSamples, SampleFilter filter) {
        long omitted = 0;
        batch.clear();
        for (Series series : snapshot.select(List.of(), range)) {
            batch.beginSeries(series.labels());
            SampleCursor cursor = series.samples(range.fromInclusiveMs(), range.toExclusiveMs());
            while (cursor.next()) {
                if (!filter.test(cursor.timestampMs(), cursor.valueBits())) {
                    omitted++;
                    continue;
                }
                if (batch.sampleCount() >= pageSamples && range.lengthMs() > 1) {
                    return -1;
                }
                batch.add(cursor.timestampMs(), cursor.valueBits());
            }
        }
        return omitted;
    }

    @Override
    public long omitted() {
        return omitted;
    }

    @Override
    public TimeRange range() {
        return range;
    }

    @Override
    public boolean isWhole() {
        return whole;
    }

    @Override
    public boolean advance() {
        if (slice >= 0 && piece + 1 < slices.get(slice).pieces().size()) {
            piece++;
            return true;
        }
        slice++;
        piece = 0;
        return slice < slices.size();
    }

    @Override
    public Piece piece() {
        return slices.get(slice).pieces().get(piece);
    }

    @Override
    public @Nullable TimeRange completes() {
        TimeSlice current = slices.get(slice);
        return piece + 1 == current.pieces().size() ? current.range() : null;
    }

    @Override
    public TimeRange remainder() {
        return slices.isEmpty() ? range : new TimeRange(range.toExclusiveMs(), range.toExclusiveMs());
    }

    @Override
    public void close() {}
}
