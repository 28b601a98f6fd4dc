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
    private final ReadTally tally = new ReadTally();
    private final ChunkDecoder decoder = new ChunkDecoder();
    private final long[] values = new long[SstableFormat.MAX_CHUNK_SAMPLES];

    /** Over a reader that stays the caller's; each finding goes to the consumer. */
    public SstableVerifier(SstableReader reader, Consumer<Damage> findings) {
        this.reader = reader;
        this.findings = findings;
    }

    /** Checks everything; the number of samples that could be read. */
    public long verify() throws IOException {
        List<SstableSeries> all;
        RunInfo info;
        try {
            info = reader.readInfo();
            all = reader.select(List.of(), TimeRange.ALL);
        } catch (CorruptionException e) {
            findings.accept(e.damage());
            return 0;
        }
        long samples = 0;
        @Nullable Labels before = null;
        for (SstableSeries series : all) {
            if (before != null && before.compareTo(series.labels()) >= 0) {
                find("series out of order: " + series.labels());
            }
            before = series.labels();
            samples += verifySeries(series, info.partition());
            verifyIndex(series);
        }
        if (all.size() != info.seriesCount()) {
            find("expected " + info.seriesCount() + " series, found " + all.size());
        }
        long stated = 0;
        for (SstableSeries series : all) {
            for (int i = 0; i < series.chunkCount(); i++) {
                stated += series.chunk(i).count();
            }
        }
        if (stated != info.sampleCount()) {
            find("expected " + info.sampleCount() + " samples, found " + stated);
        }
        return samples;
    }

    private long verifySeries(SstableSeries series, TimeRange partition) throws IOException {
        long last = Long.MIN_VALUE;
        long samples = 0;
        for (int i = 0; i < series.chunkCount(); i++) {
            ChunkRef chunk = series.chunk(i);
            try {
                long[] times = reader.readTimestamps(chunk, tally);
                reader.readValues(chunk, decoder, values, tally);
                for (long time : times) {
                    if (time <= last || !partition.contains(time)) {
                        find(series.labels() + ": time " + time + " is out of order or out of the partition");
                        break;
                    }
                    last = time;
                }
                if (!ChunkStats.of(values, 0, chunk.count()).sameAs(chunk.stats())) {
                    find(series.labels() + ": statistics of chunk " + i + " are not those of its values");
                }
                samples += chunk.count();
            } catch (CorruptionException e) {
                findings.accept(new Damage(
                        e.damage().file(),
                        e.damage().offset(),
                        e.damage().what() + "; " + chunk.count() + " samples of " + series.labels() + " are lost"));
            }
        }
        return samples;
    }

    /** Looks the series up by each of its labels. */
    private void verifyIndex(SstableSeries series) throws IOException {
        List<SeriesMatcher> matchers = series.labels().names().stream()
                .map(name -> SeriesMatcher.equal(name, series.labels().get(name)))
                .toList();
        try {
            if (!reader.mayMatch(matchers, tally)) {
                find("the bloom filter denies " + series.labels());
            }
            if (reader.select(matchers, TimeRange.ALL).stream()
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
