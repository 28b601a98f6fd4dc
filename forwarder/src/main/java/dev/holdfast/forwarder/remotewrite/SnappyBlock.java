package dev.holdfast.forwarder.remotewrite;

import java.io.IOException;
import java.util.Arrays;
import org.xerial.snappy.Snappy;

/**
 * A message and its raw Snappy block, in two buffers that are kept and grow to the largest message so far. One thread.
 */
final class SnappyBlock {
    private byte[] raw = new byte[0];
    private int rawLength;
    private byte[] body = new byte[0];
    private int bodyLength;

    /** Where the message is written: at least so long, with its content kept. */
    byte[] room(int length) {
        raw = withRoom(raw, length);
        return raw;
    }

    /** Compresses the first bytes of the message's buffer; an empty message has an empty block's one byte. */
    void compress(int length) throws IOException {
        rawLength = length;
        body = withRoom(body, Snappy.maxCompressedLength(length));
        bodyLength = Snappy.compress(raw, 0, length, body, 0);
    }

    /** The block in the first {@link #bodyLength()} bytes. */
    byte[] body() {
        return body;
    }

    int bodyLength() {
        return bodyLength;
    }

    int rawLength() {
        return rawLength;
    }

    private static byte[] withRoom(byte[] buffer, int length) {
        return buffer.length >= length ? buffer : Arrays.copyOf(buffer, Math.max(length, buffer.length * 2));
    }
}
