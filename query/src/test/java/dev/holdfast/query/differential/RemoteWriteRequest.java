package dev.holdfast.query.differential;

import dev.holdfast.storage.Labels;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;

/** A request of remote write 1.0 by hand: a few nested messages, and Snappy's format without any compression. */
final class RemoteWriteRequest {
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED_64 = 1;
    private static final int LITERAL_BYTES = 1 << 15;
    private static final int TWO_BYTES_OF_LENGTH = 61 << 2;

    private final ByteArrayOutputStream message = new ByteArrayOutputStream();

    /** Adds samples of a series. */
    void add(Labels labels, SortedMap<Long, Double> samples) {
        if (samples.isEmpty()) {
            return;
        }
        ByteArrayOutputStream series = new ByteArrayOutputStream();
        for (int i = 0; i < labels.size(); i++) {
            ByteArrayOutputStream label = new ByteArrayOutputStream();
            field(label, 1, labels.name(i).getBytes(StandardCharsets.UTF_8));
            field(label, 2, labels.value(i).getBytes(StandardCharsets.UTF_8));
            field(series, 1, label.toByteArray());
        }
        for (Map.Entry<Long, Double> entry : samples.entrySet()) {
            ByteArrayOutputStream sample = new ByteArrayOutputStream();
            sample.write((1 << 3) | FIXED_64);
            long bits = Double.doubleToRawLongBits(entry.getValue());
            for (int shift = 0; shift < 64; shift += 8) {
                sample.write((int) (bits >>> shift));
            }
            sample.write(2 << 3);
            varint(sample, entry.getKey());
            field(series, 2, sample.toByteArray());
        }
        field(message, 1, series.toByteArray());
    }

    private static void field(ByteArrayOutputStream out, int number, byte[] bytes) {
        out.write((number << 3) | LENGTH_DELIMITED);
        varint(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while (rest > 0x7f || rest < 0) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    /** As Snappy: its length, and literals. */
    byte[] compressed() {
        byte[] bytes = message.toByteArray();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        varint(out, bytes.length);
        for (int from = 0; from < bytes.length; from += LITERAL_BYTES) {
            int length = Math.min(LITERAL_BYTES, bytes.length - from);
            out.write(TWO_BYTES_OF_LENGTH);
            out.write(length - 1);
            out.write((length - 1) >> 8);
            out.write(bytes, from, length);
        }
        return out.toByteArray();
    }
}
