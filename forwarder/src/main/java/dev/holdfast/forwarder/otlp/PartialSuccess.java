package dev.holdfast.forwarder.otlp;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/**
 * What an {@code ExportMetricsServiceResponse} says.
 *
 * @param rejected points that were not stored and never will be; 0 for none
 * @param message why, or a warning; empty for none
 * @param readable whether all of it could be read
 */
record PartialSuccess(long rejected, String message, boolean readable) {
    /**
     * Reads an answer, or its beginning. What comes before the first byte that is wrong or missing counts: the number
     * comes before the text, which is what can be long. Allocates no more than there is.
     */
    static PartialSuccess read(byte[] body) {
        Reader reader = new Reader();
        boolean readable = reader.response(CodedInputStream.newInstance(body), body.length);
        return new PartialSuccess(reader.rejected, reader.message, readable);
    }

    private static final class Reader {
        private long rejected;
        private String message = "";

        private boolean response(CodedInputStream in, int available) {
            try {
                for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                    if (tag == lengthDelimited(OtlpFormat.RESPONSE_PARTIAL_SUCCESS)) {
                        int length = in.readUInt32();
                        if (length < 0 || length > available - in.getTotalBytesRead()) {
                            partial(in); // what there is of it
                            return false;
                        }
                        int outer = in.pushLimit(length);
                        partial(in);
                        in.popLimit(outer);
                    } else if (!in.skipField(tag)) {
                        return false;
                    }
                }
                return true;
            } catch (IOException e) {
                return false;
            }
        }

        private void partial(CodedInputStream in) throws IOException {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (tag == (OtlpFormat.PARTIAL_REJECTED << 3 | WireFormat.WIRETYPE_VARINT)) {
                    rejected = in.readInt64();
                } else if (tag == lengthDelimited(OtlpFormat.PARTIAL_MESSAGE)) {
                    message = in.readString();
                } else if (!in.skipField(tag)) {
                    throw new IOException("the end of a group that was not begun");
                }
            }
        }

        private static int lengthDelimited(int field) {
            return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
        }
    }
}
