/**
 * Sorted, immutable files of samples: written once, read any number of times.
 *
 * <p>Series stand in the order of their labels; the chunks of a series in the order of time. All series that were sampled
 * at the same times share one time column. Blocks are checksummed, so damage costs a block. A bloom filter over label
 * pairs says cheaply that a file has nothing to give; postings say which series have.
 *
 * <p>Format: docs/format/sstable.md. Must not know: the log, the manifest, other sstables. Read first:
 * {@link dev.holdfast.storage.sstable.SstableWriter}.
 */
@NullMarked
package dev.holdfast.storage.sstable;

import org.jspecify.annotations.NullMarked;
