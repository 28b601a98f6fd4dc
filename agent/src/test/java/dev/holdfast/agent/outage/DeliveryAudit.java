package dev.holdfast.agent.outage;

import dev.holdfast.storage.IntervalLedger;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.LedgerState;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a store holds with what a receiver holds, sample by sample, and both with what the ledger says. What the
 * ledger calls delivered must be there with its bits; what is missing must be called refused, skipped or parked; and what the
 * receiver's rules accept must be there whatever the ledger says.
 */
final class DeliveryAudit {
    private static final int FINDINGS_MAX = 20;

    private final String upstream;
    private final boolean roundsValues;
    private final BiPredicate<Labels, Long> mustBeThere;
    private final List<String> findings = new ArrayList<>();
    private final Map<LedgerState, Long> there = new EnumMap<>(LedgerState.class);
    private final Map<LedgerState, Long> missing = new EnumMap<>(LedgerState.class);
    private long pending;
    private long rounded;

    /**
     * An audit of one upstream.
     *
     * @param roundsValues whether the receiver keeps decimals that are not exact, as VictoriaMetrics does
     * @param mustBeThere which samples the receiver has to have by its rules, by series and time
     */
    DeliveryAudit(String upstream, boolean roundsValues, BiPredicate<Labels, Long> mustBeThere) {
        this.upstream = upstream;
        this.roundsValues = roundsValues;
        this.mustBeThere = mustBeThere;
    }

    /** What is wrong; empty when nothing is. */
    List<String> compare(
            Map<Labels, TreeMap<Long, Long>> store,
            Map<Labels, ? extends Map<Long, List<Double>>> remote,
            IntervalLedger ledger) {
        List<IntervalLedger.Entry> entries = ledger.entries();
        for (Map.Entry<Labels, TreeMap<Long, Long>> series : store.entrySet()) {
            Map<Long, List<Double>> values =
                    remote.containsKey(series.getKey()) ? remote.get(series.getKey()) : Map.of();
            int at = 0;
            for (Map.Entry<Long, Long> sample : series.getValue().entrySet()) {
                long timeMs = sample.getKey();
                while (at < entries.size() && entries.get(at).toExclusiveMs() <= timeMs) {
                    at++;
                }
                IntervalLedger.Entry entry =
                        at < entries.size() && entries.get(at).fromInclusiveMs() <= timeMs ? entries.get(at) : null;
                sample(series.getKey(), timeMs, sample.getValue(), values.get(timeMs), entry);
            }
        }
        remote.forEach((labels, values) -> {
            TreeMap<Long, Long> here = store.get(labels);
            for (Long timeMs : values.keySet()) {
                if (here == null || !here.containsKey(timeMs)) {
                    find(labels, timeMs, "is there and not in the store");
                }
            }
        });
        return findings;
    }

    private void sample(
            Labels labels,
            long timeMs,
            long bits,
            @Nullable List<Double> values,
            IntervalLedger.@Nullable Entry entry) {
        double expected = Double.longBitsToDouble(bits);
        if (Double.isNaN(expected)) {
            return; // stale markers are not in answers
        }
        if (values != null) {
            for (double value : values) {
                checkValue(labels, timeMs, expected, value);
            }
        }
        LedgerState state = entry == null ? null : entry.state();
        if (state == null) {
            pending++;
        } else {
            (values == null ? missing : there).merge(state, 1L, Long::sum);
        }
        if (values == null && state == LedgerState.DELIVERED) {
            find(labels, timeMs, "is called delivered and missing");
        } else if (values == null && state != null && mustBeThere.test(labels, timeMs)) {
            find(
                    labels,
                    timeMs,
                    "is called " + state + " " + entry.detail() + ", but is one that the receiver accepts");
        }
    }

    private void checkValue(Labels labels, long timeMs, double expected, double value) {
        if (Double.doubleToRawLongBits(value) == Double.doubleToRawLongBits(expected)) {
            return;
        }
        // VictoriaMetrics stores decimals, those of a block at one exponent, and cuts off what is behind.
        if (roundsValues && Math.abs(value - expected) <= Math.abs(expected) * 2e-12) {
            rounded++;
        } else {
            find(labels, timeMs, "is " + expected + " and there " + value);
        }
    }

    private void find(Labels labels, long timeMs, String what) {
        if (findings.size() < FINDINGS_MAX) {
            findings.add(upstream + ": " + labels + " at " + timeMs + " " + what);
        } else if (findings.size() == FINDINGS_MAX) {
            findings.add("and more");
        }
    }

    /** Samples that the ledger says nothing of. */
    long pending() {
        return pending;
    }

    /** How many are there, and how many are not, by what the ledger says. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s: there %s, missing %s, pending %d, rounded by the receiver %d",
                upstream,
                there,
                missing,
                pending,
                rounded);
    }
}
