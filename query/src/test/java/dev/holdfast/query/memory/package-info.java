/** A store in memory, for tests of the engine. */
@NullMarked
package dev.holdfast.query.memory;

import org.jspecify.annotations.NullMarked;
