package dev.holdfast.forwarder;

import dev.holdfast.forwarder.batch.Batch;
import dev.holdfast.forwarder.batch.Piece;
import dev.holdfast.storage.SampleCursor;
import dev.holdfast.storage.Series;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.TimeRange;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Streams a band of old data series by series from a snapshot that it keeps: each chunk on disk is decoded once, the
 * labels of a series are sent once for many samples, and memory holds one request. The band is complete at its end.
 */
final class BandSource implements PieceSource {
    private final Snapshot snapshot;
    private final TimeRange range;
    private final Batch batch;
    private final int pieceSamples;
    private final SampleFilter filter;
    private final Iterator<Series> series;
    private @Nullable Series current;
    private @Nullable SampleCursor cursor; // on a sample that was not given yet
    private long omitted;

    /**
     * Begins a band.
     *
     * @param snapshot belongs to the source from now on, which closes it
     * @param batch belongs to the source from now on
     * @param pieceSamples samples in a piece, at most
     * @param filter what is given
     */
    BandSource(Snapshot snapshot, TimeRange range, Batch batch, int pieceSamples, SampleFilter filter) {
        this.snapshot = snapshot;
        this.range = range;
        this.batch = batch;
        this.pieceSamples = pieceSamples;
        this.filter = filter;
        this.series = snapshot.select(List.of(), range).iterator();
    }

    @Override
    public TimeRange range() {
        return range;
    }

    @Override
    public boolean advance() {
        batch.clear();
        if (cursor != null && current != null) {
            batch.beginSeries(current.labels()); // the rest of a series that did not fit
        }
        while (batch.sampleCount() < pieceSamples) {
            if (cursor == null && !nextSeries()) {
                break;
            }
            if (cursor != null) {
                batch.add(cursor.timestampMs(), cursor.valueBits());
                cursor = nextOf(cursor) ? cursor : null;
            }
        }
        return batch.sampleCount() > 0;
    }

    private boolean nextSeries() {
        while (series.hasNext()) {
            Series next = series.next();
            SampleCursor samples = next.samples(range.fromInclusiveMs(), range.toExclusiveMs());
            if (nextOf(samples)) {
                current = next;
                cursor = samples;
                batch.beginSeries(next.labels());
                return true;
            }
        }
        return false;
    }

    /** Moves to the next sample that is given. */
    private boolean nextOf(SampleCursor samples) {
        while (samples.next()) {
            if (filter.test(samples.timestampMs(), samples.valueBits())) {
                return true;
            }
            omitted++;
        }
        return false;
    }

    @Override
    public long omitted() {
        return omitted;
    }

    @Override
    public Piece piece() {
        return Piece.whole(batch);
    }

    @Override
    public @Nullable TimeRange completes() {
        return null;
    }

    @Override
    public TimeRange remainder() {
        return range;
    }

    @Override
    public boolean isWhole() {
        return snapshot.failedReads() == 0;
    }

    @Override
    public void close() {
        snapshot.close();
    }
}
