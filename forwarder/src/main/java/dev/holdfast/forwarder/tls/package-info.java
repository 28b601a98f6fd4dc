/**
 * TLS as an upstream's options want it: whom to trust, what to show, which name to expect. Files are PEM and are read again
 * when they have changed; one that is broken ends every attempt with its name, and what was read before it is not used.
 *
 * <p>Nothing in here is loaded for an upstream without {@code https}. One thread an upstream.
 *
 * <p>The other side of it is {@code ServerTls}, for what the agent serves itself: PEM as well, and files that may be rotated.
 *
 * <p>Read first: {@code TlsSockets}. Next room: {@code exchange}.
 */
@NullMarked
package dev.holdfast.forwarder.tls;

import org.jspecify.annotations.NullMarked;
