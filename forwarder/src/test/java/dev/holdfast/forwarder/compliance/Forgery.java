package dev.holdfast.forwarder.compliance;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnsafeByteOperations;
import com.sun.net.httpserver.Headers;
import dev.holdfast.forwarder.testing.DecodedV2;
import dev.holdfast.forwarder.testing.Receiver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.xerial.snappy.Snappy;
import org.xerial.snappy.SnappyFramedOutputStream;

/**
 * A 2.0 request as a broken sender might make it: everything of a sound one can be changed, then it is encoded as it stands,
 * with none of the product's code.
 */
final class Forgery {
    /** A series that can be changed. */
    static final class Series {
        final List<Integer> refs = new ArrayList<>();
        final List<DecodedV2.Sample> samples = new ArrayList<>();
        int type;
        int helpRef;
        int unitRef;
        int strangeField; // with one more field of this number, empty
    }

    final List<String> symbols;
    final List<Series> series = new ArrayList<>();
    final Headers headers = new Headers();
    boolean framed;

    private Forgery(Receiver.Request sound) {
        DecodedV2 decoded;
        try {
            decoded = DecodedV2.ofBody(sound.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        symbols = new ArrayList<>(decoded.symbols());
        for (DecodedV2.Series one : decoded.series()) {
            Series copy = new Series();
            copy.refs.addAll(one.refs());
            copy.samples.addAll(one.samples());
            DecodedV2.Metadata metadata = one.metadata();
            if (metadata != null) {
                copy.type = metadata.type();
                copy.helpRef = metadata.helpRef();
                copy.unitRef = metadata.unitRef();
            }
            series.add(copy);
        }
        headers.putAll(sound.headers());
    }

    /** A recording with its first request changed. */
    static Recording of(Recording sound, Consumer<Forgery> change) {
        List<Recording.Exchange> exchanges = new ArrayList<>(sound.exchanges());
        Recording.Exchange first = exchanges.get(0);
        Forgery forgery = new Forgery(first.request());
        change.accept(forgery);
        exchanges.set(0, new Recording.Exchange(forgery.request(first.request()), first.atMs(), first.status()));
        return new Recording(exchanges, sound.stored(), sound.nowMs());
    }

    private Receiver.Request request(Receiver.Request sound) {
        byte[] body = body();
        Receiver.Request bare = new Receiver.Request(sound.method(), sound.path(), headers, body, List.of());
        try {
            return new Receiver.Request(
                    sound.method(),
                    sound.path(),
                    headers,
                    body,
                    DecodedV2.ofBody(body).asV1());
        } catch (IOException | IndexOutOfBoundsException e) {
            return bare; // so broken that it cannot be read
        }
    }

    private byte[] body() {
        try {
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            CodedOutputStream out = CodedOutputStream.newInstance(message);
            for (String symbol : symbols) {
                out.writeString(4, symbol);
            }
            for (Series one : series) {
                out.writeBytes(5, message(one));
            }
            out.flush();
            if (!framed) {
                return Snappy.compress(message.toByteArray());
            }
            ByteArrayOutputStream stream = new ByteArrayOutputStream();
            try (SnappyFramedOutputStream frames = new SnappyFramedOutputStream(stream)) {
                frames.write(message.toByteArray());
            }
            return stream.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ByteString message(Series one) throws IOException {
        return bytes(out -> {
            out.writeBytes(1, bytes(packed -> {
                for (int ref : one.refs) {
                    packed.writeUInt32NoTag(ref);
                }
            }));
            for (DecodedV2.Sample sample : one.samples) {
                out.writeBytes(2, bytes(content -> {
                    content.writeFixed64(1, sample.valueBits());
                    content.writeInt64(2, sample.timestampMs());
                    content.writeInt64(3, sample.startMs());
                }));
            }
            if (one.type + one.helpRef + one.unitRef > 0) {
                out.writeBytes(5, bytes(content -> {
                    content.writeUInt32(1, one.type);
                    content.writeUInt32(3, one.helpRef);
                    content.writeUInt32(4, one.unitRef);
                }));
            }
            if (one.strangeField > 0) {
                out.writeBytes(one.strangeField, ByteString.EMPTY);
            }
        });
    }

    /** Writes a message. */
    @FunctionalInterface
    private interface Writing {
        void to(CodedOutputStream out) throws IOException;
    }

    private static ByteString bytes(Writing writing) throws IOException {
        ByteArrayOutputStream buffer = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(buffer);
        writing.to(out);
        out.flush();
        return UnsafeByteOperations.unsafeWrap(buffer.toByteArray());
    }
}
