/**
 * What an upstream is: where it listens, what it takes, how it is spoken to. Values only; the configuration makes them.
 *
 * <p>Invariant: a secret leaves a {@link dev.holdfast.forwarder.upstream.Secret} at the moment of a request and nowhere
 * else; nothing here prints one. Everything is immutable; any thread.
 *
 * <p>Read first: {@code UpstreamOptions}. Next room: {@code batch}.
 */
@NullMarked
package dev.holdfast.forwarder.upstream;

import org.jspecify.annotations.NullMarked;
