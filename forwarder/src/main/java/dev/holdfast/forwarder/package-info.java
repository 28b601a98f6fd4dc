/** Upstreams: what is in the store goes to each of them, and the ledger says what has arrived. */
@NullMarked
package dev.holdfast.forwarder;

import org.jspecify.annotations.NullMarked;
