/**
 * Prometheus remote write 1.0 and 2.0, the sender's half: samples to bytes, bytes to an upstream, the answer to a result.
 *
 * <p>A request is one protobuf message in one raw Snappy block, never the framed format: a {@code WriteRequest} of 1.0
 * (field numbers in {@code WriteRequestFormat}) or a {@code Request} of 2.0 ({@code RequestV2Format}), from one {@code BodyEncoder}
 * each. Labels are sorted by bytes, the samples of a series by time; values go out with their exact bits. Native histograms
 * and exemplars are never sent, since the store has none.
 *
 * <p>Which version is spoken is {@code Negotiation}'s to say, what an answer means is in {@code AnswerRules}; both are free of
 * networks and clocks. A 2.0 request counts as stored only as far as the answer says so in its headers.
 *
 * <p>Source: prometheus/docs, Remote-Write 1.0 specification, April 2023, and 2.0-rc.4; where the two leave a choice, what real
 * receivers do. One thread an upstream. Knows nothing of ledgers and lanes. Read first: {@code RemoteWriteExchange}. Next
 * room: {@code dev.holdfast.forwarder}.
 */
@NullMarked
package dev.holdfast.forwarder.remotewrite;

import org.jspecify.annotations.NullMarked;
