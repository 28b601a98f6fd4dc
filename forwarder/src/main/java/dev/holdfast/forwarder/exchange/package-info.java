/**
 * One request and its answer, whatever the protocol: what a protocol has to offer to the lanes ({@code Exchange}), what can
 * become of a request ({@code SendResult}), and HTTP with its TLS.
 *
 * <p>Invariants: a request is sent once, by nobody but us; redirects are not followed; a secret is neither in a message nor
 * in a log line; an outcome is decided by the status and the headers, never by the text of an answer.
 *
 * <p>One thread an upstream; {@code abort} from any. Knows nothing of ledgers, lanes and message formats. Read first: {@code Exchange}.
 * Next rooms: {@code remotewrite} and {@code otlp}.
 */
@NullMarked
package dev.holdfast.forwarder.exchange;

import org.jspecify.annotations.NullMarked;
