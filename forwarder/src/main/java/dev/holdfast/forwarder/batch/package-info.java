/**
 * Samples on their way from the store to a request: columns that are filled again and again, and cuts through them.
 *
 * <p>Invariants: the samples of a series are in time order; a {@link dev.holdfast.forwarder.batch.Piece} copies nothing;
 * values are bits and stay so. Everything here belongs to the one thread of its upstream.
 *
 * <p>Knows nothing of networks, protocols or ledgers. Read first: {@code Batch}. Next room: {@code remotewrite}.
 */
@NullMarked
package dev.holdfast.forwarder.batch;

import org.jspecify.annotations.NullMarked;
