package dev.holdfast.forwarder;

import dev.holdfast.forwarder.batch.Batch;
import dev.holdfast.forwarder.batch.Piece;
import dev.holdfast.forwarder.exchange.Exchange;
import dev.holdfast.forwarder.exchange.SendResult;
import dev.holdfast.storage.Ledger;
import dev.holdfast.storage.TimeRange;
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

    /** The same while the halves of a stretch take turns. */
    static final long TURNS_HOLD_MS = 600_000;

    /** After this many set aside in a row the rest of the band is not even tried. */
    static final int PARKED_ROW_MAX = 3;

    /** What cannot be read is tried again so often before it is parked. */
    static final int UNREAD_MAX = 3;

    private static final long UNREAD_DELAY_MS = 500;
    private static final int PAGE_REQUESTS = 8;

    /**
     * What a lane in order reads at once while it catches up. Each page decodes the chunks that it touches from their
     * beginning, and a chunk holds an hour: with pages of eight requests that was done a hundred times for each. With a third
     * more, which a page may have, it fits into the batch's arrays of 2^18.
     */
    private static final int PAGE_SAMPLES = 200_000;

    private static final long BAND_SAMPLES = 500_000;

    private final Lane lane;
    private final UpstreamKit kit;
    private final @Nullable LaneWorker live; // for the backlog's worker
    private final Batch batch = new Batch();
    private final Doubt doubt = new Doubt();
    private final Parking parking;
    private final IntervalChoice choice;
    private final Refusals refusals;
    private final LaneLedger ledger;
    private final Culprits culprits;
    private final StuckBatch stuck = new StuckBatch();
    private final BandFailures bandFailures = new BandFailures();
    private final Denials denials = new Denials();
    private Pace pace;
    private @Nullable Flight flight;
    private Spacing spacing = Spacing.NONE;
    private long sentMs;
    private long departedMs;
    private int deniedInARow;
    private int unreadInARow;
    private long dueMs;
    private long lastSuccessMs = Long.MIN_VALUE;

    LaneWorker(Lane lane, UpstreamKit kit, @Nullable LaneWorker live) {
        this.lane = lane;
        this.kit = kit;
        this.live = live;
        this.parking = new Parking(kit.ledger(), kit.monotonicMs().getAsLong());
        this.choice = new IntervalChoice(lane, kit, live, lane == Lane.BACKLOG ? parking : null);
        this.culprits = new Culprits(kit.options().name());
        this.refusals = new Refusals(lane, doubt, kit.counters(), culprits);
        this.ledger = new LaneLedger(lane, kit);
        this.pace = lane == Lane.BACKLOG && !kit.courtesy().isBounded()
                ? new Pace(LanePolicy.BAND_GRID_MS, 0, BAND_SAMPLES, LanePolicy.BAND_GRID_MS)
                : new Pace(
                        kit.courtesy().isBounded() ? LanePolicy.LIVE_WINDOW_MS : LanePolicy.BAND_GRID_MS,
                        0,
                        pageSamples(),
                        LanePolicy.BAND_GRID_MS);
        this.dueMs = kit.monotonicMs().getAsLong();
        this.sentMs = dueMs;
    }

    private int pageSamples() {
        int samples = PAGE_REQUESTS * kit.options().maxSamplesPerSend();
        return lane == Lane.ORDERED && !kit.courtesy().isBounded() ? Math.max(PAGE_SAMPLES, samples) : samples;
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
        if (!kit.courtesy().affords(lane, 0)) {
            pause(DayBudget.ASK_MS);
            return;
        }
        LanePolicy.Step step = choice.next(pace, spacing);
        if (step instanceof LanePolicy.Wait wait) {
            pause(wait.delayMs());
        } else if (step instanceof LanePolicy.Skip skip) {
            ledger.skip(skip.range());
        } else if (step instanceof LanePolicy.Send send) {
            depart(send.range(), send.more());
        }
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
                        pageSamples() * 4 / 3,
                        pieceSamples,
                        kit.exchange()::carries);
        Flight departed = new Flight(claim, source);
        flight = departed;
        departedMs = kit.monotonicMs().getAsLong();
        load(departed);
    }

    private void send(Flight current) {
        if (current.source().range().toExclusiveMs() > kit.wallClockMs().getAsLong() + 1) {
            giveUp(current); // the clock was set back under way, and nothing is sent that is from the future
            return;
        }
        Piece piece = current.current();
        if (kit.exchange().prepare(piece) > Exchange.RAW_BYTES_MAX && current.shrink()) {
            return;
        }
        int samples = piece.sampleCount();
        if (kit.exchange().leftOutCount() == samples) {
            leftOut(current, samples);
            pass(current);
            return;
        }
        long bodyBytes = kit.exchange().bodyLength();
        if (!kit.courtesy().affords(lane, bodyBytes)) {
            giveUp(current); // for hours perhaps: it must keep no files from being deleted
            pause(DayBudget.ASK_MS);
            return;
        }
        long waitMs = kit.courtesy().waitMs(lane, bodyBytes, samples);
        if (waitMs > 0) {
            pause(waitMs);
            return;
        }
        kit.courtesy().sent(lane, bodyBytes, samples);
        int attempt = current.failures();
        SendCounters counters = kit.counters();
        counters.requests.incrementAndGet();
        if (attempt > 0) {
            counters.retries.incrementAndGet();
            counters.samplesRetried.addAndGet(samples);
        }
        long begunMs = kit.monotonicMs().getAsLong();
        SendResult result = kit.exchange().send(attempt);
        long now = kit.monotonicMs().getAsLong();
        ledger.record(result, now);
        if (result instanceof SendResult.Retry failure) {
            spacing = spacing.afterFailure(kit.options(), begunMs - sentMs, failure);
        } else if (!(result instanceof SendResult.Denied)) {
            answered();
        }
        sentMs = begunMs;
        if (result instanceof SendResult.Delivered) {
            int leftOut = kit.exchange().leftOutCount();
            leftOut(current, leftOut);
            delivered(current, samples - leftOut, now);
        } else if (result instanceof SendResult.Partial partial) {
            if (!refusals.splitInDoubt(current, piece)) {
                partlyWritten(current, samples, partial);
            }
        } else if (result instanceof SendResult.Refused refused) {
            if (refusals.refused(current, piece, refused)) {
                proceed(current);
            }
        } else if (result instanceof SendResult.Denied) {
            counters.up = false;
            deniedInARow++;
            if (denials.mayHaveArrived(result)) {
                doubt.add(current.source().piece().range());
            }
            if (live != null && denials.isOfTheData(current.source().range(), live.lastSuccessMs, now)) {
                park(current, result.status());
                return;
            }
            giveUp(current);
            pause(RetryPolicy.deniedDelayMs(deniedInARow, kit.random().getAsDouble()));
            ledger.note(result);
        } else if (result instanceof SendResult.Retry retry) {
            counters.up = false;
            retry(current, retry, now);
            ledger.note(result);
        }
    }

    /** Samples that the protocol has no words for: nobody would take them, and nobody was asked. */
    private void leftOut(Flight current, int samples) {
        if (samples > 0) {
            kit.counters().samplesRefused.addAndGet(samples);
            current.tally().leftOut();
        }
    }

    /** It answers, and may well take what comes next; how soon that comes depends on the failures before. */
    private void answered() {
        kit.counters().up = true;
        deniedInARow = 0;
        long keepUpMs = lane == Lane.BACKLOG
                ? Long.MAX_VALUE
                : pace.keepUpMs(kit.options().maxSamplesPerSend());
        spacing = stuck.passed() ? Spacing.NONE : spacing.afterSuccess(kit.options(), keepUpMs);
        pause(RetryPolicy.pauseMs(spacing, kit.random().getAsDouble()));
    }

    /** What was not written cannot be told from what was, and would not be written the next time either. */
    private void partlyWritten(Flight current, int samples, SendResult.Partial result) {
        if (result.written() == 0) {
            if (refusals.refused(
                    current, current.current(), new SendResult.Refused(result.status(), result.message()))) {
                proceed(current);
            }
            return;
        }
        int leftOut = kit.exchange().leftOutCount();
        leftOut(current, leftOut);
        kit.counters().samplesUnwritten.addAndGet(samples - leftOut - result.written());
        current.tally().refused(result.status());
        delivered(current, (int) result.written(), kit.monotonicMs().getAsLong());
    }

    /** Nothing of the current piece was taken, and nothing will be: on to the next. */
    private void pass(Flight current) {
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
        kit.progress().acknowledged(samples, now);
        lastSuccessMs = now;
        refusals.taken();
        current.parkedInARow(false);
        current.tally().taken();
        if (current.suspect() != null) {
            current.foundPoison();
            return;
        }
        current.pop();
        proceed(current);
    }

    private void retry(Flight current, SendResult.Retry result, long now) {
        current.failed(now);
        long delayMs = RetryPolicy.delayMs(spacing, result, kit.random().getAsDouble());
        pause(delayMs);
        if (result.doubtful()) {
            doubt.add(current.source().piece().range());
        }
        if (lane != Lane.BACKLOG && result.status() >= 500 && sidestep(current, result.status())) {
            return;
        }
        if (live != null
                && result.status() >= 500
                && bandFailures.convicts(current.source().range().fromInclusiveMs(), live.lastSuccessMs, now)) {
            bandFailures.forget();
            park(current, result.status());
        } else if (stuck.isSplitting()
                ? now - departedMs >= TURNS_HOLD_MS
                : now + delayMs - current.firstFailureMs() >= HOLD_MS) {
            giveUp(current);
            pace = pace.afterSetback();
        }
    }

    /** Deals with a stretch that an upstream fails at and that has no other lane to tell by; false when it is just to be tried again. */
    private boolean sidestep(Flight current, int status) {
        Piece piece = current.current();
        List<Piece> halves = piece.halves(Piece.Axis.SERIES);
        boolean divisible = !halves.isEmpty() && halves.get(0).range().equals(piece.range());
        switch (stuck.failed(current.source().piece().range().fromInclusiveMs(), divisible)) {
            case SPLIT -> {
                return current.split(halves);
            }
            case ROTATE -> {
                current.rotate();
                return true;
            }
            case PARK -> {
                setAside(current, status);
                current.pop();
                proceed(current);
                return true;
            }
            default -> {
                return false;
            }
        }
    }

    private void setAside(Flight current, int status) {
        current.tally().parked(status);
        kit.counters().samplesParked.addAndGet(current.current().sampleCount());
        culprits.found(current.current(), "set aside", status);
        spacing = Spacing.NONE; // the failures were the batch's own: others pass
    }

    private void park(Flight current, int status) {
        setAside(current, status);
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
        refusals.batchDone();
        stuck.done();
        TimeRange complete = current.source().completes();
        if (complete != null) {
            settle(current, complete);
        }
        load(current);
    }

    private void load(Flight current) {
        boolean loaded = current.load(refusals.splits());
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
        ledger.settle(current, part);
        if (current.source().isWhole()) {
            unreadInARow = 0;
        }
        if (current.samples() > 0) {
            doubt.settled(part);
        }
        parking.settled(current.tally().state(), kit.monotonicMs().getAsLong());
        denials.settled();
        current.nextPart();
    }

    /** Lets an interval go that is not through; what was taken of it is not in the ledger, and is sent again. */
    private void giveUp(Flight current) {
        if (current.tally().wasTaken()) {
            doubt.add(current.source().piece().range());
        }
        stuck.letGo();
        land(current);
    }

    private void land(Flight current) {
        current.source().close();
        kit.settler().close(current.claim());
        flight = null;
    }

    private void pause(long delayMs) {
        dueMs = kit.monotonicMs().getAsLong() + delayMs;
    }
}
