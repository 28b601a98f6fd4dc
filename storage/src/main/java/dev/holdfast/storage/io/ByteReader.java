package dev.holdfast.storage.io;

import dev.holdfast.storage.CorruptionException;
import java.nio.charset.StandardCharsets;

/**
 * Reads numbers from bytes of a file, little-endian, and refuses to read past their end. One thread.
 *
 * <p>Knows which file the bytes come from and at which offset they begin, so that what it throws says where.
 */
public final class ByteReader {
    private final String file;
    private final long fileOffset;
    private final byte[] bytes;
    private final int start;
    private final int end;
    private final boolean unpacked;
    private int position;

    /**
     * Over a part of an array, which stays the caller's and must not change meanwhile.
     *
     * @param file name for messages
     * @param fileOffset offset in the file of {@code bytes[from]}
     */
    public ByteReader(String file, long fileOffset, byte[] bytes, int from, int length) {
        this(file, fileOffset, bytes, from, length, false);
    }

    private ByteReader(String file, long fileOffset, byte[] bytes, int from, int length, boolean unpacked) {
        if (from < 0 || length < 0 || from + length > bytes.length) {
            throw new IllegalArgumentException("from=" + from + " length=" + length + " array=" + bytes.length);
        }
        this.file = file;
        this.fileOffset = fileOffset;
        this.bytes = bytes;
        this.start = from;
        this.position = from;
        this.end = from + length;
        this.unpacked = unpacked;
    }

    /**
     * Over a part of the payload of a frame. A place in it is none in the file, so what is thrown says where the frame is.
     *
     * @param frameOffset offset in the file of the frame
     */
    public static ByteReader unpacked(String file, long frameOffset, byte[] payload, int from, int length) {
        return new ByteReader(file, frameOffset, payload, from, length, true);
    }

    /** Over a whole array. */
    public ByteReader(String file, long fileOffset, byte[] bytes) {
        this(file, fileOffset, bytes, 0, bytes.length);
    }

    /** Bytes that are left. */
    public int remaining() {
        return end - position;
    }

    /** Bytes read so far. */
    public int position() {
        return position - start;
    }

    /** The array behind; index of the next byte is {@link #arrayPosition()}. For decoders that read in bulk. */
    public byte[] array() {
        return bytes;
    }

    /** Index in {@link #array()} of the next byte. */
    public int arrayPosition() {
        return position;
    }

    /** Goes forward by some bytes. */
    public void skip(int count) throws CorruptionException {
        require(count);
        position += count;
    }

    /** One byte, 0 to 255. */
    public int u8() throws CorruptionException {
        require(1);
        return bytes[position++] & 0xff;
    }

    /** Two bytes, 0 to 65535. */
    public int u16() throws CorruptionException {
        require(2);
        int value = (bytes[position] & 0xff) | (bytes[position + 1] & 0xff) << 8;
        position += 2;
        return value;
    }

    /** Four bytes, as an int of any sign. */
    public int u32() throws CorruptionException {
        require(4);
        int value = 0;
        for (int i = 3; i >= 0; i--) {
            value = value << 8 | (bytes[position + i] & 0xff);
        }
        position += 4;
        return value;
    }

    /** Eight bytes. */
    public long u64() throws CorruptionException {
        require(8);
        long value = 0;
        for (int i = 7; i >= 0; i--) {
            value = value << 8 | (bytes[position + i] & 0xff);
        }
        position += 8;
        return value;
    }

    /** Unsigned LEB128. */
    public long uvarint() throws CorruptionException {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            require(1);
            byte next = bytes[position++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw wrong("number", "longer than ten bytes");
    }

    /** Zigzag LEB128. */
    public long varint() throws CorruptionException {
        long raw = uvarint();
        return (raw >>> 1) ^ -(raw & 1);
    }

    /**
     * A uvarint that is a count or a length.
     *
     * @param limit largest sound value; checked before anyone allocates
     */
    public int count(int limit, String what) throws CorruptionException {
        long value = uvarint();
        if (value < 0 || value > limit) {
            throw wrong(what, "expected at most " + limit + ", found " + Long.toUnsignedString(value));
        }
        return (int) value;
    }

    /** A string as {@link ByteWriter#string} writes it. */
    public String string() throws CorruptionException {
        int length = count(remaining(), "string length");
        require(length);
        String value = new String(bytes, position, length, StandardCharsets.UTF_8);
        position += length;
        return value;
    }

    /** Copies bytes out. */
    public void raw(byte[] into, int offset, int length) throws CorruptionException {
        require(length);
        System.arraycopy(bytes, position, into, offset, length);
        position += length;
    }

    /** The exception that says that what was just read is wrong, with file and offset. */
    public CorruptionException wrong(String what, String detail) {
        return unpacked
                ? new CorruptionException(file, fileOffset, what, detail + " (byte " + position + " of the payload)")
                : new CorruptionException(file, fileOffset + position(), what, detail);
    }

    private void require(int count) throws CorruptionException {
        if (count < 0 || end - position < count) {
            throw wrong("end of data", "expected " + count + " more bytes, found " + (end - position));
        }
    }
}
