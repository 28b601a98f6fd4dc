package dev.holdfast.forwarder.remotewrite;

import static com.google.protobuf.CodedOutputStream.computeStringSize;
import static com.google.protobuf.CodedOutputStream.computeTagSize;
import static com.google.protobuf.CodedOutputStream.computeUInt32SizeNoTag;
import static com.google.protobuf.CodedOutputStream.computeUInt64SizeNoTag;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.holdfast.forwarder.batch.Batch;
import dev.holdfast.forwarder.batch.Piece;
import dev.holdfast.forwarder.exchange.LabelMerger;
import dev.holdfast.storage.Labels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.xerial.snappy.Snappy;

/**
 * Turns a piece into the body of a remote write 1.0 request: a {@code WriteRequest} in a raw Snappy block.
 *
 * <p>The same piece always gives the same bytes, so a request that is sent again is the same request. Both buffers are
 * kept and grow to the largest request so far. One thread.
 */
public final class WriteRequestEncoder {
    private static final int TAG_BYTES = computeTagSize(1); // every field number here is below 16
    private static final int VALUE_FIELD_BYTES = TAG_BYTES + Double.BYTES;

    private final LabelMerger labels;
    private byte[] raw = new byte[0];
    private int rawLength;
    private byte[] body = new byte[0];
    private int bodyLength;

    /** An encoder that adds external labels to every series that does not have them. */
    public WriteRequestEncoder(Labels externalLabels) {
        labels = new LabelMerger(externalLabels);
    }

    /** Replaces the content by the request for a piece; series without samples in it are left out. */
    public void encode(Piece piece) {
        rawLength = 0;
        try {
            for (int series = piece.fromSeries(); series < piece.toSeries(); series++) {
                int from = piece.firstSample(series);
                int to = piece.endSample(series);
                if (from < to) {
                    encodeSeries(piece.batch(), series, from, to);
                }
            }
            compress();
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory failed", e); // sizes were computed: our bug
        }
    }

    /** The request's body in the first {@link #bodyLength()} bytes; valid, and not to be changed, until the next encode. */
    public byte[] body() {
        return body;
    }

    /** Length of the body, bytes. */
    public int bodyLength() {
        return bodyLength;
    }

    /** Length before compression, bytes: what receivers bound. */
    public int rawLength() {
        return rawLength;
    }

    private void encodeSeries(Batch batch, int series, int from, int to) throws IOException {
        labels.merge(batch.labels(series));
        int content = labelsLength();
        for (int sample = from; sample < to; sample++) {
            content += TAG_BYTES + 1 + sampleLength(batch.timestampMs(sample)); // its length takes one byte: at most 20
        }
        int total = TAG_BYTES + computeUInt32SizeNoTag(content) + content;
        raw = withRoom(raw, rawLength + total);
        CodedOutputStream out = CodedOutputStream.newInstance(raw, rawLength, total);
        message(out, WriteRequestFormat.REQUEST_TIMESERIES, content);
        for (int i = 0; i < labels.size(); i++) {
            message(out, WriteRequestFormat.TIMESERIES_LABELS, labelLength(i));
            out.writeString(WriteRequestFormat.LABEL_NAME, labels.name(i));
            out.writeString(WriteRequestFormat.LABEL_VALUE, labels.value(i));
        }
        for (int sample = from; sample < to; sample++) {
            long timestampMs = batch.timestampMs(sample);
            message(out, WriteRequestFormat.TIMESERIES_SAMPLES, sampleLength(timestampMs));
            out.writeFixed64(
                    WriteRequestFormat.SAMPLE_VALUE, batch.valueBits(sample)); // a double on the wire, bit for bit
            out.writeUInt64(WriteRequestFormat.SAMPLE_TIMESTAMP, timestampMs);
        }
        out.checkNoSpaceLeft();
        rawLength += total;
    }

    private static void message(CodedOutputStream out, int field, int length) throws IOException {
        out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        out.writeUInt32NoTag(length);
    }

    private int labelsLength() {
        int length = 0;
        for (int i = 0; i < labels.size(); i++) {
            int label = labelLength(i);
            length += TAG_BYTES + computeUInt32SizeNoTag(label) + label;
        }
        return length;
    }

    private int labelLength(int index) {
        return computeStringSize(WriteRequestFormat.LABEL_NAME, labels.name(index))
                + computeStringSize(WriteRequestFormat.LABEL_VALUE, labels.value(index));
    }

    private static int sampleLength(long timestampMs) {
        return VALUE_FIELD_BYTES + TAG_BYTES + computeUInt64SizeNoTag(timestampMs);
    }

    private void compress() throws IOException {
        body = withRoom(body, Snappy.maxCompressedLength(rawLength));
        bodyLength = Snappy.compress(raw, 0, rawLength, body, 0);
    }

    private static byte[] withRoom(byte[] buffer, int length) {
        return buffer.length >= length ? buffer : Arrays.copyOf(buffer, Math.max(length, buffer.length * 2));
    }
}
