/**
 * Repair of a damaged data directory: finds with the checker, mends with the store, and says for each finding what was
 * lost and what was done. The top of the house: knows every room, and nobody knows it.
 *
 * <p>The rules: one corrupt block costs that block, one lost file that file; a manifest is made again from the files;
 * nothing that can be read is deleted; a second repair finds nothing to do.
 */
@NullMarked
package dev.holdfast.storage.repair;

import org.jspecify.annotations.NullMarked;
