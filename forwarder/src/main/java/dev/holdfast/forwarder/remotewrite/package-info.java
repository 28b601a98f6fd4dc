/**
 * Prometheus remote write 1.0, the sender's half: samples to bytes, bytes to an upstream, the answer to a result.
 *
 * <p>A request is one protobuf {@code WriteRequest} (field numbers in {@code WriteRequestFormat}) in one raw Snappy block,
 * never the framed format. Labels are sorted by bytes, the samples of a series by time; values go out with their exact
 * bits.
 *
 * <p>Source: prometheus/docs, Remote-Write 1.0 specification, April 2023. One thread an upstream. Knows nothing of ledgers
 * and lanes. Read first: {@code RemoteWriteExchange}. Next room: {@code dev.holdfast.forwarder}.
 */
@NullMarked
package dev.holdfast.forwarder.remotewrite;

import org.jspecify.annotations.NullMarked;
