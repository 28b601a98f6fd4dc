package dev.holdfast.forwarder.compliance;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.holdfast.forwarder.testing.Receiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.TreeSet;
import org.xerial.snappy.Snappy;

/** Which fields there are in the messages of a recording, as paths of numbers: {@code 5.2.1} is the value of a sample of 2.0. */
final class FieldScan {
    private final Set<String> found = new TreeSet<>();

    private FieldScan() {}

    static Set<String> of(Recording recording) {
        FieldScan scan = new FieldScan();
        for (Receiver.Request request : recording.requests()) {
            try {
                scan.message("", Snappy.uncompress(request.body()), request.isV2());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return scan.found;
    }

    private void message(String prefix, byte[] bytes, boolean v2) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        while (!in.isAtEnd()) {
            int tag = in.readTag();
            String path = prefix + WireFormat.getTagFieldNumber(tag);
            found.add(path);
            boolean message = v2
                    ? path.equals("5") || path.equals("5.2") || path.equals("5.5")
                    : path.equals("1") || path.equals("1.1") || path.equals("1.2");
            if (message) {
                message(path + '.', in.readByteArray(), v2);
            } else {
                in.skipField(tag);
            }
        }
    }
}
