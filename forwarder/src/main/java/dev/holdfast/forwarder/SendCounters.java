package dev.holdfast.forwarder;

import java.util.concurrent.atomic.AtomicLong;

/** Counts what an upstream is sent. Written by its one thread, read as {@link SendTotals} by any. */
final class SendCounters {
    final AtomicLong samplesSent = new AtomicLong();
    final AtomicLong samplesRetried = new AtomicLong();
    final AtomicLong samplesRefused = new AtomicLong();
    final AtomicLong samplesUnwritten = new AtomicLong();
    final AtomicLong samplesAlreadyThere = new AtomicLong();
    final AtomicLong samplesParked = new AtomicLong();
    final AtomicLong samplesSkipped = new AtomicLong();
    final AtomicLong bytesSent = new AtomicLong();
    final AtomicLong requests = new AtomicLong();
    final AtomicLong retries = new AtomicLong();
    final AtomicLong lastSuccessMs = new AtomicLong();
    volatile boolean up;

    /** The numbers now; each is right, but they are not of the same instant. */
    SendTotals totals() {
        return new SendTotals(
                samplesSent.get(),
                samplesRetried.get(),
                samplesRefused.get(),
                samplesUnwritten.get(),
                samplesAlreadyThere.get(),
                samplesParked.get(),
                samplesSkipped.get(),
                bytesSent.get(),
                requests.get(),
                retries.get(),
                lastSuccessMs.get(),
                up);
    }
}
