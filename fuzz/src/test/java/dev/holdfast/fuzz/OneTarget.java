package dev.holdfast.fuzz;

import java.io.IOException;

/** Where Jazzer comes in for one target, which {@code -Dholdfast.fuzz.target} names. */
public final class OneTarget {
    private static final FuzzTarget TARGET = Targets.named(System.getProperty("holdfast.fuzz.target", ""));

    private OneTarget() {}

    /** Called by Jazzer, before inputs are timed: loads what the seeds need. */
    public static void fuzzerInitialize() throws IOException {
        Targets.warmUp(TARGET);
    }

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Targets.run(TARGET, input);
    }
}
