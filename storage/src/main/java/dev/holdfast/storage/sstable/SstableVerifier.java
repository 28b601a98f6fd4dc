package dev.holdfast.storage.sstable;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.Damage;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SeriesMatcher;
import dev.holdfast.storage.TimeRange;
import dev.holdfast.storage.encoding.ChunkDecoder;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads an sstable whole and holds what it says of itself against what is in it: order, times, statistics, bloom filter,
 * postings, counts. Reads only; one thread.
 */
public final class SstableVerifier {
    private final SstableReader reader;
    private final Consumer<Damage> findings;
    private final SstableCursor.Losses losses = new SstableCursor.Losses() {
        @Override
        public void damaged(Damage damage) {
            findings.accept(damage);
        }

        @Override
        public void unreadable(String file, IOException reason) {
            findings.accept(new Damage(file, -1, "cannot be read: " + reason.getMessage()));
        }
    };
    private final ReadTally tally = new ReadTally();
    private final ChunkDecoder decoder = new ChunkDecoder();
    private final RollupVerifier rollups;
    private final long[] values = new long[SstableFormat.MAX_CHUNK_SAMPLES];

    /** Over a reader that stays the caller's; each finding goes to the consumer. */
    public SstableVerifier(SstableReader reader, Consumer<Damage> findings) {
        this.reader = reader;
        this.rollups = new RollupVerifier(reader);
        this.findings = findings;
    }

    /** Checks everything; the number of samples that could be read. */
    public long verify() throws IOException {
        SeriesScan all;
        RunInfo info;
        try {
            info = reader.readInfo();
            all = reader.scan();
        } catch (CorruptionException e) {
            findings.accept(e.damage());
            return 0;
        }
        long samples = 0;
        long stated = 0;
        int seriesCount = 0;
        @Nullable Labels before = null;
        for (SstableSeries series = all.next(losses); series != null; series = all.next(losses)) {
            if (before != null && before.compareTo(series.labels()) >= 0) {
                find("series out of order: " + series.labels());
            }
            before = series.labels();
            samples += verifySeries(series, info);
            verifyIndex(series);
            for (int i = 0; i < series.chunkCount(); i++) {
                stated += series.chunk(i).count();
            }
            seriesCount++;
        }
        if (seriesCount != info.seriesCount()) {
            find("expected " + info.seriesCount() + " series, found " + seriesCount);
        }
        if (stated != info.sampleCount()) {
            find("expected " + info.sampleCount() + " samples, found " + stated);
        }
        return samples;
    }

    private long verifySeries(SstableSeries series, RunInfo info) throws IOException {
        long last = Long.MIN_VALUE;
        long samples = 0;
        boolean whole = true;
        rollups.begin();
        for (int i = 0; i < series.chunkCount(); i++) {
            ChunkRef chunk = series.chunk(i);
            try {
                long[] times = reader.readTimestamps(chunk, tally);
                reader.readValues(chunk, decoder, values, tally);
                for (long time : times) {
                    if (time <= last || !info.partition().contains(time)) {
                        find(series.labels() + ": time " + time + " is out of order or out of the partition");
                        break;
                    }
                    last = time;
                }
                if (!chunk.stats().agreesWith(ChunkStats.of(values, 0, chunk.count()))) {
                    find(series.labels() + ": statistics of chunk " + i + " are not those of its values");
                }
                samples += chunk.count();
                for (int j = 0; j < times.length; j++) {
                    rollups.add(times[j], values[j]);
                }
            } catch (CorruptionException e) {
                whole = false;
                findings.accept(new Damage(
                        e.damage().file(),
                        e.damage().offset(),
                        e.damage().what() + "; " + chunk.count() + " samples of " + series.labels() + " are lost"));
            }
        }
        if (whole) {
            verifyRollups(series, info);
        }
        return samples;
    }

    /** Rows can be made again where all samples are there; young runs have none, nor had version 1. */
    private void verifyRollups(SstableSeries series, RunInfo info) throws IOException {
        boolean hasRows = info.level() >= RunInfo.LEVEL_SEALED && info.tier() == 0 && reader.version() > 1;
        try {
            if (hasRows && !rollups.matches(series)) {
                find(series.labels() + ": rows of the rollups are not those of its samples");
            }
        } catch (CorruptionException e) {
            findings.accept(new Damage(
                    e.damage().file(), e.damage().offset(), e.damage().what() + "; rollups of " + series.labels()));
        }
    }

    /** Looks the series up by each of its labels. */
    private void verifyIndex(SstableSeries series) throws IOException {
        if (series.chunkCount() == 0) {
            find("no chunks: " + series.labels());
            return;
        }
        List<SeriesMatcher> matchers = series.labels().names().stream()
                .map(name -> SeriesMatcher.equal(name, series.labels().get(name)))
                .toList();
        try {
            if (!reader.mayMatch(matchers, tally)) {
                find("the bloom filter denies " + series.labels());
            }
            ChunkRef first = series.chunk(0);
            TimeRange range = new TimeRange(first.minTimestampMs(), first.maxTimestampMs() + 1);
            if (reader.select(matchers, range).stream()
                    .noneMatch(found -> found.labels().equals(series.labels()))) {
                find("the postings do not lead to " + series.labels());
            }
        } catch (CorruptionException e) {
            findings.accept(e.damage());
        }
    }

    private void find(String what) {
        findings.accept(new Damage(reader.name(), -1, what));
    }
}
