/**
 * What the bytes of a data directory are spent on: partitions, sstables and their parts, kinds of series, bloom filters,
 * and the files beside them. Reads only, and of sstables the index only.
 *
 * <p>Read first: {@link dev.holdfast.storage.survey.StorageSurvey}; what an sstable says of itself is
 * {@link dev.holdfast.storage.sstable.SstableAccount}.
 */
@NullMarked
package dev.holdfast.storage.survey;

import org.jspecify.annotations.NullMarked;
