/**
 * Rollups: what the samples of a sealed run come to, a row a minute and a row an hour.
 *
 * <p>Rows stand in the run whose samples they sum up and say nothing of any other, so nothing has to be kept in step: a
 * reader uses a row where its run alone has the window, and the samples everywhere else. A row is exact: count, smallest,
 * largest, first and last to the bit, the sum and what a counter lost but for their last bits.
 *
 * <p>Must not know: files, sstables. Read first: {@link dev.holdfast.storage.rollup.RollupTier}. Next room: {@code sstable},
 * which keeps rows.
 */
@NullMarked
package dev.holdfast.storage.rollup;

import org.jspecify.annotations.NullMarked;
