/**
 * What was deleted and still lies in sstables, which never change: ranges of time of some series, of some runs.
 *
 * <p>{@link dev.holdfast.storage.tombstone.Tombstones} is what a version has, and answers for a run and a series what of it
 * is deleted; {@link dev.holdfast.storage.tombstone.LiveCursor} leaves it out. Tombstones are kept in the manifest and go
 * when the runs that they hit are gone. All immutable; any thread.
 *
 * <p>Must not know: sstables, the log, regular expressions.
 */
@NullMarked
package dev.holdfast.storage.tombstone;

import org.jspecify.annotations.NullMarked;
