/** What the tests of this module share: a store in memory, clocks that are moved by hand, a receiver on the loopback. */
@NullMarked
package dev.holdfast.forwarder.testing;

import org.jspecify.annotations.NullMarked;
