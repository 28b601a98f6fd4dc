package dev.holdfast.storage.sstable;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.UnsupportedFormatException;
import dev.holdfast.storage.io.ByteReader;
import dev.holdfast.storage.io.ByteWriter;
import dev.holdfast.storage.io.ReadableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The last bytes of an sstable: where its sections are.
 *
 * @param offsets of the sections, by number
 * @param lengths of the sections, by number
 * @param seriesCount series in the file
 * @param sampleCount samples in the file
 * @param version of the format
 */
record SstableFooter(long[] offsets, int[] lengths, int seriesCount, long sampleCount, int version) {

    /** Completes a footer that holds the sections already. */
    static void encodeTail(ByteWriter footer, int seriesCount, long sampleCount) {
        footer.u32(seriesCount);
        footer.u64(sampleCount);
        footer.u32(SstableFormat.VERSION);
        CRC32C crc = new CRC32C();
        crc.update(footer.array(), 0, footer.size());
        footer.u32((int) crc.getValue());
        footer.u64(SstableFormat.MAGIC);
    }

    static SstableFooter read(ReadableFile file) throws IOException {
        long size = file.size();
        if (size < SstableFormat.FOOTER_BYTES) {
            throw new CorruptionException(
                    file.name(), size, "end of file", "expected a footer, found " + size + " bytes in all");
        }
        byte[] bytes = new byte[SstableFormat.FOOTER_BYTES];
        long offset = size - bytes.length;
        file.read(ByteBuffer.wrap(bytes), offset);
        ByteReader tail = new ByteReader(file.name(), size - 12, bytes, bytes.length - 12, 12);
        int expected = tail.u32();
        long magic = tail.u64();
        if (magic != SstableFormat.MAGIC) {
            throw tail.wrong("magic", "expected an sstable, found " + Long.toHexString(magic));
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length - 12);
        if (expected != (int) crc.getValue()) {
            throw tail.wrong("footer checksum", "expected " + Integer.toHexString(expected));
        }
        return decode(new ByteReader(file.name(), offset, bytes), file.name(), offset);
    }

    private static SstableFooter decode(ByteReader in, String file, long end) throws IOException {
        long[] offsets = new long[SstableFormat.SECTION_COUNT];
        int[] lengths = new int[SstableFormat.SECTION_COUNT];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = in.u64();
            lengths[i] = in.u32();
        }
        int series = in.u32();
        long samples = in.u64();
        int version = in.u32();
        if (version < SstableFormat.OLDEST_VERSION || version > SstableFormat.VERSION) {
            throw new UnsupportedFormatException(file, version, SstableFormat.OLDEST_VERSION, SstableFormat.VERSION);
        }
        for (int i = 0; i < offsets.length; i++) {
            if (offsets[i] < 0 || lengths[i] < 0 || offsets[i] > end - lengths[i]) {
                throw in.wrong("section " + i, "offset " + offsets[i] + ", length " + lengths[i]);
            }
        }
        return new SstableFooter(offsets, lengths, series, samples, version);
    }
}
