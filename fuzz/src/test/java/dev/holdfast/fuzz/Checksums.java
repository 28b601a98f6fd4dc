package dev.holdfast.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** Makes checksums fit, so that a fuzzer gets to what lies behind them. */
final class Checksums {
    private Checksums() {}

    /** Writes the checksum of a part of an array to a place, little-endian. */
    static void crc32c(byte[] of, int from, int length, byte[] into, int at) {
        CRC32C crc = new CRC32C();
        crc.update(of, from, length);
        ByteBuffer.wrap(into).order(ByteOrder.LITTLE_ENDIAN).putInt(at, (int) crc.getValue());
    }
}
