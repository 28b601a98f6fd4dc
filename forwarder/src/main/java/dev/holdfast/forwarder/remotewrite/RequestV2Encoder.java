package dev.holdfast.forwarder.remotewrite;

import static com.google.protobuf.CodedOutputStream.computeTagSize;
import static com.google.protobuf.CodedOutputStream.computeUInt32SizeNoTag;
import static com.google.protobuf.CodedOutputStream.computeUInt64SizeNoTag;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.holdfast.forwarder.batch.Batch;
import dev.holdfast.forwarder.batch.Piece;
import dev.holdfast.forwarder.exchange.LabelMerger;
import dev.holdfast.forwarder.exchange.SeriesFacts;
import dev.holdfast.storage.Labels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * Turns a piece into the body of a remote write 2.0 request.
 *
 * <p>Two passes over the piece: the first gives every string its number and adds up the lengths, the second writes. What
 * the first finds out of a series is kept as a row of integers: its length, the number of its label refs, the refs, then
 * type, help and unit. One thread.
 */
final class RequestV2Encoder implements BodyEncoder {
    private static final int TAG_BYTES = computeTagSize(1); // every field number here is below 16
    private static final int VALUE_FIELD_BYTES = TAG_BYTES + Double.BYTES;

    private final LabelMerger labels;
    private final SeriesFacts facts;
    private final RequestSymbols symbols = new RequestSymbols();
    private final SnappyBlock block = new SnappyBlock();
    private int[] rows = new int[1024];
    private int rowsEnd;
    private long[] startsMs = new long[256]; // one a sample, in the order of the request
    private int sampleCount;

    /**
     * An encoder that adds external labels to every series that does not have them.
     *
     * @param facts for metadata and start times
     */
    RequestV2Encoder(Labels externalLabels, SeriesFacts facts) {
        labels = new LabelMerger(externalLabels);
        this.facts = facts;
    }

    @Override
    public void encode(Piece piece) {
        symbols.clear();
        rowsEnd = 0;
        sampleCount = 0;
        int length = 0;
        for (int series = piece.fromSeries(); series < piece.toSeries(); series++) {
            int from = piece.firstSample(series);
            int to = piece.endSample(series);
            if (from < to) {
                int content = measure(piece.batch(), series, from, to);
                length += TAG_BYTES + computeUInt32SizeNoTag(content) + content;
            }
        }
        length += symbols.encodedLength();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(block.room(length), 0, length);
            symbols.write(out);
            write(out, piece);
            out.checkNoSpaceLeft();
            block.compress(length);
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory failed", e); // sizes were computed: our bug
        }
    }

    /** The first pass over a series: fills its row; the length of its message. */
    private int measure(Batch batch, int series, int from, int to) {
        Labels identity = batch.labels(series);
        labels.merge(identity);
        int refCount = 2 * labels.size();
        reserve(refCount + 5, to - from);
        int row = rowsEnd;
        int at = row + 2;
        int refsLength = 0;
        for (int i = 0; i < labels.size(); i++) {
            rows[at] = symbols.ref(labels.name(i));
            rows[at + 1] = symbols.ref(labels.value(i));
            refsLength += computeUInt32SizeNoTag(rows[at]) + computeUInt32SizeNoTag(rows[at + 1]);
            at += 2;
        }
        SeriesFacts.Family family = facts.family(identity.metricName());
        rows[at] = family == null ? RequestV2Format.TYPE_UNKNOWN : type(family.kind());
        rows[at + 1] = family == null ? 0 : symbols.ref(family.help());
        rows[at + 2] = family == null ? 0 : symbols.ref(family.unit());
        int metadataLength = metadataLength(at);
        int content = field(refsLength) + (metadataLength == 0 ? 0 : field(metadataLength));
        boolean counter = family != null && family.kind() == SeriesFacts.Kind.COUNTER;
        for (int sample = from; sample < to; sample++) {
            long timestampMs = batch.timestampMs(sample);
            long startMs = counter ? facts.startMs(identity, timestampMs) : 0;
            startsMs[sampleCount] = startMs > timestampMs ? 0 : startMs;
            content += field(sampleLength(timestampMs, startsMs[sampleCount]));
            sampleCount++;
        }
        rows[row] = content;
        rows[row + 1] = refCount;
        rowsEnd = at + 3;
        return content;
    }

    /** The second pass. */
    private void write(CodedOutputStream out, Piece piece) throws IOException {
        int row = 0;
        int start = 0;
        for (int series = piece.fromSeries(); series < piece.toSeries(); series++) {
            int from = piece.firstSample(series);
            int to = piece.endSample(series);
            if (from == to) {
                continue;
            }
            message(out, RequestV2Format.REQUEST_TIMESERIES, rows[row]);
            int at = writeRefs(out, row);
            for (int sample = from; sample < to; sample++) {
                writeSample(
                        out, piece.batch().timestampMs(sample), piece.batch().valueBits(sample), startsMs[start++]);
            }
            writeMetadata(out, at);
            row = at + 3;
        }
    }

    private int writeRefs(CodedOutputStream out, int row) throws IOException {
        int end = row + 2 + rows[row + 1];
        int length = 0;
        for (int i = row + 2; i < end; i++) {
            length += computeUInt32SizeNoTag(rows[i]);
        }
        message(out, RequestV2Format.TIMESERIES_LABELS_REFS, length);
        for (int i = row + 2; i < end; i++) {
            out.writeUInt32NoTag(rows[i]);
        }
        return end;
    }

    private static void writeSample(CodedOutputStream out, long timestampMs, long bits, long startMs)
            throws IOException {
        message(out, RequestV2Format.TIMESERIES_SAMPLES, sampleLength(timestampMs, startMs));
        out.writeFixed64(RequestV2Format.SAMPLE_VALUE, bits); // a double on the wire, bit for bit
        out.writeUInt64(RequestV2Format.SAMPLE_TIMESTAMP, timestampMs);
        if (startMs != 0) {
            out.writeUInt64(RequestV2Format.SAMPLE_START_TIMESTAMP, startMs);
        }
    }

    private void writeMetadata(CodedOutputStream out, int at) throws IOException {
        int length = metadataLength(at);
        if (length == 0) {
            return;
        }
        message(out, RequestV2Format.TIMESERIES_METADATA, length);
        writeUnlessZero(out, RequestV2Format.METADATA_TYPE, rows[at]);
        writeUnlessZero(out, RequestV2Format.METADATA_HELP_REF, rows[at + 1]);
        writeUnlessZero(out, RequestV2Format.METADATA_UNIT_REF, rows[at + 2]);
    }

    private static void writeUnlessZero(CodedOutputStream out, int field, int value) throws IOException {
        if (value != 0) {
            out.writeUInt32(field, value);
        }
    }

    private int metadataLength(int at) {
        int length = 0;
        for (int i = at; i < at + 3; i++) {
            length += rows[i] == 0 ? 0 : TAG_BYTES + computeUInt32SizeNoTag(rows[i]);
        }
        return length;
    }

    private static int sampleLength(long timestampMs, long startMs) {
        int start = startMs == 0 ? 0 : TAG_BYTES + computeUInt64SizeNoTag(startMs);
        return VALUE_FIELD_BYTES + TAG_BYTES + computeUInt64SizeNoTag(timestampMs) + start;
    }

    /** Length of a field of some content with its tag and its length. */
    private static int field(int content) {
        return TAG_BYTES + computeUInt32SizeNoTag(content) + content;
    }

    private static void message(CodedOutputStream out, int field, int length) throws IOException {
        out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        out.writeUInt32NoTag(length);
    }

    private static int type(SeriesFacts.Kind kind) {
        return switch (kind) {
            case UNKNOWN -> RequestV2Format.TYPE_UNKNOWN;
            case COUNTER -> RequestV2Format.TYPE_COUNTER;
            case GAUGE -> RequestV2Format.TYPE_GAUGE;
        };
    }

    private void reserve(int integers, int samples) {
        if (rowsEnd + integers > rows.length) {
            rows = Arrays.copyOf(rows, Math.max(rowsEnd + integers, rows.length * 2));
        }
        if (sampleCount + samples > startsMs.length) {
            startsMs = Arrays.copyOf(startsMs, Math.max(sampleCount + samples, startsMs.length * 2));
        }
    }

    @Override
    public SnappyBlock block() {
        return block;
    }

    @Override
    public int sampleCount() {
        return sampleCount;
    }
}
