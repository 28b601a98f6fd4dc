package dev.holdfast.forwarder;

import dev.holdfast.forwarder.exchange.SendResult;
import dev.holdfast.storage.Ledger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the answers of an upstream to one lane: one log line when it goes down, one when it is back, one a minute for
 * what is refused; and decides when the ledger's note is worth a write, which is at a change and once a minute. One thread.
 */
final class Answers {
    private static final Logger log = LoggerFactory.getLogger(Answers.class);

    /** A note that says the same as before is written no more often than this. */
    static final long REPEAT_MS = 60_000;

    private final String lane;
    private final SendCounters counters;
    private boolean known;
    private boolean down;
    private int status;
    private long failures;
    private long downSinceMs;
    private boolean noteDue;
    private long notedMs;
    private long refusedLoggedMs;
    private long refusals;

    Answers(String upstream, Lane lane, SendCounters counters) {
        this.counters = counters;
        this.lane = upstream + (lane == Lane.BACKLOG ? " (backlog)" : "");
    }

    /** Takes notice of an answer. */
    void record(SendResult result, long monotonicMs) {
        boolean nowDown = result instanceof SendResult.Retry || result instanceof SendResult.Denied;
        boolean changed = !known || nowDown != down || (nowDown && result.status() != status);
        if (nowDown) {
            failures++;
            if (changed) {
                log.warn("upstream {}: down, what is collected is kept: {}", lane, result.message());
            }
            downSinceMs = !known || !down ? monotonicMs : downSinceMs;
        } else if (known && down) {
            log.info(
                    "upstream {}: up again after {} s and {} failed requests",
                    lane,
                    (monotonicMs - downSinceMs) / 1_000,
                    failures);
            failures = 0;
        }
        boolean refusalNews = (result instanceof SendResult.Refused || result instanceof SendResult.Partial)
                && refused(result, monotonicMs);
        noteDue |= changed || refusalNews || monotonicMs - notedMs >= REPEAT_MS;
        known = true;
        down = nowDown;
        status = result.status();
    }

    private boolean refused(SendResult result, long monotonicMs) {
        refusals++;
        if (refusals > 1 && monotonicMs - refusedLoggedMs < REPEAT_MS) {
            return false;
        }
        log.warn("upstream {}: refused {} requests so far, the newest with: {}", lane, refusals, result.message());
        refusedLoggedMs = monotonicMs;
        return true;
    }

    /** The note to write about a result now, or null when it would say nothing new. */
    Ledger.@Nullable Note takeNote(SendResult result, long nowMs, long monotonicMs) {
        return noteDue ? noteAlong(result, nowMs, monotonicMs) : null;
    }

    /** The note that goes along with a change of the ledger, where it costs some 50 bytes and no write of its own. */
    Ledger.Note noteAlong(SendResult result, long nowMs, long monotonicMs) {
        noteDue = false;
        notedMs = monotonicMs;
        return new Ledger.Note(nowMs, result.message(), counters.account().numbers());
    }
}
