package dev.holdfast.forwarder;

import dev.holdfast.forwarder.exchange.SendResult;
import dev.holdfast.storage.Ledger;
import dev.holdfast.storage.LedgerState;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.TimeRange;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one lane has written to the ledger: states of intervals, and the last answer as its note. One thread. */
final class LaneLedger {
    private static final Logger log = LoggerFactory.getLogger(LaneLedger.class);

    private final UpstreamKit kit;
    /** A backlog that is set aside band by band is said once in so long. */
    private static final long SAY_PARKED_MS = 600_000;

    private final Answers answers;
    private @Nullable SendResult lastAnswer;
    private long parkedSaidMs;
    private boolean parkedSaid;

    LaneLedger(Lane lane, UpstreamKit kit) {
        this.kit = kit;
        this.answers = new Answers(kit.options().name(), lane, kit.counters());
    }

    /** Takes notice of an answer, which goes along with the next change. */
    void record(SendResult result, long monotonicMs) {
        answers.record(result, monotonicMs);
        lastAnswer = result;
    }

    /** Settles a part of a flight as its tally says. */
    void settle(Flight current, TimeRange part) {
        Tally tally = current.tally();
        kit.counters().samplesAlreadyThere.addAndGet(tally.alreadyThere());
        kit.counters().samplesRefused.addAndGet(tally.presumedWrongly());
        kit.settler().settle(current.claim(), part, tally.state(), tally.detail(), noteAlong());
        if (tally.state() == LedgerState.PARKED) {
            sayParked(part, tally.detail());
        }
    }

    private void sayParked(TimeRange part, int status) {
        long nowMs = kit.monotonicMs().getAsLong();
        if (parkedSaid && nowMs - parkedSaidMs < SAY_PARKED_MS) {
            return;
        }
        parkedSaid = true;
        parkedSaidMs = nowMs;
        log.warn(
                "upstream {}: set aside what lies between {} and {}{}, more may follow; \"holdfast gaps --upstream {}\" lists it",
                kit.options().name(),
                Instant.ofEpochMilli(part.fromInclusiveMs()),
                Instant.ofEpochMilli(part.toExclusiveMs()),
                status == 0 ? ", which cannot be read" : " after answers of " + status + " while other data passes",
                kit.options().name());
    }

    /** Marks a range as not to be sent. */
    void skip(TimeRange range) {
        Ledger.Claim claim = kit.ledger().claim(range);
        try (Snapshot snapshot = kit.store().snapshot()) {
            kit.counters()
                    .samplesSkipped
                    .addAndGet(SampleEstimate.of(snapshot, List.of(range)).samples());
        }
        kit.settler().settle(claim, range, LedgerState.SKIPPED, 0, noteAlong());
        kit.settler().close(claim);
    }

    /** Writes the note about a failure when it says something new: nothing else is written while an upstream is down. */
    void note(SendResult failure) {
        Ledger.Note note = answers.takeNote(
                failure, kit.wallClockMs().getAsLong(), kit.monotonicMs().getAsLong());
        if (note == null) {
            return;
        }
        try {
            kit.ledger().note(note);
        } catch (IOException e) {
            log.debug("upstream {}: a note could not be written", kit.options().name(), e); // the next one may
        }
    }

    private Ledger.@Nullable Note noteAlong() {
        return lastAnswer == null
                ? null
                : answers.noteAlong(
                        lastAnswer,
                        kit.wallClockMs().getAsLong(),
                        kit.monotonicMs().getAsLong());
    }
}
