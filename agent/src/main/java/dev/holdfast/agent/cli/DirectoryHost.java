package dev.holdfast.agent.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.holdfast.agent.config.LoadedConfig;
import dev.holdfast.storage.StoreView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What the API says when it answers out of a directory: ready at once, and of the directory what {@code status} says. */
final class DirectoryHost extends ConfiguredHost {
    private final Path directory;

    DirectoryHost(Path directory, LoadedConfig config, LongSupplier clock) {
        super(config, clock);
        this.directory = directory;
    }

    @Override
    public List<String> notReady() {
        return List.of();
    }

    @Override
    public boolean isSampling() {
        @Nullable LockHolder holder = LockHolder.of(directory);
        return holder != null && holder.isAgent();
    }

    @Override
    public Map<String, String> ownLabels() {
        return Map.of();
    }

    @Override
    public void writeStatus(JsonGenerator json, StoreView store) throws IOException {
        StatusReport.of(directory, store, null, nowMs()).writeJson(json);
    }
}
