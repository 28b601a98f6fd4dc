/**
 * Columns of numbers as few bytes as can be, and back, to the bit.
 *
 * <p>Must not know: files, series, partitions. A column goes in as an array, comes out as an array.
 */
@NullMarked
package dev.holdfast.storage.encoding;

import org.jspecify.annotations.NullMarked;
