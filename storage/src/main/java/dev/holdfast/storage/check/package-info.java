/**
 * The checker: every invariant of a data directory, read-only. Tests and {@code holdfast verify} use the same. Nothing in
 * the engine depends on it.
 */
@NullMarked
package dev.holdfast.storage.check;

import org.jspecify.annotations.NullMarked;
