package dev.holdfast.storage.io;

import dev.holdfast.storage.CorruptionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.xerial.snappy.Snappy;

/**
 * A checksummed piece of a file: codec, sizes, payload, CRC32C over all of that. Compressed with Snappy where that makes
 * it smaller.
 *
 * <pre>
 *   u8 codec | u32 raw bytes | u32 stored bytes | stored ... | u32 crc32c of everything before
 * </pre>
 *
 * <p>Stateless; any thread.
 */
public final class FileFrame {
    /** Bytes of a frame beside its payload. */
    public static final int OVERHEAD_BYTES = 1 + 4 + 4 + 4;

    /** Largest payload, compressed or not; a length beyond it is damage. */
    public static final int MAX_BYTES = 1 << 30;

    private static final int HEADER_BYTES = 9;
    private static final int STORED = 0;
    private static final int SNAPPY = 1;

    private FileFrame() {}

    /**
     * Appends a frame to {@code out}.
     *
     * @return its size, bytes
     */
    public static int append(ByteWriter payload, ByteWriter out) throws IOException {
        int start = out.size();
        int raw = payload.size();
        if (raw > MAX_BYTES) {
            throw new IOException("a part of a file would be " + raw + " bytes, more than can be read again");
        }
        int room = Snappy.maxCompressedLength(raw);
        out.u8(SNAPPY);
        out.u32(raw);
        out.u32(0);
        out.ensure(room);
        int stored = Snappy.compress(payload.array(), 0, raw, out.array(), out.size());
        if (stored >= raw) {
            out.array()[start] = STORED;
            out.raw(payload.array(), 0, raw);
            stored = raw;
        } else {
            out.advance(stored);
        }
        out.setU32(start + 5, stored);
        CRC32C crc = new CRC32C();
        crc.update(out.array(), start, HEADER_BYTES + stored);
        out.u32((int) crc.getValue());
        return out.size() - start;
    }

    /**
     * Reads a frame.
     *
     * @param length its size as {@link #append} returned it
     * @throws CorruptionException when it is not what was written
     */
    public static byte[] read(ReadableFile file, long offset, int length) throws IOException {
        if (length < OVERHEAD_BYTES || length > MAX_BYTES) {
            throw new CorruptionException(file.name(), offset, "frame length", "found " + length);
        }
        long size = file.size();
        if (offset < 0 || offset > size - length) {
            throw new CorruptionException(
                    file.name(), size, "end of file", "expected " + length + " bytes at " + offset + ", found " + size);
        }
        byte[] bytes = new byte[length];
        int count = file.read(ByteBuffer.wrap(bytes), offset);
        if (count != length) {
            throw new CorruptionException(
                    file.name(), offset, "end of file", "expected " + length + " bytes, found " + count);
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length - 4);
        ByteReader tail = new ByteReader(file.name(), offset + length - 4, bytes, length - 4, 4);
        int expected = tail.u32();
        if (expected != (int) crc.getValue()) {
            throw new CorruptionException(
                    file.name(),
                    offset,
                    "checksum",
                    "expected " + Integer.toHexString(expected) + ", found "
                            + Integer.toHexString((int) crc.getValue()));
        }
        return unpack(file.name(), offset, bytes, length);
    }

    private static byte[] unpack(String file, long offset, byte[] bytes, int length) throws IOException {
        ByteReader header = new ByteReader(file, offset, bytes);
        int codec = header.u8();
        int raw = header.u32();
        int stored = header.u32();
        if (raw < 0 || raw > MAX_BYTES || stored != length - OVERHEAD_BYTES) {
            throw header.wrong("frame sizes", "raw " + raw + ", stored " + stored + ", frame " + length);
        }
        if (codec == STORED && raw == stored) {
            return Arrays.copyOfRange(bytes, HEADER_BYTES, HEADER_BYTES + raw);
        }
        // Before the payload is allocated: a valid buffer can be no more than some twenty times as long unpacked.
        if (codec != SNAPPY
                || !Snappy.isValidCompressedBuffer(bytes, HEADER_BYTES, stored)
                || Snappy.uncompressedLength(bytes, HEADER_BYTES, stored) != raw) {
            throw header.wrong("frame codec", "codec " + codec + " does not fit its content");
        }
        byte[] payload = new byte[raw];
        Snappy.uncompress(bytes, HEADER_BYTES, stored, payload, 0);
        return payload;
    }
}
