package dev.holdfast.benchmarks.compare;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.holdfast.storage.Labels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.xerial.snappy.Snappy;

/** Bodies of remote write 1.0 requests, for servers that others wrote. One thread. */
final class RemoteWriteBody {
    private final List<byte[]> labels;
    private final byte[] sample = new byte[32];
    private final ByteArrayOutputStream request = new ByteArrayOutputStream(1 << 20);

    RemoteWriteBody(List<Labels> series) throws IOException {
        labels = new ArrayList<>();
        for (Labels of : series) {
            labels.add(encoded(of));
        }
    }

    private static byte[] encoded(Labels of) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        of.forEach((name, value) -> {
            try {
                ByteArrayOutputStream pair = new ByteArrayOutputStream();
                CodedOutputStream to = CodedOutputStream.newInstance(pair);
                to.writeString(1, name);
                to.writeString(2, value);
                to.flush();
                out.writeByteArray(1, pair.toByteArray());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        out.flush();
        return bytes.toByteArray();
    }

    RemoteWriteBody clear() {
        request.reset();
        return this;
    }

    /** Adds samples of a series; values by tick, then by series. */
    void add(int series, long[] timesMs, double[][] values, int ticks) throws IOException {
        ByteArrayOutputStream samples = new ByteArrayOutputStream(24 * ticks + 256);
        samples.write(labels.get(series));
        for (int t = 0; t < ticks; t++) {
            sample(samples, timesMs[t], values[t][series]);
        }
        series(samples);
    }

    /** Adds a stretch of a series. */
    void add(int series, long[] timesMs, double[] values, int from, int to) throws IOException {
        ByteArrayOutputStream samples = new ByteArrayOutputStream(24 * (to - from) + 256);
        samples.write(labels.get(series));
        for (int i = from; i < to; i++) {
            sample(samples, timesMs[i], values[i]);
        }
        series(samples);
    }

    private void sample(ByteArrayOutputStream to, long timeMs, double value) throws IOException {
        CodedOutputStream out = CodedOutputStream.newInstance(sample);
        out.writeDouble(1, value);
        out.writeInt64(2, timeMs);
        int length = sample.length - out.spaceLeft();
        to.write((2 << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED);
        to.write(length); // below 128
        to.write(sample, 0, length);
    }

    private void series(ByteArrayOutputStream content) throws IOException {
        byte[] head = new byte[12];
        CodedOutputStream out = CodedOutputStream.newInstance(head);
        out.writeTag(1, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        out.writeUInt32NoTag(content.size());
        request.write(head, 0, head.length - out.spaceLeft());
        content.writeTo(request);
    }

    /** The request, compressed. */
    byte[] body() throws IOException {
        return Snappy.compress(request.toByteArray());
    }
}
