package dev.holdfast.storage.sstable;

import dev.holdfast.storage.CorruptionException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Walks the series of a run in the order of labels, with all their chunks, and holds one series block at a time. A block
 * that cannot be read is reported and passed over. One thread.
 */
public final class SeriesScan {
    private static final SstableSeries[] NONE = {};

    private final int blockCount;
    private final Blocks blocks;
    private int nextBlock;
    private SstableSeries[] block = NONE;
    private int inBlock;

    /** Reads and unpacks a series block. */
    interface Blocks {
        SstableSeries[] read(int block) throws IOException;
    }

    SeriesScan(int blockCount, Blocks blocks) {
        this.blockCount = blockCount;
        this.blocks = blocks;
    }

    /**
     * The next series, or null after the last.
     *
     * @param losses takes the damage of a block that is passed over
     * @throws IOException when a block cannot be read now; the scan stands before it
     */
    public @Nullable SstableSeries next(SstableCursor.Losses losses) throws IOException {
        while (inBlock == block.length) {
            if (nextBlock == blockCount) {
                block = NONE;
                inBlock = 0;
                return null;
            }
            try {
                block = blocks.read(nextBlock);
            } catch (CorruptionException e) {
                losses.damaged(e.damage());
                block = NONE;
            }
            nextBlock++;
            inBlock = 0;
        }
        return block[inBlock++];
    }
}
