package dev.holdfast.benchmarks.micro;

import dev.holdfast.benchmarks.RecordedHost;
import dev.holdfast.benchmarks.RecordedHost.Recording;
import dev.holdfast.storage.encoding.ChunkDecoder;
import dev.holdfast.storage.encoding.ChunkEncoder;
import dev.holdfast.storage.encoding.Effort;
import dev.holdfast.storage.io.ByteReader;
import dev.holdfast.storage.io.ByteWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Chunks of a recorded host by class of series. An operation is 1000 samples, so that a score in operations a second is in
 * thousands of samples a second.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CodecBenchmark {
    private static final int SAMPLES = 1000;

    /** Which series. */
    @Param({"counter", "gauge", "constant"})
    public String kind = "";

    /** How they are written. */
    @Param({"SEALED", "YOUNG"})
    public String effort = "";

    private final ChunkEncoder encoder = new ChunkEncoder();
    private final ChunkDecoder decoder = new ChunkDecoder();
    private final ByteWriter out = new ByteWriter(1 << 16);
    private final long[] decoded = new long[SAMPLES];
    private final List<long[]> columns = new ArrayList<>();
    private final List<byte[]> chunks = new ArrayList<>();
    private Effort chosen = Effort.SEALED;
    private int next;

    /** Reads the host. */
    @Setup
    public void read() throws IOException {
        chosen = Effort.valueOf(effort);
        for (Recording recording : RecordedHost.read(RecordedHost.file())) {
            if (recording.values().length >= SAMPLES && kindOf(recording).equals(kind)) {
                long[] bits = Arrays.stream(recording.values())
                        .limit(SAMPLES)
                        .mapToLong(Double::doubleToRawLongBits)
                        .toArray();
                out.clear();
                encoder.encode(bits, 0, SAMPLES, chosen, out);
                columns.add(bits);
                chunks.add(out.toByteArray());
            }
        }
    }

    private static String kindOf(Recording recording) {
        if (Arrays.stream(recording.values()).limit(SAMPLES).distinct().count() == 1) {
            return "constant";
        }
        return recording.name().endsWith("_total") ? "counter" : "gauge";
    }

    /** One chunk written. */
    @Benchmark
    public int encode() {
        next = (next + 1) % columns.size();
        out.clear();
        return encoder.encode(columns.get(next), 0, SAMPLES, chosen, out);
    }

    /** One chunk read. */
    @Benchmark
    public long decode() throws IOException {
        next = (next + 1) % chunks.size();
        byte[] chunk = chunks.get(next);
        decoder.decode(new ByteReader("chunk", 0, chunk, 0, chunk.length), SAMPLES, decoded, 0);
        return decoded[SAMPLES - 1];
    }
}
