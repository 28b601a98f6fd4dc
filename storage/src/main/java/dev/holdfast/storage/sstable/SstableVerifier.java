package dev.holdfast.storage.sstable;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.Damage;
import dev.holdfast.storage.Finding;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.Loss;
import dev.holdfast.storage.SeriesMatcher;
import dev.holdfast.storage.TimeRange;
import dev.holdfast.storage.encoding.ChunkDecoder;
import dev.holdfast.storage.encoding.RollupDecoder;
import dev.holdfast.storage.encoding.RollupRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads an sstable whole and holds what it says of itself against what is in it: order, times, statistics, bloom filter,
 * postings, counts. Each piece that cannot be read is one finding, with what it costs. Reads only; one thread.
 */
public final class SstableVerifier {
    private final SstableReader reader;
    private final RunInfo expected;
    private final Consumer<Finding> findings;
    private final BlockLosses lost = new BlockLosses();
    private final Set<Damage> indexDamages = new HashSet<>();
    private final List<Damage> blocks = new ArrayList<>(); // series blocks that cannot be read
    private final SstableCursor.Losses losses = new SstableCursor.Losses() {
        @Override
        public void damaged(Damage damage) {
            blocks.add(damage);
        }

        @Override
        public void unreadable(String file, IOException reason) {
            find("cannot be read: " + reason.getMessage());
        }
    };
    private final ReadTally tally = new ReadTally();
    private final ChunkDecoder decoder = new ChunkDecoder();
    private final RollupDecoder rowDecoder = new RollupDecoder();
    private final RollupRows rows = new RollupRows();
    private final RollupVerifier rollups;
    private final long[] values = new long[SstableFormat.MAX_CHUNK_SAMPLES];

    /**
     * Over a reader that stays the caller's.
     *
     * @param expected what the manifest says of the file
     * @param findings takes what is wrong
     */
    public SstableVerifier(SstableReader reader, RunInfo expected, Consumer<Finding> findings) {
        this.reader = reader;
        this.rollups = new RollupVerifier(reader);
        this.expected = expected;
        this.findings = findings;
    }

    /** Checks everything; the number of samples that could be read. */
    public long verify() throws IOException {
        verifyProperties();
        SeriesScan all;
        try {
            all = reader.scan();
        } catch (CorruptionException e) {
            Loss whole = new Loss(expected.sampleCount(), expected.seriesCount(), expected.range());
            findings.accept(new Finding(e.damage(), whole));
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
            samples += verifySeries(series);
            verifyIndex(series);
            for (int i = 0; i < series.chunkCount(); i++) {
                stated += series.chunk(i).count();
            }
            seriesCount++;
        }
        lost.findings().forEach(findings);
        verifyCounts(seriesCount, stated);
        return samples;
    }

    private void verifyProperties() throws IOException {
        try {
            RunInfo own = reader.readInfo();
            if (!own.equals(expected)) {
                find("is not the file that the manifest means: " + own + " instead of " + expected);
            }
        } catch (CorruptionException e) {
            reportIndex(e.damage());
        }
    }

    /** What lies in series blocks that cannot be read is the difference to what the manifest counts. */
    private void verifyCounts(int seriesCount, long stated) {
        int missingSeries = expected.seriesCount() - seriesCount;
        long missingSamples = expected.sampleCount() - stated;
        for (Damage block : blocks) {
            Loss loss = blocks.size() == 1
                    ? new Loss(missingSamples, missingSeries, expected.range())
                    : Loss.unknown(expected.range());
            findings.accept(new Finding(block, loss));
        }
        if (blocks.isEmpty() && missingSeries != 0) {
            find("expected " + expected.seriesCount() + " series, found " + seriesCount);
        }
        if (blocks.isEmpty() && missingSamples != 0) {
            find("expected " + expected.sampleCount() + " samples, found " + stated);
        }
    }

    private long verifySeries(SstableSeries series) throws IOException {
        long last = Long.MIN_VALUE;
        long samples = 0;
        boolean whole = true;
        if (hasRows()) {
            rollups.begin(series);
        }
        for (int i = 0; i < series.chunkCount(); i++) {
            ChunkRef chunk = series.chunk(i);
            try {
                long[] times = reader.readTimestamps(chunk, tally);
                reader.readValues(chunk, decoder, values, tally);
                for (long time : times) {
                    if (time <= last || !expected.partition().contains(time)) {
                        find(series.labels() + ": time " + time + " is out of order or out of the partition");
                        whole = false;
                        break;
                    }
                    last = time;
                }
                if (!chunk.stats().agreesWith(ChunkStats.of(values, 0, chunk.count()))) {
                    find(series.labels() + ": statistics of chunk " + i + " are not those of its values");
                }
                samples += chunk.count();
                if (whole && hasRows()) {
                    rollups.add(times, values, times.length);
                }
            } catch (CorruptionException e) {
                whole = false;
                lost.add(e.damage(), series.labels(), chunk);
            }
        }
        if (expected.tier() > 0) {
            verifyRowsOfThinned(series);
        } else if (whole) {
            verifyRollups(series);
        }
        return samples;
    }

    private boolean hasRows() throws IOException {
        return expected.isSealed() && expected.tier() == 0 && reader.version() > 1;
    }

    /** Rows can be made again where all samples are there, so they cost nothing; young runs have none, nor had version 1. */
    private void verifyRollups(SstableSeries series) throws IOException {
        try {
            if (hasRows() && !rollups.matches()) {
                find(series.labels() + ": rows of the rollups are not those of its samples");
            }
        } catch (CorruptionException e) {
            reportIndex(e.damage());
        }
    }

    /** All that is left of the samples that gave way to them. */
    private void verifyRowsOfThinned(SstableSeries series) throws IOException {
        for (RollupRef ref : series.rollups()) {
            try {
                reader.readRows(ref, rowDecoder, rows, tally);
            } catch (CorruptionException e) {
                if (indexDamages.add(e.damage())) {
                    findings.accept(new Finding(e.damage(), Loss.unknown(expected.range())));
                }
            }
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
        } catch (CorruptionException e) {
            reportIndex(e.damage());
        }
        ChunkRef first = series.chunk(0);
        TimeRange range = new TimeRange(first.minTimestampMs(), first.maxTimestampMs() + 1);
        List<Damage> damages = new ArrayList<>();
        List<SstableSeries> found = reader.select(matchers, range, tally, damages::add);
        // A series block that cannot be read is reported with what it costs; here only the postings are looked at.
        if (found.stream().noneMatch(other -> other.labels().equals(series.labels()))) {
            find("the postings do not lead to " + series.labels());
        }
        for (Damage damage : damages) {
            if (damage.offset() == reader.postingsOffset()) {
                reportIndex(damage);
            }
        }
    }

    /** Damage that costs no sample: the manifest, a look at all series, or the samples stand in for what it hits. */
    private void reportIndex(Damage damage) {
        if (indexDamages.add(damage)) {
            findings.accept(new Finding(damage, Loss.NONE));
        }
    }

    private void find(String what) {
        findings.accept(Finding.of(reader.name(), what));
    }
}
