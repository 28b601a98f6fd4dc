package dev.holdfast.forwarder.testing;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xerial.snappy.Snappy;

/**
 * A remote write 2.0 request as a strict receiver reads it, by the numbers of the specification and without any of the
 * sender's code. Fields that the specification does not have, or has reserved, are errors; so are native histograms and
 * exemplars, which this sender does not have. Refs are kept as they came, for checks.
 *
 * @param symbols in the order they came
 * @param series in the order they came
 */
public record DecodedV2(List<String> symbols, List<Series> series) {
    /** One series, as it came. */
    public record Series(
            List<Integer> refs,
            List<Sample> samples,
            @Nullable Metadata metadata) {}

    /** One sample; the start is 0 when there is none. */
    public record Sample(long valueBits, long timestampMs, long startMs) {}

    /** What goes with a series. */
    public record Metadata(int type, int helpRef, int unitRef) {}

    private static final int LENGTH_DELIMITED = WireFormat.WIRETYPE_LENGTH_DELIMITED;

    /** Decodes a body: one raw Snappy block of a Request. */
    public static DecodedV2 ofBody(byte[] body) throws IOException {
        return ofMessage(Snappy.uncompress(body));
    }

    /** Decodes a Request. */
    public static DecodedV2 ofMessage(byte[] message) throws IOException {
        List<String> symbols = new ArrayList<>();
        List<Series> series = new ArrayList<>();
        CodedInputStream in = CodedInputStream.newInstance(message);
        while (!in.isAtEnd()) {
            int tag = in.readTag();
            if (tag == tag(4, LENGTH_DELIMITED)) {
                if (!series.isEmpty()) {
                    throw new IOException(
                            "a symbol behind the series, where a reader of a stream does not have it yet");
                }
                symbols.add(in.readStringRequireUtf8());
            } else if (tag == tag(5, LENGTH_DELIMITED)) {
                series.add(series(in.readByteArray()));
            } else {
                throw unknown("Request", tag);
            }
        }
        return new DecodedV2(symbols, series);
    }

    private static Series series(byte[] message) throws IOException {
        List<Integer> refs = new ArrayList<>();
        List<Sample> samples = new ArrayList<>();
        Metadata metadata = null;
        CodedInputStream in = CodedInputStream.newInstance(message);
        while (!in.isAtEnd()) {
            int tag = in.readTag();
            if (tag == tag(1, LENGTH_DELIMITED)) {
                CodedInputStream packed = CodedInputStream.newInstance(in.readByteArray());
                while (!packed.isAtEnd()) {
                    refs.add(packed.readUInt32());
                }
            } else if (tag == tag(2, LENGTH_DELIMITED)) {
                samples.add(sample(in.readByteArray()));
            } else if (tag == tag(5, LENGTH_DELIMITED) && metadata == null) {
                metadata = metadata(in.readByteArray());
            } else {
                throw unknown("TimeSeries", tag);
            }
        }
        return new Series(refs, samples, metadata);
    }

    private static Sample sample(byte[] message) throws IOException {
        long bits = 0;
        long timestampMs = 0;
        long startMs = 0;
        CodedInputStream in = CodedInputStream.newInstance(message);
        while (!in.isAtEnd()) {
            int tag = in.readTag();
            if (tag == tag(1, WireFormat.WIRETYPE_FIXED64)) {
                bits = in.readRawLittleEndian64();
            } else if (tag == tag(2, WireFormat.WIRETYPE_VARINT)) {
                timestampMs = in.readInt64();
            } else if (tag == tag(3, WireFormat.WIRETYPE_VARINT)) {
                startMs = in.readInt64();
            } else {
                throw unknown("Sample", tag);
            }
        }
        return new Sample(bits, timestampMs, startMs);
    }

    private static Metadata metadata(byte[] message) throws IOException {
        int[] values = new int[5];
        CodedInputStream in = CodedInputStream.newInstance(message);
        while (!in.isAtEnd()) {
            int tag = in.readTag();
            int field = WireFormat.getTagFieldNumber(tag);
            if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_VARINT || field == 2 || field > 4) {
                throw unknown("Metadata", tag);
            }
            values[field] = in.readUInt32();
        }
        return new Metadata(values[1], values[3], values[4]);
    }

    private static int tag(int field, int type) {
        return field << 3 | type;
    }

    private static IOException unknown(String message, int tag) {
        return new IOException(message + " has a field " + (tag >>> 3) + " of wire type " + (tag & 7));
    }

    /** The symbol of a ref. */
    public String symbol(int ref) {
        return symbols.get(ref);
    }

    /** Names and values of a series in the order they came. */
    public List<String> pairs(Series one) {
        return one.refs().stream().map(this::symbol).toList();
    }

    /** The series as 1.0 has them. */
    public List<DecodedSeries> asV1() {
        return series.stream()
                .map(one -> new DecodedSeries(
                        pairs(one),
                        one.samples().stream().map(Sample::timestampMs).toList(),
                        one.samples().stream().map(Sample::valueBits).toList()))
                .toList();
    }
}
