/**
 * Samples in memory until they are written out: one block of rows for each layout of a tick, so that all series of a tick
 * share one time column.
 *
 * <p>One thread appends. Readers see, without locks, the rows up to the sequence number that their snapshot fixed.
 * Must not know: files.
 */
@NullMarked
package dev.holdfast.storage.memtable;

import org.jspecify.annotations.NullMarked;
