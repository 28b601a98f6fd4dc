package dev.holdfast.forwarder.remotewrite;

import static com.google.protobuf.CodedOutputStream.computeTagSize;
import static com.google.protobuf.CodedOutputStream.computeUInt32SizeNoTag;
import static com.google.protobuf.CodedOutputStream.computeUInt64SizeNoTag;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.holdfast.forwarder.batch.Batch;
import dev.holdfast.forwarder.batch.Piece;
import dev.holdfast.storage.Labels;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Turns a piece into the body of a remote write 1.0 request: a {@code WriteRequest} in a raw Snappy block.
 *
 * <p>A series whose names 1.0 does not have is left out and counted: one of them would make a receiver refuse all that is
 * with it, or drop it without a word. One thread.
 */
final class WriteRequestEncoder implements BodyEncoder {
    private static final int TAG_BYTES = computeTagSize(1); // every field number here is below 16
    private static final int VALUE_FIELD_BYTES = TAG_BYTES + Double.BYTES;

    private final SeriesHeads heads;
    private final SnappyBlock block = new SnappyBlock();
    private int rawLength;
    private int sampleCount;
    private int leftOutCount;
    private @Nullable Labels leftOut;

    /** An encoder that adds external labels to every series that does not have them. */
    WriteRequestEncoder(Labels externalLabels) {
        heads = new SeriesHeads(externalLabels);
    }

    @Override
    public void encode(Piece piece) {
        rawLength = 0;
        sampleCount = 0;
        leftOutCount = 0;
        leftOut = null;
        try {
            for (int series = piece.fromSeries(); series < piece.toSeries(); series++) {
                int from = piece.firstSample(series);
                int to = piece.endSample(series);
                if (from < to) {
                    encodeSeries(piece.batch(), series, from, to);
                }
            }
            block.compress(rawLength);
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory failed", e); // sizes were computed: our bug
        }
    }

    private void encodeSeries(Batch batch, int series, int from, int to) throws IOException {
        byte[] head = heads.of(batch.labels(series));
        if (head == SeriesHeads.NO_WORDS) {
            leftOutCount += to - from;
            leftOut = batch.labels(series);
            return;
        }
        sampleCount += to - from;
        int content = head.length;
        for (int sample = from; sample < to; sample++) {
            content += TAG_BYTES + 1 + sampleLength(batch.timestampMs(sample)); // its length takes one byte: at most 20
        }
        int total = TAG_BYTES + computeUInt32SizeNoTag(content) + content;
        CodedOutputStream out = CodedOutputStream.newInstance(block.room(rawLength + total), rawLength, total);
        message(out, WriteRequestFormat.REQUEST_TIMESERIES, content);
        out.writeRawBytes(head);
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

    private static int sampleLength(long timestampMs) {
        return VALUE_FIELD_BYTES + TAG_BYTES + computeUInt64SizeNoTag(timestampMs);
    }

    @Override
    public SnappyBlock block() {
        return block;
    }

    @Override
    public int sampleCount() {
        return sampleCount;
    }

    @Override
    public int leftOutCount() {
        return leftOutCount;
    }

    @Override
    public @Nullable Labels leftOut() {
        return leftOut;
    }
}
