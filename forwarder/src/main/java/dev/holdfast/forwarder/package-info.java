/**
 * Upstreams: what is in the store goes to each of them, and the ledger says what has arrived.
 *
 * <p>There is no queue. Each upstream has a {@link dev.holdfast.storage.Ledger}, a durable set of time intervals in the
 * store; what it does not cover is the backlog. A {@link dev.holdfast.forwarder.Forwarder} claims an interval, reads it
 * from a snapshot, sends it in requests, and settles the interval once all of them were answered. A crash in between
 * sends the interval again, bit for bit: at least once.
 *
 * <ul>
 *   <li>{@code LanePolicy} (pure) decides which interval is next, {@code Spacing} and {@code RetryPolicy} (pure) when the
 *       next request goes, {@code Courtesy} whether the limits and the day's budget allow it.
 *   <li>{@code LaneWorker} carries one interval at a time (a {@code Flight}) through an {@code Exchange};
 *       {@code Refusals}, {@code StuckBatch} and {@code Parking} say what becomes of what does not get through.
 *   <li>{@code Settler} writes to the ledger, also when the disk is full for a while.
 *   <li>{@code DeliveryAccount} is the meaning of the numbers in the ledger's note; {@code DeliverySpan} divides a span of
 *       time by what became of it; {@code Resend} makes a span pending again.
 *   <li>{@link dev.holdfast.forwarder.UpstreamStatus} says how things are, from the store alone.
 * </ul>
 *
 * <p>Invariants: a claim is taken before the snapshot that is sent; an interval is settled as delivered only when every
 * request of it was acknowledged; for a strict upstream the samples of a series go out oldest first, across requests; live
 * and backlog never share a request; nothing refused blocks what is behind it.
 *
 * <p>Thread rule: one thread an upstream steps {@code Forwarder.doWork()}; status and counters may be read by any. Rooms:
 * {@code upstream <- {batch, tls} <- exchange <- remotewrite <- } this one. Read first: {@code Forwarder}.
 */
@NullMarked
package dev.holdfast.forwarder;

import org.jspecify.annotations.NullMarked;
