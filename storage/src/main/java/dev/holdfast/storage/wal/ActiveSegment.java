package dev.holdfast.storage.wal;

import dev.holdfast.storage.io.WritableFile;
import java.io.IOException;

/** A segment that takes records: {@link #tail} is the appending thread's, the rest is shared with syncs. */
final class ActiveSegment {
    final long id;
    final WritableFile file;

    /** Records end here at the latest. */
    final long limit;

    /** Where the next record begins. */
    volatile long tail = WalFormat.HEADER_BYTES;

    /** What lies before survives a power cut. */
    volatile long durable = WalFormat.HEADER_BYTES;

    /** It takes no more. */
    volatile boolean broken;

    ActiveSegment(long id, WritableFile file, long limit) {
        this.id = id;
        this.file = file;
        this.limit = limit;
    }

    /** Makes durable what was appended before the call. A failure is final. */
    void force() throws IOException {
        long upTo = tail;
        try {
            file.force();
        } catch (IOException e) {
            broken = true;
            throw e;
        }
        durable = upTo;
    }
}
