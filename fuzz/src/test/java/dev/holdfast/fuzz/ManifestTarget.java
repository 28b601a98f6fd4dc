package dev.holdfast.fuzz;

import dev.holdfast.storage.manifest.FileNames;
import dev.holdfast.storage.manifest.Manifest;
import dev.holdfast.storage.manifest.ManifestStore;
import dev.holdfast.storage.testing.SimulatedDirectory;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** A manifest without its checksum, which is made to fit. */
final class ManifestTarget implements FuzzTarget {
    @Override
    public void run(byte[] input) throws IOException {
        byte[] file = Arrays.copyOf(input, input.length + 4);
        Checksums.crc32c(file, 0, input.length, file, input.length);
        SimulatedDirectory directory = new SimulatedDirectory();
        directory.put(FileNames.manifest(Stores.GENERATION), file);
        ManifestStore.Loaded[] loaded = new ManifestStore.Loaded[1];
        try {
            Allocation.bounded((1 << 20) + 400L * file.length, () -> loaded[0] = ManifestStore.load(directory));
        } catch (dev.holdfast.storage.UnsupportedFormatException e) {
            return;
        }
        Manifest manifest = loaded[0].manifest();
        ManifestStore.prepare(directory, manifest);
        ManifestStore.publish(directory, manifest);
        byte[] written = directory.content(FileNames.manifest(manifest.generation()));
        Manifest again = ManifestStore.load(directory).manifest();
        ManifestStore.prepare(directory, again);
        ManifestStore.publish(directory, again);
        byte[] rewritten = directory.content(FileNames.manifest(again.generation()));
        if (!loaded[0].rebuilt() && !Arrays.equals(written, rewritten)) {
            throw new IllegalStateException("does not come back: " + manifest + " and " + again);
        }
    }

    @Override
    public List<byte[]> seeds() throws IOException {
        byte[] file = Stores.manifest();
        return List.of(Arrays.copyOf(file, file.length - 4));
    }
}
