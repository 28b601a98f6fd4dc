/**
 * What belongs to the store: which sstables are live, where the log must be replayed from, and the ledgers.
 *
 * <p>Each {@link dev.holdfast.storage.manifest.Manifest} is a whole, immutable state; a change makes the next
 * generation, written beside the one before and made visible by a rename. When none can be read,
 * {@link dev.holdfast.storage.manifest.ManifestStore} makes one from the sstables themselves.
 *
 * <p>Format: docs/format/manifest.md. Must not know: series, samples, the inside of the log.
 */
@NullMarked
package dev.holdfast.storage.manifest;

import org.jspecify.annotations.NullMarked;
