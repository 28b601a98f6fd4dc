package dev.holdfast.storage.partition;

import dev.holdfast.storage.sstable.RunInfo;
import dev.holdfast.storage.sstable.SstableReader;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** A live sstable, open for as long as anyone holds it. Any thread. */
public final class Run {
    private final RunInfo info;
    private final SstableReader reader;
    private final AtomicInteger holders = new AtomicInteger(1);

    /** Held once, by the version that it is made for. */
    public Run(RunInfo info, SstableReader reader) {
        this.info = info;
        this.reader = reader;
    }

    /** What the manifest says of it. */
    public RunInfo info() {
        return info;
    }

    /** Its content; only while held. */
    public SstableReader reader() {
        return reader;
    }

    /** Holds it, unless the last holder has let go already. */
    boolean acquire() {
        int now = holders.get();
        while (now > 0) {
            if (holders.compareAndSet(now, now + 1)) {
                return true;
            }
            now = holders.get();
        }
        return false;
    }

    /** Lets go; the last one closes the file. */
    public void release() {
        if (holders.decrementAndGet() == 0) {
            try {
                reader.close();
            } catch (IOException e) {
                // Closing a file that was only read can lose nothing, and a reader could do nothing about it.
                return;
            }
        }
    }
}
