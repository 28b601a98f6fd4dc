package dev.holdfast.forwarder;

import dev.holdfast.forwarder.upstream.Order;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Counts what an upstream is sent, on from the account that its ledger had. Written by its one thread, read as
 * {@link SendTotals} by any.
 */
final class SendCounters implements BudgetMemory {
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
    private final AtomicLong budgetDay = new AtomicLong();
    private final AtomicLong budgetBytes = new AtomicLong();
    volatile boolean up;
    private final @Nullable Order order;
    private final long maxAgeMs;

    /** Counts from zero. */
    SendCounters() {
        this(null, 0);
    }

    /** Counts from zero, on the terms of today. */
    SendCounters(@Nullable Order order, long maxAgeMs) {
        this.order = order;
        this.maxAgeMs = maxAgeMs;
    }

    /** Goes on from an account. */
    void goOnFrom(DeliveryAccount before) {
        samplesSent.set(before.samplesSent());
        samplesRetried.set(before.samplesRetried());
        samplesRefused.set(before.samplesRefused());
        samplesUnwritten.set(before.samplesUnwritten());
        samplesAlreadyThere.set(before.samplesAlreadyThere());
        samplesParked.set(before.samplesParked());
        samplesSkipped.set(before.samplesSkipped());
        bytesSent.set(before.bytesSent());
        requests.set(before.requests());
        retries.set(before.retries());
        lastSuccessMs.set(before.lastSuccessMs());
        budgetDay.set(before.budgetDay());
        budgetBytes.set(before.budgetBytes());
    }

    @Override
    public Used read() {
        return new Used(budgetDay.get(), budgetBytes.get());
    }

    @Override
    public void write(Used used) {
        budgetDay.set(used.epochDay());
        budgetBytes.set(used.bytes());
    }

    /** What goes into the ledger's note. */
    DeliveryAccount account() {
        return new DeliveryAccount(
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
                budgetDay.get(),
                budgetBytes.get(),
                order,
                maxAgeMs);
    }

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
