package dev.holdfast.forwarder;

import dev.holdfast.storage.Ledger;
import dev.holdfast.storage.LedgerState;
import dev.holdfast.storage.TimeRange;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to the ledger what became of intervals, and remembers what could not be written while the disk is full.
 *
 * <p>Data goes on flowing then: what is owed to the ledger counts as dealt with, its claim stays open (so that late samples
 * in it are not lost), and it is written when there is room. A crash before that sends it again. One thread.
 */
final class Settler {
    private static final Logger log = LoggerFactory.getLogger(Settler.class);

    /** More than this is not remembered; sending waits. */
    static final int DEBTS_MAX = 1_000;

    /** Pause between attempts to write what is owed. */
    static final long RETRY_MS = 1_000;

    private record Debt(Ledger.Claim claim, TimeRange part, LedgerState state, int detail) {}

    private final String upstream;
    private final ArrayDeque<Debt> debts = new ArrayDeque<>();
    private final List<Ledger.Claim> toClose = new ArrayList<>();
    private long dueMs = Long.MIN_VALUE;

    Settler(String upstream) {
        this.upstream = upstream;
    }

    /**
     * Settles a part of a claim, now or as soon as it can be written.
     *
     * @param note goes with it; lost when it cannot be written now
     */
    void settle(Ledger.Claim claim, TimeRange part, LedgerState state, int detail, Ledger.@Nullable Note note) {
        if (part.isEmpty()) {
            return;
        }
        Debt debt = new Debt(claim, part, state, detail);
        if (debts.isEmpty()) {
            try {
                claim.settle(part, state, detail, note);
                return;
            } catch (IOException e) {
                log.warn(
                        "upstream {}: the ledger cannot be written, sending goes on and is settled later: {}",
                        upstream,
                        e.getMessage());
            }
        }
        debts.add(debt);
    }

    /** Closes a claim, now or when nothing is owed for it any more. */
    void close(Ledger.Claim claim) {
        if (debts.stream().anyMatch(debt -> debt.claim == claim)) {
            toClose.add(claim);
        } else {
            claim.close();
        }
    }

    /** Tries to write what is owed, not more often than every second. */
    void payOff(long monotonicMs) {
        if (debts.isEmpty() || monotonicMs < dueMs) {
            return;
        }
        try {
            for (Debt debt = debts.peek(); debt != null; debt = debts.peek()) {
                debt.claim.settle(debt.part, debt.state, debt.detail, null);
                debts.remove();
                closeWhenPaid(debt.claim);
            }
            log.info("upstream {}: the ledger is written again", upstream);
        } catch (IOException e) {
            dueMs = monotonicMs + RETRY_MS;
        }
    }

    private void closeWhenPaid(Ledger.Claim claim) {
        if (toClose.contains(claim) && debts.stream().noneMatch(debt -> debt.claim == claim)) {
            toClose.remove(claim);
            claim.close();
        }
    }

    /** Whether sending should wait, since no more can be remembered. */
    boolean isFull() {
        return debts.size() >= DEBTS_MAX;
    }

    /** What is dealt with although the ledger does not say so yet. */
    List<TimeRange> owed() {
        return debts.stream().map(Debt::part).toList();
    }

    /** Gives up on what is owed (it will be sent again after a restart) and closes its claims. */
    void abandon() {
        debts.clear();
        toClose.forEach(Ledger.Claim::close);
        toClose.clear();
    }
}
