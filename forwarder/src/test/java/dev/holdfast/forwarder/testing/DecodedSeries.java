package dev.holdfast.forwarder.testing;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.holdfast.storage.Labels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.xerial.snappy.Snappy;

/**
 * One time series as a receiver sees it, decoded without any of the sender's code.
 *
 * @param pairs names and values in the order they came
 * @param timestampsMs in the order they came
 * @param valueBits in the order they came
 */
public record DecodedSeries(List<String> pairs, List<Long> timestampsMs, List<Long> valueBits) {
    /** The labels in any order. */
    public Labels labels() {
        return Labels.of(pairs.toArray(String[]::new));
    }

    /** The names in the order they came. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i += 2) {
            names.add(pairs.get(i));
        }
        return names;
    }

    /** Decodes a request's body: one raw Snappy block of a WriteRequest. */
    public static List<DecodedSeries> ofBody(byte[] body) throws IOException {
        return ofMessage(Snappy.uncompress(body));
    }

    /** Decodes a WriteRequest. */
    public static List<DecodedSeries> ofMessage(byte[] message) throws IOException {
        List<DecodedSeries> result = new ArrayList<>();
        CodedInputStream in = CodedInputStream.newInstance(message);
        while (!in.isAtEnd()) {
            expect(in.readTag(), 1, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            result.add(series(in.readByteArray()));
        }
        return result;
    }

    private static DecodedSeries series(byte[] message) throws IOException {
        DecodedSeries series = new DecodedSeries(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        CodedInputStream in = CodedInputStream.newInstance(message);
        while (!in.isAtEnd()) {
            int tag = in.readTag();
            CodedInputStream content = CodedInputStream.newInstance(in.readByteArray());
            if (WireFormat.getTagFieldNumber(tag) == 1) {
                expect(content.readTag(), 1, WireFormat.WIRETYPE_LENGTH_DELIMITED);
                series.pairs.add(content.readStringRequireUtf8());
                expect(content.readTag(), 2, WireFormat.WIRETYPE_LENGTH_DELIMITED);
                series.pairs.add(content.readStringRequireUtf8());
            } else {
                expect(tag, 2, WireFormat.WIRETYPE_LENGTH_DELIMITED);
                expect(content.readTag(), 1, WireFormat.WIRETYPE_FIXED64);
                series.valueBits.add(content.readRawLittleEndian64());
                expect(content.readTag(), 2, WireFormat.WIRETYPE_VARINT);
                series.timestampsMs.add(content.readInt64());
            }
            if (!content.isAtEnd()) {
                throw new IOException("more in a message than the schema has");
            }
        }
        return series;
    }

    private static void expect(int tag, int field, int type) throws IOException {
        if (tag != (field << 3 | type)) {
            throw new IOException("expected field " + field + " of type " + type + ", found tag " + tag);
        }
    }
}
