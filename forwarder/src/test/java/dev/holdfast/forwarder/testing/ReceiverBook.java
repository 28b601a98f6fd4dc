package dev.holdfast.forwarder.testing;

import dev.holdfast.storage.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a receiver has stored by its rules, what it refused, and what the sender did wrong. Any thread, one at a time.
 */
public final class ReceiverBook {
    /** What a receiver takes. */
    public enum Rule {
        /** Each series forward only; the newest sample may come twice. */
        STRICT,
        /** What is no older than the newest of all less a window. */
        WINDOW,
        /** Anything. */
        FREE
    }

    /**
     * What came of a request.
     *
     * @param status 200, 400 or 500
     * @param sent samples in it
     * @param stored samples of it that are stored now
     */
    public record Outcome(int status, int sent, int stored) {}

    private final Rule rule;
    private final long windowMs;
    private final int tooOldStatus;
    private final Map<Labels, Map<Long, Long>> truth;
    private final Map<Labels, TreeMap<Long, Long>> stored = new HashMap<>();
    private final Map<Labels, TreeSet<Long>> seen = new HashMap<>();
    private final Map<Labels, TreeSet<Long>> refused = new HashMap<>();
    private final Map<Labels, Integer> poison = new HashMap<>();
    private final List<String> violations = new ArrayList<>();
    private long latestMs = Long.MIN_VALUE;
    private long newestMs = Long.MIN_VALUE;
    private long acknowledged;

    /**
     * An empty book.
     *
     * @param tooOldStatus what a window answers to what is too old: 500 as Prometheus 2.42, or 400
     * @param truth the one value that each sample has, by series and time; grows while samples come in
     */
    public ReceiverBook(Rule rule, long windowMs, int tooOldStatus, Map<Labels, Map<Long, Long>> truth) {
        this.rule = rule;
        this.windowMs = windowMs;
        this.tooOldStatus = tooOldStatus;
        this.truth = truth;
    }

    /** It is, or was once, so late. */
    public synchronized void time(long nowMs) {
        latestMs = Math.max(latestMs, nowMs);
    }

    /** From now on a series is answered with a status, whatever its samples are; 0 to take it again. */
    public synchronized void poison(Labels series, int status) {
        if (status == 0) {
            poison.remove(series);
        } else {
            poison.put(series, status);
        }
    }

    /** Series that are answered with a status, whatever their samples are. */
    public synchronized int poisoned() {
        return poison.size();
    }

    /** Looks at a request that came through, whatever is done with it. */
    synchronized void look(List<DecodedSeries> request, long nowMs) {
        long oldest = Long.MAX_VALUE;
        long newest = Long.MIN_VALUE;
        for (DecodedSeries series : request) {
            Labels labels = series.labels();
            long before = Long.MIN_VALUE;
            for (int i = 0; i < series.timestampsMs().size(); i++) {
                long at = series.timestampsMs().get(i);
                long bits = series.valueBits().get(i);
                Long true1 = truth.getOrDefault(labels, Map.of()).get(at);
                if (true1 == null || true1 != bits) {
                    violations.add("another value: " + labels + " at " + at + " is " + bits + ", not " + true1);
                }
                if (at <= before) {
                    violations.add("disorder inside a request: " + labels + " at " + at);
                }
                before = at;
                oldest = Math.min(oldest, at);
                newest = Math.max(newest, at);
                boolean first =
                        seen.computeIfAbsent(labels, key -> new TreeSet<>()).add(at);
                TreeMap<Long, Long> there = stored.get(labels);
                if (rule == Rule.STRICT && first && there != null && there.lastKey() > at) {
                    violations.add("order: " + labels + " at " + at + " comes first after " + there.lastKey());
                }
            }
        }
        latestMs = Math.max(latestMs, nowMs);
        // What was chosen as backlog may be younger than a minute again after a step of the clock.
        if (rule != Rule.STRICT && newest > latestMs - 60_000 && newest - oldest > 60_000) {
            violations.add("live and old data in one request: " + oldest + " to " + newest);
        }
        if (newest > nowMs) {
            violations.add("a sample from the future: " + newest + " at " + nowMs);
        }
    }

    /**
     * Stores what the rules take of a request.
     *
     * @param rollsBack whether one bad sample keeps all others from being stored
     */
    synchronized Outcome write(List<DecodedSeries> request, boolean rollsBack) {
        List<Runnable> good = new ArrayList<>();
        int sent = 0;
        int worst = 200;
        Map<Labels, Long> newest = new HashMap<>();
        stored.forEach((labels, samples) -> newest.put(labels, samples.lastKey()));
        for (DecodedSeries series : request) {
            Labels labels = series.labels();
            for (int i = 0; i < series.timestampsMs().size(); i++) {
                long at = series.timestampsMs().get(i);
                long bits = series.valueBits().get(i);
                int status = judge(labels, at, newest);
                sent++;
                if (status == 200) {
                    good.add(() -> store(labels, at, bits));
                    newest.merge(labels, at, Math::max);
                } else {
                    worst = Math.max(worst, status);
                }
            }
        }
        boolean rolledBack = worst >= 500 || (worst > 200 && rollsBack);
        if (rolledBack) {
            return new Outcome(worst, sent, 0);
        }
        good.forEach(Runnable::run);
        return new Outcome(worst, sent, good.size());
    }

    private int judge(Labels labels, long at, Map<Labels, Long> newest) {
        int status = poison.getOrDefault(labels, 200);
        if (status != 200) {
            return status;
        }
        return switch (rule) {
            case STRICT -> at < newest.getOrDefault(labels, Long.MIN_VALUE) ? 400 : 200;
            case WINDOW -> newestMs != Long.MIN_VALUE && at < newestMs - windowMs ? tooOldStatus : 200;
            case FREE -> 200;
        };
    }

    private void store(Labels labels, long at, long bits) {
        stored.computeIfAbsent(labels, key -> new TreeMap<>()).put(at, bits);
        newestMs = Math.max(newestMs, at);
    }

    /** Notes that the answer to a request said that some of its data is not taken. */
    synchronized void refused(List<DecodedSeries> request) {
        for (DecodedSeries series : request) {
            refused.computeIfAbsent(series.labels(), key -> new TreeSet<>()).addAll(series.timestampsMs());
        }
    }

    /** Notes that the sender may have understood that so many samples are stored. */
    synchronized void acknowledged(long samples) {
        acknowledged += samples;
    }

    /** Notes something that the sender did wrong. */
    synchronized void violation(String what) {
        violations.add(what);
    }

    /** Whether a sample is stored with its value. */
    public synchronized boolean has(Labels labels, long at, long bits) {
        Long there = stored.getOrDefault(labels, new TreeMap<>()).get(at);
        return there != null && there == bits;
    }

    /** Whether a request with the sample was ever answered as if some of its data were not taken. */
    public synchronized boolean wasRefused(Labels labels, long at) {
        return refused.getOrDefault(labels, new TreeSet<>()).contains(at);
    }

    /** What the sender did wrong so far. */
    public synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    /** Samples that the sender may have understood to be stored, counted each time. */
    public synchronized long acknowledged() {
        return acknowledged;
    }
}
