package dev.holdfast.storage.compaction;

import dev.holdfast.storage.Damage;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SampleCursor;
import dev.holdfast.storage.TimeRange;
import dev.holdfast.storage.encoding.Effort;
import dev.holdfast.storage.io.Directory;
import dev.holdfast.storage.partition.Run;
import dev.holdfast.storage.sstable.ChunkCutter;
import dev.holdfast.storage.sstable.RunInfo;
import dev.holdfast.storage.sstable.SstableCursor;
import dev.holdfast.storage.sstable.SstableSeries;
import dev.holdfast.storage.sstable.SstableWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Merges runs of one partition into a new sstable. Memory: the index entries of the inputs and one chunk. One thread.
 */
public final class CompactionJob {
    private final Directory directory;
    private final List<Run> inputs;
    private final TimeRange partition;
    private final int level;
    private final Consumer<Damage> damages;
    private final Losses losses = new Losses();

    /**
     * A job that is not begun.
     *
     * @param inputs the oldest first; held by the caller
     * @param damages takes what cannot be read of the inputs, and is therefore not in the result
     */
    public CompactionJob(
            Directory directory, List<Run> inputs, TimeRange partition, int level, Consumer<Damage> damages) {
        this.directory = directory;
        this.inputs = List.copyOf(inputs);
        this.partition = partition;
        this.level = level;
        this.damages = damages;
    }

    /** The series of one input, in order, and where in them we are. */
    private static final class Source {
        final List<SstableSeries> series;
        int next;

        Source(List<SstableSeries> series) {
            this.series = series;
        }

        @Nullable
        SstableSeries head() {
            return next < series.size() ? series.get(next) : null;
        }
    }

    /**
     * Writes and syncs the merged sstable under a name.
     *
     * @return what was written, or empty, and no file, when there is no sample left
     * @throws IOException when it cannot be written, or an input not be read now: never to be taken for damage, since the
     *     inputs are deleted afterwards
     */
    public Optional<RunInfo> run(String name, long id) throws IOException {
        List<Source> sources = new ArrayList<>();
        for (Run input : inputs) {
            try {
                sources.add(new Source(input.reader().select(List.of(), TimeRange.ALL, damages)));
            } catch (dev.holdfast.storage.CorruptionException e) {
                damages.accept(e.damage());
            }
        }
        Effort effort = level == RunInfo.LEVEL_SEALED ? Effort.SEALED : Effort.YOUNG;
        boolean written = false;
        try (SstableWriter writer = new SstableWriter(directory, name, id, partition, level, effort)) {
            merge(sources, writer);
            if (!writer.isEmpty()) {
                List<Long> replaces = new ArrayList<>();
                inputs.forEach(input -> replaces.add(input.info().id()));
                RunInfo info = writer.finish(replaces);
                written = true;
                return Optional.of(info);
            }
            return Optional.empty();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            if (!written) {
                directory.deleteIfExists(name);
            }
        }
    }

    private final class Losses implements SstableCursor.Losses {
        @Override
        public void damaged(Damage damage) {
            damages.accept(damage);
        }

        @Override
        public void unreadable(String file, IOException reason) {
            throw new UncheckedIOException(reason);
        }
    }

    private void merge(List<Source> sources, SstableWriter writer) throws IOException {
        ChunkCutter cutter = new ChunkCutter(writer, partition, windowMs(sources));
        Labels labels = smallest(sources);
        while (labels != null) {
            List<SampleCursor> cursors = new ArrayList<>(sources.size());
            for (Source source : sources) {
                SstableSeries head = source.head();
                if (head != null && head.labels().equals(labels)) {
                    cursors.add(new SstableCursor(head, Long.MIN_VALUE, Long.MAX_VALUE, losses));
                    source.next++;
                }
            }
            SampleCursor cursor = MergeCursor.of(cursors);
            if (cursor.next()) { // a series whose chunks are all damaged has nothing
                writer.beginSeries(labels);
                do {
                    cutter.add(cursor.timestampMs(), cursor.valueBits());
                } while (cursor.next());
                cutter.endSeries();
            }
            labels = smallest(sources);
        }
    }

    private static @Nullable Labels smallest(List<Source> sources) {
        Labels smallest = null;
        for (Source source : sources) {
            SstableSeries head = source.head();
            if (head != null && (smallest == null || head.labels().compareTo(smallest) < 0)) {
                smallest = head.labels();
            }
        }
        return smallest;
    }

    /** The distance of cuts that suits the densest series of any input. */
    private long windowMs(List<Source> sources) {
        long window = partition.lengthMs();
        for (Source source : sources) {
            for (SstableSeries series : source.series) {
                long samples = 0;
                for (int i = 0; i < series.chunkCount(); i++) {
                    samples += series.chunk(i).count();
                }
                long span = series.chunk(series.chunkCount() - 1).maxTimestampMs()
                        - series.chunk(0).minTimestampMs();
                window = Math.min(window, ChunkCutter.windowMs(partition, samples, span));
            }
        }
        return window;
    }
}
