package dev.holdfast.fuzz;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each target on its seeds, on what fuzzing found once, and on some thousand blind changes of both from a seed: the part
 * of the fuzzing that is the same on each run. {@link FuzzIT} goes on with Jazzer.
 */
class FuzzTargetsTest {
    private static final int ROUNDS = 2_000;
    private static final long MAX_NS = 1_500_000_000L;

    static List<String> targets() {
        return Targets.names();
    }

    /** What fuzzing found once: {@code src/test/resources/fuzz/<target>/}, one input a file. */
    static List<byte[]> regressions(String target) throws IOException {
        Path folder = Path.of("src/test/resources/fuzz", target);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<byte[]> inputs = new java.util.ArrayList<>();
            for (Path file : files.sorted().toList()) {
                inputs.add(Files.readAllBytes(file));
            }
            return inputs;
        }
    }

    @ParameterizedTest
    @MethodSource("targets")
    void seedsRegressionsAndBlindChanges(String name) throws IOException {
        FuzzTarget target = Targets.named(name);
        List<byte[]> inputs = new java.util.ArrayList<>(target.seeds());
        assertTrue(!inputs.isEmpty());
        inputs.addAll(regressions(name));
        for (byte[] input : inputs) {
            run(target, input);
        }
        Random random = new Random(1);
        long untilNs = System.nanoTime() + MAX_NS;
        for (int round = 0; round < ROUNDS && System.nanoTime() < untilNs; round++) {
            run(target, changed(inputs.get(random.nextInt(inputs.size())), random));
        }
    }

    private static void run(FuzzTarget target, byte[] input) {
        try {
            Targets.run(target, input);
        } catch (Exception | Error e) {
            throw new AssertionError("input " + HexFormat.of().formatHex(input) + ": " + e, e);
        }
    }

    private static byte[] changed(byte[] input, Random random) {
        byte[] result = Arrays.copyOf(input, Math.max(0, input.length + random.nextInt(9) - 4));
        for (int i = random.nextInt(4); i >= 0 && result.length > 0; i--) {
            int at = random.nextInt(result.length);
            result[at] = random.nextBoolean() ? (byte) random.nextInt() : (byte) (result[at] ^ 1 << random.nextInt(8));
        }
        return result;
    }

    /** Canary: memory that the bytes made a reader ask for must be found. */
    @Test
    void anAllocationOutOfBoundsIsFound() {
        assertThrows(
                IllegalStateException.class,
                () -> Allocation.bounded(1 << 16, () -> assertTrue(new byte[1 << 20].length > 0)));
    }
}
