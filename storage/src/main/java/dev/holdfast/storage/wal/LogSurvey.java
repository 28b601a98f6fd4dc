package dev.holdfast.storage.wal;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.Damage;
import dev.holdfast.storage.Finding;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.Loss;
import dev.holdfast.storage.TimeRange;
import dev.holdfast.storage.io.ReadableFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads the segments of a log, in ascending order, and says what is wrong in them. How many samples were in bytes that
 * cannot be read nobody knows; that they lay between the ticks before and after is known. Reads only; one thread.
 */
public final class LogSurvey implements WalDecoder.Visitor {
    private final SegmentReader reader = new SegmentReader();
    private final Consumer<Finding> findings;
    private final Map<Labels, Integer> refs = new HashMap<>();
    private final List<Damage> open = new ArrayList<>(); // damage whose next tick was not met yet
    private long lastTickMs = Long.MIN_VALUE;
    private int segments;
    private long samples;

    /** Each finding goes to the consumer. */
    public LogSurvey(Consumer<Finding> findings) {
        this.findings = findings;
    }

    /** Reads the next segment. */
    public void read(ReadableFile file, long segment) throws IOException {
        segments++;
        WalDecoder decoder = new WalDecoder(file.name(), this);
        try {
            reader.read(file, segment, decoder);
        } catch (CorruptionException e) {
            damage(e.damage());
        }
        decoder.end();
    }

    /** To be called after the last segment. */
    public void end() {
        report(new TimeRange(0, 0));
    }

    /** Segments read. */
    public int segments() {
        return segments;
    }

    /** Samples in the ticks that could be read. */
    public long samples() {
        return samples;
    }

    @Override
    public int series(Labels labels) {
        return refs.computeIfAbsent(labels, known -> refs.size());
    }

    @Override
    public void row(int[] rowRefs, int count, long timestampMs, long[] valueBits) {
        samples += count;
        if (!open.isEmpty()) {
            boolean between = lastTickMs != Long.MIN_VALUE && lastTickMs < timestampMs - 1;
            report(between ? new TimeRange(lastTickMs + 1, timestampMs) : new TimeRange(0, 0));
        }
        lastTickMs = timestampMs;
    }

    @Override
    public void ledger(LedgerChange change) {
        for (TimeRange range : change.reopened()) {
            if (range.isEmpty()) {
                findings.accept(Finding.of(change.name(), "empty range in a change of the ledger"));
            }
        }
    }

    @Override
    public void damage(Damage damage) {
        open.add(damage);
    }

    @Override
    public void flaw(Damage damage) {
        findings.accept(new Finding(damage, Loss.NONE));
    }

    private void report(TimeRange range) {
        for (Damage damage : open) {
            findings.accept(new Finding(damage, Loss.unknown(range)));
        }
        open.clear();
    }
}
