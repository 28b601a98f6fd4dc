package dev.holdfast.forwarder;

import dev.holdfast.forwarder.batch.Batch;
import dev.holdfast.forwarder.batch.Piece;
import dev.holdfast.forwarder.exchange.SendResult;
import dev.holdfast.storage.IntervalLedger;
import dev.holdfast.storage.Ledger;
import dev.holdfast.storage.LedgerState;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.TimeRange;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the intervals of one lane to its upstream, one request a step. One thread.
 *
 * <p>An interval that cannot be sent is held for a while, then let go: it stays pending, the snapshot no longer keeps
 * files from being deleted, and the policy decides anew from the data and the time there are then.
 */
final class LaneWorker {
    private static final Logger log = LoggerFactory.getLogger(LaneWorker.class);

    /** How long an interval is held while its requests fail. */
    static final long HOLD_MS = 30_000;

    /** A backlog request that got 5xx this often, while live requests went through, is set aside. */
    static final int PARK_AFTER = 10;

    /** After this many set aside in a row the rest of the band is not even tried. */
    static final int PARKED_ROW_MAX = 3;

    /** How often one of the intervals that were set aside is tried again. */
    static final long UNPARK_MS = 600_000;

    /** How often one refused batch is cut in two to find what is refused: enough for three poisonous series in 2000. */
    static final int SPLITS_MAX = 36;

    /** After this many batches of which nothing was taken there is no looking for the culprit. */
    static final int HOPELESS_AFTER = 2;

    /** Requests are smaller than this before compression, bytes, unless a single sample is larger. */
    static final int RAW_BYTES_MAX = 4 << 20;

    /** What cannot be read is tried again so often before it is parked. */
    static final int UNREAD_MAX = 3;

    private static final long UNREAD_DELAY_MS = 500;
    private static final int PAGE_REQUESTS = 8;
    private static final long BAND_SAMPLES = 500_000;

    private final Lane lane;
    private final UpstreamKit kit;
    private final @Nullable LaneWorker live; // for the backlog's worker
    private final Batch batch = new Batch();
    private final Answers answers;
    private final Doubt doubt = new Doubt();
    private final Denials denials = new Denials();
    private Pace pace;
    private @Nullable Flight flight;
    private int attempts;
    private int unreadInARow;
    private long dueMs;
    private long lastSuccessMs = Long.MIN_VALUE;
    private long unparkDueMs;
    private boolean onTrial;
    private int whollyRefused;
    private boolean somethingTaken;
    private @Nullable SendResult lastAnswer;

    LaneWorker(Lane lane, UpstreamKit kit, @Nullable LaneWorker live) {
        this.lane = lane;
        this.kit = kit;
        this.live = live;
        this.answers = new Answers(kit.options().name(), lane);
        this.pace = lane == Lane.BACKLOG
                ? new Pace(LanePolicy.BAND_GRID_MS, 0, BAND_SAMPLES, LanePolicy.BAND_GRID_MS)
                : new Pace(
                        LanePolicy.BAND_GRID_MS,
                        0,
                        (long) PAGE_REQUESTS * kit.options().maxSamplesPerSend(),
                        LanePolicy.BAND_GRID_MS);
        this.dueMs = kit.monotonicMs().getAsLong();
        this.unparkDueMs = kit.monotonicMs().getAsLong() + UNPARK_MS;
    }

    /**
     * Does one thing when it is due: chooses an interval, or sends a request.
     *
     * @return milliseconds until there is more to do, 0 for at once
     */
    long step() {
        long now = kit.monotonicMs().getAsLong();
        if (now < dueMs) {
            return dueMs - now;
        }
        if (flight == null) {
            depart();
        } else {
            send(flight);
        }
        return Math.max(0, dueMs - kit.monotonicMs().getAsLong());
    }

    /** What is under way, empty when nothing is. */
    TimeRange underWay() {
        return flight == null ? new TimeRange(0, 0) : flight.claim().range();
    }

    /** Lets go of what is under way; it stays pending. */
    void close() {
        if (flight != null) {
            land(flight);
        }
    }

    private void depart() {
        if (kit.settler().isFull()) {
            pause(Settler.RETRY_MS);
            return;
        }
        IntervalLedger intervals = kit.ledger().intervals();
        List<TimeRange> populated;
        try (Snapshot snapshot = kit.store().snapshot()) {
            populated = snapshot.populated();
        }
        if (unpark(intervals, populated)) {
            return;
        }
        List<TimeRange> pending = Pending.of(populated, intervals);
        for (TimeRange owed : kit.settler().owed()) {
            pending = Pending.without(pending, owed);
        }
        pending = live == null ? pending : Pending.without(pending, live.underWay());
        LanePolicy.Step step = LanePolicy.next(lane, pending, kit.wallClockMs().getAsLong(), kit.options(), pace);
        if (step instanceof LanePolicy.Wait wait) {
            pause(wait.delayMs());
        } else if (step instanceof LanePolicy.Skip skip) {
            skip(skip.range());
        } else if (step instanceof LanePolicy.Send send) {
            depart(send.range(), send.more());
        }
    }

    /** Makes one interval that was set aside pending again when it is time to; true when there was one. */
    private boolean unpark(IntervalLedger intervals, List<TimeRange> populated) {
        if (lane != Lane.BACKLOG || kit.monotonicMs().getAsLong() < unparkDueMs) {
            return false;
        }
        unparkDueMs = kit.monotonicMs().getAsLong() + UNPARK_MS;
        for (TimeRange stretch : populated) {
            for (IntervalLedger.Entry entry : intervals.within(stretch)) {
                if (entry.state() == LedgerState.PARKED) {
                    long to = Math.min(entry.toExclusiveMs(), entry.fromInclusiveMs() + LanePolicy.BAND_GRID_MS);
                    return reopen(new TimeRange(entry.fromInclusiveMs(), to));
                }
            }
        }
        return false;
    }

    private boolean reopen(TimeRange range) {
        try {
            kit.ledger().reopen(range);
            onTrial = true;
            return true;
        } catch (IOException e) {
            return false; // cannot be written now; its turn comes again
        }
    }

    private void skip(TimeRange range) {
        Ledger.Claim claim = kit.ledger().claim(range);
        try (Snapshot snapshot = kit.store().snapshot()) {
            kit.counters()
                    .samplesSkipped
                    .addAndGet(SampleEstimate.of(snapshot, List.of(range)).samples());
        }
        kit.settler().settle(claim, range, LedgerState.SKIPPED, 0, null);
        kit.settler().close(claim);
    }

    private void depart(TimeRange range, boolean more) {
        Ledger.Claim claim = kit.ledger().claim(range); // before the snapshot: what comes later stays pending
        int pieceSamples = kit.options().maxSamplesPerSend();
        PieceSource source = lane == Lane.BACKLOG
                ? new BandSource(kit.store().snapshot(), range, batch, pieceSamples, kit.exchange()::carries)
                : PageSource.read(
                        kit.store()::snapshot,
                        range,
                        more,
                        batch,
                        2 * PAGE_REQUESTS * pieceSamples,
                        pieceSamples,
                        kit.exchange()::carries);
        Flight departed = new Flight(claim, source);
        flight = departed;
        load(departed);
    }

    private void send(Flight current) {
        Piece piece = current.current();
        if (kit.exchange().prepare(piece) > RAW_BYTES_MAX && current.shrink()) {
            return;
        }
        int samples = piece.sampleCount();
        int attempt = current.failures();
        SendCounters counters = kit.counters();
        counters.requests.incrementAndGet();
        if (attempt > 0) {
            counters.retries.incrementAndGet();
            counters.samplesRetried.addAndGet(samples);
        }
        SendResult result = kit.exchange().send(attempt);
        long now = kit.monotonicMs().getAsLong();
        answers.record(result, now);
        lastAnswer = result;
        if (result instanceof SendResult.Delivered) {
            delivered(current, samples, now);
        } else if (result instanceof SendResult.Partial partial) {
            partlyWritten(current, samples, partial);
        } else if (result instanceof SendResult.Refused refused) {
            refused(current, piece, samples, refused);
        } else if (result instanceof SendResult.Denied) {
            counters.up = false;
            attempts++;
            if (denials.mayHaveArrived(result)) {
                doubt.add(current.source().piece().range());
            }
            if (live != null && denials.isOfTheData(current.source().range(), live.lastSuccessMs, now)) {
                park(current, samples, result.status());
                return;
            }
            giveUp(current);
            pause(RetryPolicy.deniedDelayMs(attempts, kit.random().getAsDouble()));
            note(result);
        } else if (result instanceof SendResult.Retry retry) {
            counters.up = false;
            retry(current, samples, retry, now);
            note(result);
        }
    }

    /** What was not written cannot be told from what was, and would not be written the next time either. */
    private void partlyWritten(Flight current, int samples, SendResult.Partial result) {
        kit.counters().samplesUnwritten.addAndGet(samples - result.written());
        current.tally().refused(result.status());
        if (result.written() > 0) {
            delivered(current, (int) result.written(), kit.monotonicMs().getAsLong());
            return;
        }
        kit.counters().up = true;
        attempts = 0;
        current.parkedInARow(false);
        if (current.suspect() == null) {
            current.pop();
        } else if (!current.popProbe()) {
            return;
        }
        proceed(current);
    }

    private void delivered(Flight current, int samples, long now) {
        SendCounters counters = kit.counters();
        counters.samplesSent.addAndGet(samples);
        counters.bytesSent.addAndGet(kit.exchange().bodyLength());
        counters.lastSuccessMs.set(kit.wallClockMs().getAsLong());
        counters.up = true;
        attempts = 0;
        lastSuccessMs = now;
        somethingTaken = true;
        current.parkedInARow(false);
        current.tally().taken();
        if (current.suspect() != null) {
            current.foundPoison();
            return;
        }
        current.pop();
        proceed(current);
    }

    private void refused(Flight current, Piece piece, int samples, SendResult.Refused result) {
        kit.counters().up = true; // it answers, and may well take what comes next
        attempts = 0;
        Piece suspect = current.suspect();
        if (suspect != null) {
            if (current.popProbe()) {
                current.tally().presumed(result.status(), suspect.sampleCount());
                proceed(current);
            }
            return;
        }
        boolean doubtful = lane == Lane.ORDERED && !current.poisoned() && doubt.covers(piece.range());
        boolean presumable = doubtful && !current.reachesNewest(piece);
        List<Piece> halves =
                presumable ? piece.halvesInTime() : piece.halves(doubtful ? Piece.Axis.TIME : Piece.Axis.SERIES);
        if (current.split(halves) || (presumable && current.probe())) {
            return; // smaller, new requests; this one is never sent again
        }
        if (presumable) {
            current.tally().presumed(result.status(), samples);
        } else {
            current.tally().refused(result.status());
            kit.counters().samplesRefused.addAndGet(samples);
        }
        current.pop();
        proceed(current);
    }

    private void retry(Flight current, int samples, SendResult.Retry result, long now) {
        attempts++;
        current.failed(now);
        long delayMs = RetryPolicy.delayMs(
                attempts, result, kit.options(), kit.random().getAsDouble());
        pause(delayMs);
        if (result.doubtful()) {
            doubt.add(current.source().piece().range());
        }
        boolean othersPass = live != null && live.lastSuccessMs > current.firstFailureMs();
        if (result.status() >= 500 && othersPass && current.failures() >= PARK_AFTER) {
            park(current, samples, result.status());
        } else if (now + delayMs - current.firstFailureMs() >= HOLD_MS) {
            giveUp(current);
            pace = pace.afterSetback();
        }
    }

    private void park(Flight current, int samples, int status) {
        current.tally().parked(status);
        kit.counters().samplesParked.addAndGet(samples);
        attempts = 0;
        if (current.parkedInARow(true) < PARKED_ROW_MAX) {
            current.pop();
            proceed(current);
        } else {
            finish(current);
        }
    }

    /** A piece was dealt with, one way or the other: on to the next. */
    private void proceed(Flight current) {
        if (!current.isEmpty()) {
            return;
        }
        whollyRefused = somethingTaken ? 0 : whollyRefused + 1;
        somethingTaken = false;
        TimeRange complete = current.source().completes();
        if (complete != null) {
            settle(current, complete);
        }
        load(current);
    }

    private void load(Flight current) {
        boolean loaded = current.load(whollyRefused >= HOPELESS_AFTER ? 0 : SPLITS_MAX);
        if (!current.source().isWhole()) {
            if (unreadInARow < UNREAD_MAX) {
                readAgainLater(current);
                return;
            }
            current.tally().unread(); // what can be read is sent; the ledger does not call the interval delivered
        }
        if (!loaded) {
            finish(current);
        }
    }

    /**
     * A disk that fails for a moment must not make samples count as sent that were never read; one that fails for good must
     * not hold up what is behind.
     */
    private void readAgainLater(Flight current) {
        unreadInARow++;
        log.warn(
                "upstream {}: samples between {} and {} cannot be read, attempt {} of {}",
                kit.options().name(),
                current.source().range().fromInclusiveMs(),
                current.source().range().toExclusiveMs(),
                unreadInARow,
                UNREAD_MAX);
        giveUp(current);
        pause(UNREAD_DELAY_MS << unreadInARow);
    }

    private void finish(Flight current) {
        kit.counters().samplesSkipped.addAndGet(current.source().omitted());
        settle(current, current.source().remainder());
        pace = pace.after(current.source().range(), current.samples());
        land(current);
    }

    private void settle(Flight current, TimeRange part) {
        if (part.isEmpty()) {
            return;
        }
        Tally tally = current.tally();
        kit.counters().samplesAlreadyThere.addAndGet(tally.alreadyThere());
        kit.counters().samplesRefused.addAndGet(tally.presumedWrongly());
        kit.settler().settle(current.claim(), part, tally.state(), tally.detail(), noteAlong());
        if (current.source().isWhole()) {
            unreadInARow = 0;
        }
        if (current.samples() > 0) {
            doubt.settled(part);
        }
        if (onTrial && tally.state() != LedgerState.PARKED) {
            unparkDueMs = kit.monotonicMs().getAsLong(); // what was parked passes now: on with the next
        }
        onTrial = false;
        denials.settled();
        current.nextPart();
    }

    /** Lets an interval go that is not through; what was taken of it is not in the ledger, and is sent again. */
    private void giveUp(Flight current) {
        if (current.tally().wasTaken()) {
            doubt.add(current.source().piece().range());
        }
        land(current);
    }

    private void land(Flight current) {
        current.source().close();
        kit.settler().close(current.claim());
        flight = null;
    }

    private Ledger.@Nullable Note noteAlong() {
        return lastAnswer == null
                ? null
                : answers.noteAlong(
                        lastAnswer,
                        kit.wallClockMs().getAsLong(),
                        kit.monotonicMs().getAsLong());
    }

    private void note(SendResult failure) {
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

    private void pause(long delayMs) {
        dueMs = kit.monotonicMs().getAsLong() + delayMs;
    }
}
