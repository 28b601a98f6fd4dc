package dev.holdfast.forwarder;

import dev.holdfast.storage.IntervalLedger;
import dev.holdfast.storage.Ledger;
import dev.holdfast.storage.LedgerState;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.StoreView;
import dev.holdfast.storage.TimeRange;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far an upstream is, seen from the store: the same in the process that sends, in another one, and on a copy of the
 * directory. Immutable; any thread.
 *
 * @param name of the upstream, which is that of its ledger
 * @param pending intervals that hold samples (with holes shorter than a partition) and are not dealt with, in time order
 * @param pendingSamples how many samples they hold
 * @param oldestPendingAgeMs age of the oldest pending interval's beginning, milliseconds, 0 when nothing is pending
 * @param deliveredUntilMs end of the newest delivered interval, milliseconds since the epoch, 0 when there is none
 * @param lengthMs milliseconds of time in each state; states without any are absent
 * @param lastAnswer the last answer that was noted, or null when there never was one
 * @param refusedMs of the refused time, milliseconds by HTTP status
 * @param account what was sent in the life of the ledger, as of its newest note
 * @param totals the same up to this moment; null when seen from another process
 * @param outlook how fast it goes, and when it is done; null when seen from another process
 */
public record UpstreamStatus(
        String name,
        List<TimeRange> pending,
        SampleEstimate pendingSamples,
        long oldestPendingAgeMs,
        long deliveredUntilMs,
        Map<LedgerState, Long> lengthMs,
        Ledger.@Nullable Note lastAnswer,
        SortedMap<Integer, Long> refusedMs,
        DeliveryAccount account,
        @Nullable SendTotals totals,
        @Nullable Outlook outlook) {

    /**
     * The status of one upstream.
     *
     * @param name its name, which need not have a ledger yet
     * @param nowMs wall time, milliseconds since the epoch
     */
    public static UpstreamStatus of(StoreView store, String name, long nowMs) {
        try (Snapshot snapshot = store.snapshot()) {
            return of(name, snapshot, store.ledgerIntervals(name), store.ledgerNote(name), nowMs);
        }
    }

    /** As {@link #of(StoreView, String, long)}, from the parts. */
    public static UpstreamStatus of(
            String name, Snapshot snapshot, IntervalLedger intervals, Ledger.@Nullable Note note, long nowMs) {
        List<TimeRange> pending = Pending.of(snapshot.populated(), intervals);
        Map<LedgerState, Long> lengthMs = new EnumMap<>(LedgerState.class);
        TreeMap<Integer, Long> refusedMs = new TreeMap<>();
        long deliveredUntilMs = 0;
        for (IntervalLedger.Entry entry : intervals.entries()) {
            lengthMs.merge(entry.state(), entry.toExclusiveMs() - entry.fromInclusiveMs(), Long::sum);
            if (entry.state() == LedgerState.REFUSED) {
                refusedMs.merge(entry.detail(), entry.toExclusiveMs() - entry.fromInclusiveMs(), Long::sum);
            }
            if (entry.state() == LedgerState.DELIVERED) {
                deliveredUntilMs = entry.toExclusiveMs();
            }
        }
        return new UpstreamStatus(
                name,
                List.copyOf(pending),
                SampleEstimate.of(snapshot, pending),
                pending.isEmpty() ? 0 : Math.max(0, nowMs - pending.get(0).fromInclusiveMs()),
                deliveredUntilMs,
                Map.copyOf(lengthMs),
                note,
                Collections.unmodifiableSortedMap(refusedMs),
                DeliveryAccount.of(note),
                null,
                null);
    }

    /** The same as seen by the process that sends. */
    UpstreamStatus ofSender(SendTotals sent, Outlook ahead) {
        return new UpstreamStatus(
                name,
                pending,
                pendingSamples,
                oldestPendingAgeMs,
                deliveredUntilMs,
                lengthMs,
                lastAnswer,
                refusedMs,
                account,
                sent,
                ahead);
    }
}
