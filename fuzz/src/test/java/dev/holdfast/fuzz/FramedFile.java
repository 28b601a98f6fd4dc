package dev.holdfast.fuzz;

import dev.holdfast.storage.io.FileFrame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An sstable with all its frames unpacked, in which any byte can be changed and the checksums be made to fit again. Knows
 * no section: frames are found one behind the other, and wherever a frame's place is written down it is written anew.
 */
final class FramedFile {
    private static final int OVERHEAD = FileFrame.OVERHEAD_BYTES;
    private static final int HEADER = OVERHEAD - 4;

    private final byte[] file;
    private final List<int[]> payloads = new ArrayList<>(); // start and length of each
    private final int footer;

    /** Unpacks an sstable. */
    FramedFile(byte[] sstable) throws IOException {
        List<byte[]> unpacked = new ArrayList<>();
        Map<ByteBuffer, ByteBuffer> places = new LinkedHashMap<>();
        int offset = 0;
        int newOffset = 0;
        while (isFrame(sstable, offset)) {
            int length = OVERHEAD + little(sstable).getInt(offset + 5);
            byte[] payload = FileFrame.read(new BytesFile("base", sstable), offset, length);
            unpacked.add(payload);
            places.put(place(offset, length), place(newOffset, OVERHEAD + payload.length));
            offset += length;
            newOffset += OVERHEAD + payload.length;
        }
        footer = newOffset;
        file = new byte[newOffset + sstable.length - offset];
        int at = 0;
        for (byte[] payload : unpacked) {
            replaceAll(payload, places);
            little(file).put(at, (byte) 0).putInt(at + 1, payload.length).putInt(at + 5, payload.length);
            System.arraycopy(payload, 0, file, at + HEADER, payload.length);
            payloads.add(new int[] {at + HEADER, payload.length});
            at += OVERHEAD + payload.length;
        }
        byte[] tail = Arrays.copyOfRange(sstable, offset, sstable.length);
        replaceAll(tail, places);
        System.arraycopy(tail, 0, file, footer, tail.length);
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static boolean isFrame(byte[] bytes, int offset) {
        if (offset + OVERHEAD > bytes.length || bytes[offset] > 1) {
            return false;
        }
        int stored = little(bytes).getInt(offset + 5);
        if (stored < 0 || stored > bytes.length - offset - OVERHEAD) {
            return false;
        }
        byte[] crc = new byte[4];
        Checksums.crc32c(bytes, offset, HEADER + stored, crc, 0);
        return Arrays.equals(crc, Arrays.copyOfRange(bytes, offset + HEADER + stored, offset + OVERHEAD + stored));
    }

    private static ByteBuffer place(long offset, int length) {
        return ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(offset)
                .putInt(length)
                .flip();
    }

    /** A place is twelve bytes that do not come by chance, so it is known wherever it stands. */
    private static void replaceAll(byte[] bytes, Map<ByteBuffer, ByteBuffer> places) {
        for (int i = 0; i + 12 <= bytes.length; i++) {
            ByteBuffer other = places.get(ByteBuffer.wrap(bytes, i, 12));
            if (other != null) {
                other.duplicate().get(bytes, i, 12);
                i += 11;
            }
        }
    }

    /** The file with some bytes of payloads or footer changed, and right checksums. */
    byte[] edited(byte[] input, int from) {
        byte[] result = file.clone();
        Edits.apply(input, from, result);
        for (int[] payload : payloads) {
            int start = payload[0] - HEADER;
            little(result).put(start, (byte) 0).putInt(start + 1, payload[1]).putInt(start + 5, payload[1]);
            Checksums.crc32c(result, start, HEADER + payload[1], result, payload[0] + payload[1]);
        }
        // The footer ends in its checksum and the magic.
        int end = result.length - 12;
        System.arraycopy(file, result.length - 8, result, result.length - 8, 8);
        Checksums.crc32c(result, footer, end - footer, result, end);
        return result;
    }
}
