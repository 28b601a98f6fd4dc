/**
 * OTLP/HTTP metrics, the sender's half: samples to protobuf in gzip, bytes to an upstream, the answer to a result; and the
 * names that OpenTelemetry has for what is stored under those of node_exporter.
 *
 * <p>Invariants: the same piece gives the same bytes; no two series become one, whatever they are called on the wire; what
 * a request leaves out, since the protocol has no form for it, is counted; nothing is sent again that was answered with
 * anything but 429, 502, 503 and 504.
 *
 * <p>Source: opentelemetry-proto 1.9, its specification of OTLP/HTTP; semantic conventions in the version that {@code
 * semconv.txt} names. One thread an upstream. Knows nothing of ledgers and lanes. Read first: {@code OtlpExchange}. Next
 * room: {@code dev.holdfast.forwarder}.
 */
@NullMarked
package dev.holdfast.forwarder.otlp;

import org.jspecify.annotations.NullMarked;
