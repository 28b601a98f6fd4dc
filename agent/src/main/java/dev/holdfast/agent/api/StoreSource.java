package dev.holdfast.agent.api;

import dev.holdfast.storage.StoreView;
import java.io.IOException;

/** Where answers come from: the store of this process, or a directory that is opened again when it has changed. Any thread. */
@FunctionalInterface
public interface StoreSource {
    /**
     * The store as it is now; the caller closes the lease when its answer is written.
     *
     * @throws IOException when it cannot be read; the message names the directory
     */
    Lease lease() throws IOException;

    /** A store that stays open until it is given back. */
    interface Lease extends AutoCloseable {
        /** What can be read. */
        StoreView store();

        @Override
        void close();
    }

    /** Always the same store, which outlives whoever asks. */
    static StoreSource of(StoreView store) {
        Lease lease = new Lease() {
            @Override
            public StoreView store() {
                return store;
            }

            @Override
            public void close() {
                // It is not ours to close.
            }
        };
        return () -> lease;
    }
}
