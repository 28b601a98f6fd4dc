package dev.holdfast.fuzz;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Where Jazzer comes in for all targets at once, for a short run: the first byte chooses. */
public final class EveryTarget {
    private static final List<String> NAMES = Targets.names();

    private EveryTarget() {}

    /** Called by Jazzer, before inputs are timed: loads what the seeds need. */
    public static void fuzzerInitialize() throws IOException {
        for (String name : NAMES) {
            Targets.warmUp(Targets.named(name));
        }
    }

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        if (input.length > 0) {
            String name = NAMES.get((input[0] & 0xff) % NAMES.size());
            Targets.run(Targets.named(name), Arrays.copyOfRange(input, 1, input.length));
        }
    }

    /** An input of a target as one of this. */
    static byte[] input(String name, byte[] own) {
        byte[] input = new byte[own.length + 1];
        input[0] = (byte) NAMES.indexOf(name);
        System.arraycopy(own, 0, input, 1, own.length);
        return input;
    }
}
