package dev.holdfast.forwarder.otlp;

import static com.google.protobuf.CodedOutputStream.computeInt64Size;
import static com.google.protobuf.CodedOutputStream.computeStringSize;
import static com.google.protobuf.CodedOutputStream.computeUInt32SizeNoTag;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * Encoded attributes, one list after the other in a buffer that is kept: written once for a series, copied into each of
 * its points. One thread.
 */
final class Attributes {
    private final int field;
    private final int fieldTagBytes;
    private byte[] bytes = new byte[0];
    private int length;

    /** An empty buffer for attributes that are a field of this number. */
    Attributes(int field) {
        this.field = field;
        this.fieldTagBytes = CodedOutputStream.computeTagSize(field);
    }

    /** Forgets everything and keeps the room. */
    void clear() {
        length = 0;
    }

    /** Bytes so far: where the next list begins. */
    int length() {
        return length;
    }

    /** The buffer, only to be read; replaced when it grows. */
    byte[] bytes() {
        return bytes;
    }

    /** Adds a text. */
    void add(String key, String value) {
        int any = computeStringSize(OtlpFormat.ANY_STRING, value);
        try {
            CodedOutputStream out = begin(key, any);
            out.writeString(OtlpFormat.ANY_STRING, value);
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory failed", e); // sizes were computed: our bug
        }
    }

    /** Adds a whole number. */
    void add(String key, long value) {
        int any = computeInt64Size(OtlpFormat.ANY_INT, value);
        try {
            CodedOutputStream out = begin(key, any);
            out.writeInt64(OtlpFormat.ANY_INT, value);
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory failed", e); // sizes were computed: our bug
        }
    }

    private CodedOutputStream begin(String key, int any) throws IOException {
        int keyValue = computeStringSize(OtlpFormat.KEY_VALUE_KEY, key) + 1 + computeUInt32SizeNoTag(any) + any;
        int total = fieldTagBytes + computeUInt32SizeNoTag(keyValue) + keyValue;
        if (bytes.length - length < total) {
            bytes = Arrays.copyOf(bytes, Math.max(length + total, bytes.length * 2));
        }
        CodedOutputStream out = CodedOutputStream.newInstance(bytes, length, total);
        out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        out.writeUInt32NoTag(keyValue);
        out.writeString(OtlpFormat.KEY_VALUE_KEY, key);
        out.writeTag(OtlpFormat.KEY_VALUE_VALUE, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        out.writeUInt32NoTag(any);
        length += total;
        return out;
    }
}
