package dev.holdfast.benchmarks.kinds;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.benchmarks.RecordedHost.Recording;
import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.encoding.ChunkDecoder;
import dev.holdfast.storage.encoding.ChunkEncoder;
import dev.holdfast.storage.encoding.Effort;
import dev.holdfast.storage.encoding.TimeColumn;
import dev.holdfast.storage.io.ByteReader;
import dev.holdfast.storage.io.ByteWriter;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the recorded host weighs is held by the storage tests; here are the others, so that nobody tunes to one file. Values
 * in sealed chunks of some hours, and stamps once for all series that have the same.
 */
class KindTest {
    private static final int TICKS = 2_000;
    private static final long FROM_MS = 1_795_305_600_000L;

    @ParameterizedTest
    @CsvSource({
        "NORMALISED, 0.82",
        "PERCENT, 1.95",
        "SINGLE, 1.41",
        "DURATION, 2.95",
        "COUNTER, 1.08",
        "STATE, 0.030",
        "HISTOGRAM, 0.434",
        "HOLES, 0.795"
    })
    void aKindWeighsAtMost(Kind kind, double bytesPerSample) throws CorruptionException {
        int step = kind.stepSeconds();
        List<Recording> recordings = kind.make(FROM_MS, step, Math.min(TICKS, 86_400 / step));
        ChunkEncoder encoder = new ChunkEncoder();
        ByteWriter out = new ByteWriter(1 << 16);
        Set<String> columns = new HashSet<>();
        long samples = 0;
        long bytes = 0;
        for (Recording recording : recordings) {
            long[] bits = Arrays.stream(recording.values())
                    .mapToLong(Double::doubleToRawLongBits)
                    .toArray();
            out.clear();
            encoder.encode(bits, 0, bits.length, Effort.SEALED, out);
            samples += bits.length;
            bytes += out.size();
            long[] back = new long[bits.length];
            new ChunkDecoder().decode(new ByteReader("chunk", 0, out.toByteArray()), bits.length, back, 0);
            assertArrayEquals(bits, back, recording.labels().toString());
            if (columns.add(Arrays.toString(recording.timesMs()))) {
                out.clear();
                TimeColumn.encode(recording.timesMs(), 0, bits.length, out);
                bytes += out.size();
                TimeColumn.decode(new ByteReader("times", 0, out.toByteArray()), bits.length, back, 0);
                assertArrayEquals(recording.timesMs(), back);
            }
        }
        double found = (double) bytes / samples;
        assertTrue(found <= bytesPerSample, kind + ": found " + found + ", limit " + bytesPerSample);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aKindIsTheSameEachTime(Kind kind) {
        List<Recording> first = kind.make(FROM_MS, 60, 20);
        List<Recording> again = kind.make(FROM_MS, 60, 20);
        assertEquals(first.size(), again.size());
        for (int i = 0; i < first.size(); i++) {
            assertArrayEquals(first.get(i).timesMs(), again.get(i).timesMs());
            assertArrayEquals(first.get(i).values(), again.get(i).values());
        }
    }

    /** The results in the documents are of these values; libraries may round otherwise, {@link StrictMath} may not. */
    @Test
    void kindsAreTheSameOnEveryMachine() {
        CRC32 crc = new CRC32();
        for (Kind kind : Kind.values()) {
            for (Recording recording : kind.make(FROM_MS, 60, 20)) {
                for (int i = 0; i < recording.values().length; i++) {
                    ByteBuffer sample = ByteBuffer.allocate(16);
                    sample.putLong(recording.timesMs()[i]).putDouble(recording.values()[i]);
                    crc.update(sample.flip());
                }
            }
        }
        assertEquals("60789c28", Long.toHexString(crc.getValue()));
    }
}
