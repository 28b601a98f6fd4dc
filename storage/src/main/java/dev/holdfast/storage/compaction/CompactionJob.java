package dev.holdfast.storage.compaction;

import dev.holdfast.storage.Damage;
import dev.holdfast.storage.SampleCursor;
import dev.holdfast.storage.TimeRange;
import dev.holdfast.storage.ValueFilter;
import dev.holdfast.storage.encoding.ChunkDecoder;
import dev.holdfast.storage.encoding.Effort;
import dev.holdfast.storage.index.SymbolTable;
import dev.holdfast.storage.io.Directory;
import dev.holdfast.storage.partition.Run;
import dev.holdfast.storage.sstable.ChunkCutter;
import dev.holdfast.storage.sstable.ChunkRef;
import dev.holdfast.storage.sstable.RunInfo;
import dev.holdfast.storage.sstable.SstableCursor;
import dev.holdfast.storage.sstable.SstableSeries;
import dev.holdfast.storage.sstable.SstableWriter;
import dev.holdfast.storage.tombstone.DeletedRanges;
import dev.holdfast.storage.tombstone.Tombstones;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Merges runs into a new sstable, a slice at a time, so that who has other duties can see to them in between.
 *
 * <p>Memory: the symbols and the postings of the result, and of each input its symbols, time columns and one series block;
 * beyond that nothing grows with the number of samples. The inputs are read twice, their index at first, to know symbols
 * and density. One thread at a time; the inputs stay live until the job is closed.
 */
public final class CompactionJob implements Closeable {
    /** Chunks that take this part of the time between two cuts are carried over as they are. */
    private static final int LONG_ENOUGH = 2;

    private final Directory directory;
    private final String name;
    private final long id;
    private final List<Run> inputs;
    private final TimeRange partition;
    private final int level;
    private final int tier;
    private final int targetSamples;
    private final Tombstones tombstones;
    private final Losses losses;
    private final ChunkDecoder decoder = new ChunkDecoder();

    private @Nullable Work work;
    private @Nullable RunInfo result;
    private boolean done;
    private long writtenBytes;
    private long cutMs;

    /** What is written, and by which way. */
    record Output(SstableWriter writer, ChunkCutter cutter, Thinning thinning) {}

    /** What there is of a job between its first slice and its last. */
    private record Work(InputSeries series, Output output, ChunkSequence chunks, SeriesTransfer transfer) {}

    /**
     * A job that is not begun.
     *
     * @param name of the file to write
     * @param id of the run to write
     * @param inputs the oldest first
     * @param partition the window of the result
     * @param level of the result, see {@link RunInfo}
     * @param tier of the result, see {@link CompactionPlan}
     * @param targetSamples see {@link ChunkCutter#windowMs}
     * @param tombstones what is deleted: it is left out, of each input what is deleted there
     * @param damages takes what cannot be read of the inputs, and is therefore not in the result
     */
    public CompactionJob(
            Directory directory,
            String name,
            long id,
            List<Run> inputs,
            TimeRange partition,
            int level,
            int tier,
            int targetSamples,
            Tombstones tombstones,
            Consumer<Damage> damages) {
        this.directory = directory;
        this.name = name;
        this.id = id;
        this.inputs = List.copyOf(inputs);
        this.partition = partition;
        this.level = level;
        this.tier = tier;
        this.targetSamples = targetSamples;
        this.tombstones = tombstones;
        this.losses = new Losses(damages);
    }

    private record Losses(Consumer<Damage> damages) implements SstableCursor.Losses {
        @Override
        public void damaged(Damage damage) {
            damages.accept(damage);
        }

        @Override
        public void unreadable(String file, IOException reason) {
            throw new UncheckedIOException(reason);
        }
    }

    /** Does the whole work. */
    public Optional<RunInfo> run() throws IOException {
        while (!step(Long.MAX_VALUE)) {
            // a slice is the whole
        }
        return result();
    }

    /**
     * Does a slice of the work; when it fails the job is over, and has left no file if the disk lets it.
     *
     * @param maxSamples copies about so many at most; the first slice reads the index of all inputs besides, the last one
     *     syncs the file
     * @return whether the work is done
     * @throws IOException when the file cannot be written, or an input not be read now: never to be taken for damage, since
     *     the inputs are deleted afterwards
     */
    public boolean step(long maxSamples) throws IOException {
        if (done) {
            throw new IllegalStateException("the job is over: " + name);
        }
        boolean sound = false;
        try {
            Work now = work;
            if (now == null) {
                now = begin();
                work = now;
            }
            done = copy(now, maxSamples) > 0;
            writtenBytes = now.output.writer().writtenBytes();
            if (done) {
                finish(now.output.writer());
            }
            sound = true;
            return done;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            if (!sound) {
                close();
            }
        }
    }

    /** What was written, or empty, and no file, when there was no sample left. */
    public Optional<RunInfo> result() {
        return Optional.ofNullable(result);
    }

    /** Bytes written so far; they take room on the disk until the job is closed or its result is live. */
    public long writtenBytes() {
        return writtenBytes;
    }

    /** The runs that are merged. */
    public List<Run> inputs() {
        return inputs;
    }

    private Work begin() throws IOException {
        Set<String> symbols = new TreeSet<>();
        cutMs = survey(symbols);
        Effort effort = level == RunInfo.LEVEL_DENSE ? Effort.SEALED : Effort.YOUNG;
        InputSeries series = new InputSeries(inputs, losses);
        SstableWriter writer =
                new SstableWriter(directory, name, id, partition, level, tier, effort, SymbolTable.of(symbols));
        ChunkCutter cutter = new ChunkCutter(writer, partition, cutMs);
        boolean again = inputs.stream().anyMatch(input -> input.info().tier() > 0);
        Output output = new Output(writer, cutter, Thinning.of(tier, again, writer, cutter));
        ChunkSequence chunks = new ChunkSequence(losses);
        return new Work(series, output, chunks, new SeriesTransfer(output, chunks));
    }

    /** Collects the symbols of all inputs; the distance of cuts that suits the densest series of any of them. */
    private long survey(Set<String> symbols) throws IOException {
        long window = partition.lengthMs();
        InputSeries all = new InputSeries(inputs, losses);
        for (List<SstableSeries> of = all.next(); !of.isEmpty(); of = all.next()) {
            of.get(0).labels().forEach((label, value) -> {
                symbols.add(label);
                symbols.add(value);
            });
            long steps = 0;
            long spanMs = 0; // without what lies between the inputs, so that a gap does not make a series look sparse
            for (SstableSeries series : of) {
                for (int i = 0; i < series.chunkCount(); i++) {
                    steps += series.chunk(i).count();
                }
                steps--;
                spanMs += series.chunkCount() == 0 ? 0 : span(series).lengthMs() - 1;
            }
            window = Math.min(window, ChunkCutter.windowMs(partition, targetSamples, steps, spanMs));
        }
        return window;
    }

    private static TimeRange span(SstableSeries series) {
        ChunkRef last = series.chunk(series.chunkCount() - 1);
        return new TimeRange(series.chunk(0).minTimestampMs(), last.maxTimestampMs() + 1);
    }

    /** Copies samples; how many of the allowed ones are left when all are copied, else 0. */
    private long copy(Work work, long maxSamples) throws IOException {
        long left = maxSamples;
        while (left > 0) {
            if (!work.transfer.isUnderWay() && !beginSeries(work)) {
                return left;
            }
            left -= work.transfer.next();
        }
        return 0;
    }

    /** Goes on to the next series of the inputs; false after the last. */
    private boolean beginSeries(Work work) throws IOException {
        List<SstableSeries> of = work.series.next();
        if (of.isEmpty()) {
            return false;
        }
        SeriesTransfer.Begin begin = () -> {
            work.output.writer().beginSeries(of.get(0).labels());
            work.output.thinning().begin(of, this::deletedOf, losses);
        };
        boolean whole = of.stream().allMatch(part -> deletedOf(part).isEmpty());
        if (whole && work.chunks.begin(of)) {
            work.transfer.open(this::isDense, begin);
        } else {
            work.transfer.open(merged(of), begin);
        }
        return true;
    }

    /** Whether the chunks that an input has of a series are nearly as long and dense as those that would be made of them. */
    private boolean isDense(SstableSeries part) {
        if (level < RunInfo.LEVEL_DENSE || tier > 0 || inputOf(part).info().level() < RunInfo.LEVEL_DENSE) {
            return false;
        }
        return span(part).lengthMs() * LONG_ENOUGH >= part.chunkCount() * cutMs;
    }

    /** All samples of a series: what is to be left out of the result is left out here. */
    private SampleCursor merged(List<SstableSeries> oldestFirst) {
        List<CursorPart> parts = new ArrayList<>(oldestFirst.size());
        for (SstableSeries series : oldestFirst) {
            if (series.chunkCount() > 0) {
                parts.add(new CursorPart(
                        span(series),
                        any -> SstableCursor.live(
                                series, Long.MIN_VALUE, Long.MAX_VALUE, losses, deletedOf(series), decoder),
                        null));
            }
        }
        return CursorPart.join(parts, ValueFilter.ANY);
    }

    private DeletedRanges deletedOf(SstableSeries series) {
        return tombstones.deleted(inputOf(series).info().id(), series.labels());
    }

    private Run inputOf(SstableSeries series) {
        for (Run input : inputs) {
            if (input.reader() == series.reader()) {
                return input;
            }
        }
        throw new IllegalStateException("a series of no input: " + series.labels());
    }

    private void finish(SstableWriter writer) throws IOException {
        if (!writer.isEmpty()) {
            List<Long> replaces = new ArrayList<>();
            inputs.forEach(input -> replaces.add(input.info().id()));
            result = writer.finish(replaces);
            writtenBytes = writer.writtenBytes();
        }
        close();
    }

    /** Ends the job; what it wrote is deleted unless it was finished. */
    @Override
    public void close() throws IOException {
        done = true;
        Work now = work;
        work = null;
        try {
            if (now != null) {
                now.output.writer().close();
            }
        } finally {
            if (result == null && now != null) {
                directory.deleteIfExists(name);
            }
        }
    }
}
