/**
 * The write-ahead log: what was appended, in order, until it is in an sstable.
 *
 * <p>{@link dev.holdfast.storage.wal.Wal} keeps opaque records in numbered segments;
 * {@link dev.holdfast.storage.wal.FileWal} is the engine over plain files, {@link dev.holdfast.storage.wal.ChronicleWal}
 * that over Chronicle Queue. {@link dev.holdfast.storage.wal.SegmentReader} reads what either wrote, without the library.
 * What is inside a record is the work of
 * {@link dev.holdfast.storage.wal.WalEncoder} and {@link dev.holdfast.storage.wal.WalDecoder}. Every segment can be read
 * by itself: it repeats the series and layouts that it uses, so that older segments can be let go.
 *
 * <p>A torn tail is where reading ends, not an error. Damage before the tail costs the damaged record, and the ticks up
 * to the next full one (at most {@link dev.holdfast.storage.wal.WalFormat#KEYFRAME_ROWS} of them); it is named.
 *
 * <p>Only this room sees Chronicle's classes, and only a store that was asked to write with it loads one.
 *
 * <p>Format: docs/format/wal.md, docs/format/wal-chronicle.md. Must not know: the index, sstables, the manifest.
 */
@NullMarked
package dev.holdfast.storage.wal;

import org.jspecify.annotations.NullMarked;
