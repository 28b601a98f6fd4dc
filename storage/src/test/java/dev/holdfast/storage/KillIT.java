package dev.holdfast.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.testing.Campaign;
import dev.holdfast.storage.testing.ChildJvm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kills a process (signal 9) that appends as fast as it can, again and again on the same directory: no acknowledged tick
 * is lost, none invented.
 */
class KillIT {
    private static final int ROUNDS = 20;

    @TempDir
    Path temporary;

    /** The process that is killed: appends from a tick on, and counts in a mapped file what was begun and acknowledged. */
    static final class Child {
        private Child() {}

        /** Arguments: data directory, counter file, first tick, log engine. */
        public static void main(String[] arguments) throws IOException {
            AtomicLong nowMs = new AtomicLong(FastWriter.T0);
            MappedByteBuffer counters = counters(Path.of(arguments[1]));
            long first = Long.parseLong(arguments[2]);
            nowMs.set(FastWriter.T0 + first * FastWriter.TICK_MS);
            Store store = Store.open(
                    Path.of(arguments[0]), FastWriter.options(nowMs).withWal(WalEngine.valueOf(arguments[3])));
            FastWriter writer = new FastWriter(store, nowMs);
            for (long tick = first; ; tick++) {
                counters.putLong(0, tick + 1);
                writer.append(tick);
                counters.putLong(8, tick + 1);
            }
        }
    }

    private static MappedByteBuffer counters(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (channel.size() < 16) {
                channel.write(ByteBuffer.allocate(16), 0);
            }
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, 16);
        }
    }

    @ParameterizedTest
    @EnumSource
    void noAcknowledgedTickIsLost(WalEngine engine) throws Exception {
        Path data = Files.createDirectory(temporary.resolve("data"));
        Path counterFile = temporary.resolve("counters");
        MappedByteBuffer counters = counters(counterFile);
        long seed = Long.getLong("seed", 1);
        Random random = new Random(seed);
        long startedNs = System.nanoTime();
        long untilNs = startedNs + (long) (Campaign.campaignMinutes() * 60e9);
        long ticks = 0;
        int round = 0;
        for (; round < ROUNDS || System.nanoTime() < untilNs; round++) {
            counters.putLong(0, ticks);
            counters.putLong(8, ticks);
            Process child = start(data, counterFile, ticks, engine);
            long acknowledgedBefore = ticks;
            for (int i = 0; counters.getLong(8) == acknowledgedBefore && i < 20_000; i++) {
                if (!child.isAlive()) {
                    throw new AssertionError("child died: " + Files.readString(temporary.resolve("child.log")));
                }
                Thread.sleep(1);
            }
            Thread.sleep(random.nextInt(400));
            child.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            assertEquals(137, child.exitValue(), () -> "died by itself, see seed " + seed);
            long begun = counters.getLong(0);
            long acknowledged = counters.getLong(8);
            assertTrue(acknowledged > acknowledgedBefore, "nothing was appended");
            AtomicLong nowMs = new AtomicLong(FastWriter.T0 + begun * FastWriter.TICK_MS);
            try (StoreReader reader = StoreReader.open(data)) {
                ticks = FastWriter.judge(reader, acknowledged, begun);
            }
            if (round % 3 == 0) { // else the next child opens what the kill left
                try (Store store = Store.open(data, FastWriter.options(nowMs).withWal(engine))) {
                    assertEquals(ticks, FastWriter.judge(store, acknowledged, begun));
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "KillIT: %s, %d kills, %,d ticks of %d series, %.1f s%n",
                engine,
                round,
                ticks,
                FastWriter.SERIES,
                (System.nanoTime() - startedNs) / 1e9);
        canary(data, ticks);
    }

    /** Canary: a log that lost its end must be found. */
    private static void canary(Path data, long ticks) throws IOException {
        assertThrows(AssertionError.class, () -> {
            try (StoreReader reader = StoreReader.open(data)) {
                FastWriter.judge(reader, ticks + 1, ticks + 1);
            }
        });
    }

    private Process start(Path data, Path counterFile, long first, WalEngine engine) throws IOException {
        return ChildJvm.of(
                        Child.class,
                        List.of("-XX:TieredStopAtLevel=1"),
                        data.toString(),
                        counterFile.toString(),
                        Long.toString(first),
                        engine.name())
                .redirectErrorStream(true)
                .redirectOutput(temporary.resolve("child.log").toFile())
                .start();
    }
}
