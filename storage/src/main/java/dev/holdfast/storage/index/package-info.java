/**
 * From labels to series: symbols, postings lists from label pairs to series, and the registry of the series that this
 * process knows. Must not know: the log, sstables, files.
 */
@NullMarked
package dev.holdfast.storage.index;

import org.jspecify.annotations.NullMarked;
