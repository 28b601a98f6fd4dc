package dev.holdfast.forwarder.otlp;

import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * A body in gzip (RFC 1952), made with one deflater and one buffer that are used again; the same bytes give the same body,
 * since no time and no name is in it. One thread. What the deflater has outside of the heap goes with this object.
 */
final class GzipBody {
    private static final int HEADER_BYTES = 10;
    private static final int TRAILER_BYTES = 8;
    private static final int MAGIC_1 = 0x1f;
    private static final int MAGIC_2 = 0x8b;
    private static final int SYSTEM_UNKNOWN = 0xff;

    private final Deflater deflater = new Deflater(LEVEL, true);
    private final CRC32 crc = new CRC32();
    private byte[] bytes = new byte[1_024];
    private int length;

    /** Level 1: see the rationale for what the others cost and save. */
    static final int LEVEL = Deflater.BEST_SPEED;

    /** Replaces the content by the beginning of an array, compressed. */
    void compress(byte[] raw, int rawLength) {
        deflater.reset();
        deflater.setInput(raw, 0, rawLength);
        deflater.finish();
        header();
        length = HEADER_BYTES;
        while (!deflater.finished()) {
            if (bytes.length - length <= TRAILER_BYTES) {
                bytes = Arrays.copyOf(bytes, bytes.length * 2);
            }
            length += deflater.deflate(bytes, length, bytes.length - length - TRAILER_BYTES);
        }
        crc.reset();
        crc.update(raw, 0, rawLength);
        putInt((int) crc.getValue());
        putInt(rawLength);
    }

    /** Forgets the content and keeps the room. */
    void clear() {
        length = 0;
    }

    /** The body in the first {@link #length()} bytes; valid, and not to be changed, until the next call. */
    byte[] bytes() {
        return bytes;
    }

    /** Length of the body, bytes; 0 for none. */
    int length() {
        return length;
    }

    private void header() {
        Arrays.fill(bytes, 0, HEADER_BYTES, (byte) 0);
        bytes[0] = (byte) MAGIC_1;
        bytes[1] = (byte) MAGIC_2;
        bytes[2] = Deflater.DEFLATED;
        bytes[9] = (byte) SYSTEM_UNKNOWN;
    }

    private void putInt(int value) {
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            bytes[length++] = (byte) (value >>> shift);
        }
    }
}
