package dev.holdfast.storage.encoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.io.ByteReader;
import dev.holdfast.storage.io.ByteWriter;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bytes a sample on a recorded host, every sample decoded and compared. Sizes are facts, so a unit test holds them. */
class ChunkSizeTest {
    private static List<RecordedHost> host = List.of();

    @BeforeAll
    static void read() throws IOException {
        host = RecordedHost.read();
        assertEquals(482, host.size());
    }

    @Test
    void sealedChunks() throws IOException {
        assertAtMost(0.336, bytesPerSample(Effort.SEALED, 2048));
    }

    @Test
    void sealedChunksOfTenMinutes() throws IOException {
        assertAtMost(0.345, bytesPerSample(Effort.SEALED, 600));
    }

    @Test
    void youngChunks() throws IOException {
        assertAtMost(0.446, bytesPerSample(Effort.YOUNG, 1000));
    }

    /** Not this host: whatever the source, a sealed chunk costs little more than the noise in it. */
    @Test
    void noiseCostsLittleMoreThanItsEntropy() {
        SplittableRandom random = new SplittableRandom(6);
        int count = 2048;
        long[] uniformSteps = new long[count];
        long[] exponentialSteps = new long[count];
        long[] normalPages = new long[count];
        long counter = 0;
        long other = 0;
        for (int i = 0; i < count; i++) {
            counter += random.nextInt(5000);
            other += (long) (-Math.log(1 - random.nextDouble()) * 5000);
            uniformSteps[i] = Double.doubleToRawLongBits(counter / 1e2);
            exponentialSteps[i] = Double.doubleToRawLongBits((double) other);
            normalPages[i] = Double.doubleToRawLongBits((1_000_000 + Math.rint(random.nextGaussian() * 1500)) * 4096);
        }
        assertAtMost(1.035, overEntropy(uniformSteps, log2(5000)));
        assertAtMost(1.025, overEntropy(exponentialSteps, log2(5000 * Math.E)));
        assertAtMost(1.025, overEntropy(normalPages, log2(1500 * Math.sqrt(2 * Math.PI * Math.E))));
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }

    private static double overEntropy(long[] bits, double entropyBits) {
        int size = new ChunkEncoder().encode(bits, 0, bits.length, Effort.SEALED, new ByteWriter(4096));
        return size * 8 / (entropyBits * bits.length);
    }

    @Test
    void timesThatSeriesShare() throws IOException {
        Set<String> seen = new HashSet<>();
        long samples = 0;
        long bytes = 0;
        for (RecordedHost series : host) {
            samples += series.times().length;
            if (seen.add(Arrays.toString(series.times()))) {
                ByteWriter out = new ByteWriter(1024);
                int count = series.times().length;
                TimeColumn.encode(series.times(), 0, count, out);
                long[] back = new long[count];
                TimeColumn.decode(new ByteReader("times", 0, out.toByteArray()), count, back, 0);
                assertArrayEquals(series.times(), back);
                bytes += out.size();
            }
        }
        assertAtMost(0.0015, (double) bytes / samples);
    }

    private static double bytesPerSample(Effort effort, int samplesPerChunk) throws IOException {
        ChunkEncoder encoder = new ChunkEncoder();
        ChunkDecoder decoder = new ChunkDecoder();
        ByteWriter out = new ByteWriter(4096);
        long[] back = new long[samplesPerChunk];
        long samples = 0;
        long bytes = 0;
        for (RecordedHost series : host) {
            long[] bits = series.bits();
            for (int from = 0; from < bits.length; from += samplesPerChunk) {
                int count = Math.min(samplesPerChunk, bits.length - from);
                out.clear();
                bytes += encoder.encode(bits, from, count, effort, out);
                samples += count;
                decoder.decode(new ByteReader("chunk", 0, out.array(), 0, out.size()), count, back, 0);
                assertTrue(Arrays.equals(bits, from, from + count, back, 0, count), series.name());
            }
        }
        return (double) bytes / samples;
    }

    private static void assertAtMost(double limit, double found) {
        assertTrue(found <= limit, "found " + found + ", limit " + limit);
    }
}
