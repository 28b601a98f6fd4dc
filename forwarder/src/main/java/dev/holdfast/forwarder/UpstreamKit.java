package dev.holdfast.forwarder;

import dev.holdfast.forwarder.exchange.Exchange;
import dev.holdfast.forwarder.upstream.UpstreamOptions;
import dev.holdfast.storage.Ledger;
import dev.holdfast.storage.StoreView;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * What the lanes of one upstream share. Used by its one thread.
 *
 * @param wallClockMs milliseconds since the epoch: ages of samples, notes
 * @param monotonicMs milliseconds from anywhere, never back: pauses
 * @param random in [0, 1)
 */
record UpstreamKit(
        UpstreamOptions options,
        StoreView store,
        Ledger ledger,
        Exchange exchange,
        Settler settler,
        SendCounters counters,
        Courtesy courtesy,
        Progress progress,
        LongSupplier wallClockMs,
        LongSupplier monotonicMs,
        DoubleSupplier random) {}
