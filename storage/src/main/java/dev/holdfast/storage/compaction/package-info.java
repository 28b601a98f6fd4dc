/**
 * Merging runs: of an open partition when there are many, of one whose time is past into a single run, and of those of a
 * day and of a week again, which are dense.
 *
 * <p>{@link dev.holdfast.storage.compaction.CompactionPicker} is a pure function from runs to a plan;
 * {@link dev.holdfast.storage.compaction.CompactionJob} carries it out; {@link dev.holdfast.storage.compaction.MergeCursor}
 * puts samples of several runs in one order, the newest of each millisecond winning.
 */
@NullMarked
package dev.holdfast.storage.compaction;

import org.jspecify.annotations.NullMarked;
