package dev.holdfast.storage.io;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Appends numbers to a growing array, little-endian. One thread; reuse it with {@link #clear()}. */
public final class ByteWriter {
    private byte[] bytes;
    private int size;

    /** With room for some bytes at first. */
    public ByteWriter(int capacity) {
        bytes = new byte[Math.max(16, capacity)];
    }

    /** Forgets the content, keeps the room. */
    public ByteWriter clear() {
        size = 0;
        return this;
    }

    /** Bytes written. */
    public int size() {
        return size;
    }

    /** Drops everything after a size that was reached before. */
    public void truncate(int newSize) {
        if (newSize < 0 || newSize > size) {
            throw new IllegalArgumentException("newSize=" + newSize + " size=" + size);
        }
        size = newSize;
    }

    /** The array behind, valid up to {@link #size()} until the next write. */
    public byte[] array() {
        return bytes;
    }

    /** A buffer over what was written, valid until the next write. */
    public ByteBuffer toBuffer() {
        return ByteBuffer.wrap(bytes, 0, size);
    }

    /** A copy of what was written. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    /** One byte, the low eight bits. */
    public void u8(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
    }

    /** Two bytes. */
    public void u16(int value) {
        ensure(2);
        bytes[size++] = (byte) value;
        bytes[size++] = (byte) (value >>> 8);
    }

    /** Four bytes. */
    public void u32(int value) {
        ensure(4);
        setU32(size, value);
        size += 4;
    }

    /** Overwrites four bytes at an offset that was written before. */
    public void setU32(int offset, int value) {
        bytes[offset] = (byte) value;
        bytes[offset + 1] = (byte) (value >>> 8);
        bytes[offset + 2] = (byte) (value >>> 16);
        bytes[offset + 3] = (byte) (value >>> 24);
    }

    /** Eight bytes. */
    public void u64(long value) {
        ensure(8);
        for (int i = 0; i < 8; i++) {
            bytes[size++] = (byte) (value >>> (8 * i));
        }
    }

    /** Unsigned LEB128: 1 to 10 bytes. */
    public void uvarint(long value) {
        ensure(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /** Zigzag LEB128: small magnitudes of either sign are short. */
    public void varint(long value) {
        uvarint((value << 1) ^ (value >> 63));
    }

    /** Bytes as they are. */
    public void raw(byte[] source, int offset, int length) {
        ensure(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    /** A string: length in UTF-8 bytes as uvarint, then the bytes. */
    public void string(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        uvarint(utf8.length);
        raw(utf8, 0, utf8.length);
    }

    /** Counts bytes as written that someone put into {@link #array()} after {@link #ensure}. */
    public void advance(int count) {
        if (count < 0 || count > bytes.length - size) {
            throw new IllegalArgumentException("count=" + count + " room=" + (bytes.length - size));
        }
        size += count;
    }

    /** Makes room for that many more bytes. */
    public void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
        }
    }
}
