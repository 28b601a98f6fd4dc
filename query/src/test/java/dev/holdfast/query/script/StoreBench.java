package dev.holdfast.query.script;

import dev.holdfast.storage.BulkLoader;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.Store;
import dev.holdfast.storage.StoreOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Samples in a store on disk, a new one after each {@link #clear()}. */
final class StoreBench implements SampleBench {
    private final Path directory;
    private @Nullable Store store;
    private @Nullable BulkLoader loader;
    private @Nullable Snapshot snapshot;

    StoreBench(Path directory) {
        this.directory = directory;
    }

    @Override
    public void clear() {
        letGo();
        try {
            if (store != null) {
                store.close();
                store = null;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void letGo() {
        if (snapshot != null) {
            snapshot.close();
            snapshot = null;
        }
    }

    @Override
    public void add(Labels labels, long timestampMs, long bits) {
        letGo();
        try {
            if (loader == null) {
                loader = open().bulkLoader(false);
            }
            loader.add(labels, timestampMs, bits);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Store open() throws IOException {
        if (store == null) {
            store = Store.open(Files.createTempDirectory(directory, "store"), StoreOptions.defaults());
        }
        return store;
    }

    @Override
    public Snapshot snapshot() {
        try {
            if (loader != null) {
                loader.finish();
                loader.close();
                loader = null;
            }
            if (snapshot == null) {
                snapshot = open().snapshot();
            }
            return Objects.requireNonNull(snapshot);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
