/**
 * The one seam to files, and the bytes inside them.
 *
 * <p>{@link dev.holdfast.storage.io.Directory} is a dozen operations; everything that the engine does to a disk goes
 * through it, so that one simulated directory can tear, fill and fail every write there is.
 * {@link dev.holdfast.storage.io.ByteReader} and {@link dev.holdfast.storage.io.ByteWriter} read and write numbers; the
 * reader checks bounds and knows its file and offset, so that wrong bytes become a
 * {@link dev.holdfast.storage.CorruptionException} that says where.
 *
 * <p>Must not know: any file format, any name of a file.
 */
@NullMarked
package dev.holdfast.storage.io;

import org.jspecify.annotations.NullMarked;
