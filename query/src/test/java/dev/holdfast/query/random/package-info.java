/** Expressions made up from a seed. */
@NullMarked
package dev.holdfast.query.random;

import org.jspecify.annotations.NullMarked;
