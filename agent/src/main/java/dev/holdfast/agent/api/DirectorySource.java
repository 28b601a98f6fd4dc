package dev.holdfast.agent.api;

import dev.holdfast.storage.StoreReader;
import dev.holdfast.storage.StoreView;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A data directory as it is at each question. It is opened again when a file in it has changed, and not before; questions at the
 * same time share what is open, and the last one that uses what is out of date closes it. Any thread.
 */
public final class DirectorySource implements StoreSource, Closeable {
    private final Path directory;
    private final Opener opener;
    private @Nullable Shared current; // guarded by this
    private int openCount; // guarded by this

    /** Opens a directory. */
    @FunctionalInterface
    interface Opener {
        StoreView open(Path directory) throws IOException;
    }

    /** Over a directory; nothing is opened yet. */
    public DirectorySource(Path directory) {
        this(directory, StoreReader::open);
    }

    DirectorySource(Path directory, Opener opener) {
        this.directory = directory;
        this.opener = opener;
    }

    @Override
    public synchronized Lease lease() throws IOException {
        // Before it is opened: what changes meanwhile is seen by the next question.
        DirectoryStamp now = DirectoryStamp.of(directory);
        Shared shared = current;
        if (shared == null || !now.isSameAs(shared.stamp)) {
            Shared opened = new Shared(opener.open(directory), now);
            openCount++;
            if (shared != null) {
                shared.release();
            }
            current = opened;
            shared = opened;
        }
        shared.users++;
        return new Use(shared);
    }

    /** How often the directory was opened so far. */
    synchronized int openCount() {
        return openCount;
    }

    @Override
    public synchronized void close() {
        if (current != null) {
            current.release();
            current = null;
        }
    }

    /** What is open, and how many use it; the source itself is one of them. */
    private static final class Shared {
        private final StoreView store;
        private final DirectoryStamp stamp;
        private int users = 1; // guarded by the source

        Shared(StoreView store, DirectoryStamp stamp) {
            this.store = store;
            this.stamp = stamp;
        }

        void release() {
            users--;
            if (users == 0) {
                try {
                    store.close();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e); // a reader has nothing to write
                }
            }
        }
    }

    private final class Use implements Lease {
        private @Nullable Shared shared;

        Use(Shared shared) {
            this.shared = shared;
        }

        @Override
        public StoreView store() {
            Shared open = shared;
            if (open == null) {
                throw new IllegalStateException("lease is closed");
            }
            return open.store;
        }

        @Override
        public void close() {
            synchronized (DirectorySource.this) {
                if (shared != null) {
                    shared.release();
                    shared = null;
                }
            }
        }
    }
}
