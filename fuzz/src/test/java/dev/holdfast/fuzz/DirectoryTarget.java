package dev.holdfast.fuzz;

import dev.holdfast.storage.StoreReader;
import dev.holdfast.storage.UnsupportedFormatException;
import dev.holdfast.storage.check.StoreChecker;
import dev.holdfast.storage.repair.StoreRepair;
import dev.holdfast.storage.testing.SimulatedDirectory;
import dev.holdfast.storage.testing.StoreContents;
import java.io.IOException;
import java.util.List;

/**
 * A whole directory: the first byte is the file that is changed, the second how (changed bytes, cut short, gone), then the
 * changes. It opens, it is repaired, and then nothing is found.
 */
final class DirectoryTarget implements FuzzTarget {
    private final SimulatedDirectory base;
    private final List<String> names;

    DirectoryTarget() throws IOException {
        base = Stores.small();
        names = base.list();
    }

    @Override
    public void run(byte[] input) throws IOException {
        if (input.length < 2) {
            return;
        }
        SimulatedDirectory left = base.afterKill();
        String name = names.get((input[0] & 0xff) % names.size());
        byte[] content = base.content(name);
        switch (input[1] & 3) {
            case 0 -> left.delete(name);
            case 1 -> left.truncate(name, (int) (content.length * (input.length % 97 / 97.0)));
            default -> {
                Edits.apply(input, 2, content);
                left.put(name, content);
            }
        }
        try (StoreReader reader = StoreReader.open(left.afterKill())) {
            StoreContents.of(reader);
        } catch (UnsupportedFormatException e) {
            return;
        }
        StoreRepair.repair(left, Stores.OPTIONS);
        if (!new StoreChecker(left).check().findings().isEmpty()) {
            throw new IllegalStateException("findings after a repair of " + name);
        }
    }

    @Override
    public List<byte[]> seeds() {
        return names.stream()
                .map(name -> new byte[] {(byte) names.indexOf(name), 2, 30, 0, 9})
                .toList();
    }
}
