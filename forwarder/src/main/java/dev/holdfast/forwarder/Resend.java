package dev.holdfast.forwarder;

import dev.holdfast.forwarder.upstream.Order;
import dev.holdfast.storage.IntervalLedger;
import dev.holdfast.storage.Ledger;
import dev.holdfast.storage.LedgerState;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.StoreView;
import dev.holdfast.storage.TimeRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes pending again for one upstream what lies in a span, whatever became of it: delivered, refused, parked or skipped.
 * What is no longer in the store stays evicted. For an operator, by way of the command line or of a running agent.
 */
public final class Resend {
    private Resend() {}

    /**
     * What will be sent again.
     *
     * @param upstream its name
     * @param reopened what is pending again, in time order, disjoint
     * @param reopenedMs how long that is together
     * @param samples how many samples it holds
     * @param pendingMs how much of the span was pending already
     * @param goneMs how much of what the ledger says evicted lies in the span
     * @param order what the upstream takes, as far as its ledger knows; null when it never sent
     * @param maxAgeMs what is older is skipped, as far as the ledger knows; 0 for no bound
     * @param tooOldMs how much of what was made pending is older than that, and so would be skipped
     */
    public record Result(
            String upstream,
            List<TimeRange> reopened,
            long reopenedMs,
            SampleEstimate samples,
            long pendingMs,
            long goneMs,
            @Nullable Order order,
            long maxAgeMs,
            long tooOldMs) {}

    /**
     * What {@link #apply} would do. Changes nothing; any thread.
     *
     * @param upstream the name of a ledger that there is
     * @param nowMs wall time, milliseconds since the epoch
     */
    public static Result plan(StoreView store, String upstream, TimeRange span, long nowMs) {
        IntervalLedger intervals = store.ledgerIntervals(upstream);
        DeliveryAccount account = DeliveryAccount.of(store.ledgerNote(upstream));
        List<TimeRange> reopened = new ArrayList<>();
        try (Snapshot snapshot = store.snapshot()) {
            List<TimeRange> stored = Pending.within(Pending.joined(snapshot.populated()), span);
            for (TimeRange stretch : stored) {
                for (IntervalLedger.Entry entry : intervals.within(stretch)) {
                    if (entry.state() != LedgerState.EVICTED && entry.state() != LedgerState.THINNED) {
                        join(reopened, new TimeRange(entry.fromInclusiveMs(), entry.toExclusiveMs()));
                    }
                }
            }
            long horizonMs = account.maxAgeMs() > 0 ? nowMs - account.maxAgeMs() : Long.MIN_VALUE;
            return new Result(
                    upstream,
                    List.copyOf(reopened),
                    Pending.lengthMs(reopened),
                    SampleEstimate.of(snapshot, reopened),
                    Pending.lengthMs(Pending.of(stored, intervals)),
                    evictedMs(intervals, span),
                    account.order(),
                    account.maxAgeMs(),
                    Pending.lengthMs(Pending.within(reopened, new TimeRange(Long.MIN_VALUE, horizonMs))));
        }
    }

    private static void join(List<TimeRange> ranges, TimeRange next) {
        int last = ranges.size() - 1;
        if (last >= 0 && ranges.get(last).toExclusiveMs() == next.fromInclusiveMs()) {
            ranges.set(last, new TimeRange(ranges.get(last).fromInclusiveMs(), next.toExclusiveMs()));
        } else {
            ranges.add(next);
        }
    }

    private static long evictedMs(IntervalLedger intervals, TimeRange span) {
        return intervals.within(span).stream()
                .filter(entry -> entry.state() == LedgerState.EVICTED)
                .mapToLong(entry -> entry.toExclusiveMs() - entry.fromInclusiveMs())
                .sum();
    }

    /**
     * Makes it pending. Any thread, also beside the forwarder: what it has under way in the span stays pending when it is
     * through.
     *
     * @param ledger of the same store
     * @throws IOException when it could not be logged; a part may be pending then, and doing it again does the rest
     */
    public static Result apply(StoreView store, Ledger ledger, TimeRange span, long nowMs) throws IOException {
        Result result = plan(store, ledger.name(), span, nowMs);
        for (TimeRange range : result.reopened()) {
            ledger.reopen(range);
        }
        return result;
    }
}
