package dev.holdfast.agent.openmetrics;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Bytes, text and numbers into a buffer in front of a stream.
 *
 * <p>A value that is an integer or a short decimal, as nearly every value of a host is, is written without an object:
 * {@code m / 10^k} with {@code m} below 2^53 is correctly rounded, so the decimal that spells it reads back as the same
 * bits. The first {@code k} that fits gives, without its last zeros, the shortest spelling. Anything else is left to the JDK.
 */
final class NumberWriter {
    private static final double LARGEST_EXACT = 0x1p53;
    private static final double[] SCALES = {1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
    private static final int LONGEST_NUMBER = 32;

    private final OutputStream out;
    private final byte[] buffer = new byte[64 << 10];
    private final byte[] digits = new byte[20];
    private int length;

    NumberWriter(OutputStream out) {
        this.out = out;
    }

    void writeByte(char ascii) throws IOException {
        room(1);
        buffer[length++] = (byte) ascii;
    }

    void write(byte[] bytes) throws IOException {
        if (bytes.length > buffer.length) {
            flush();
            out.write(bytes);
            return;
        }
        room(bytes.length);
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
    }

    void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A float64, so that it reads back with the same bits; every NaN is {@code NaN}. */
    void writeValue(double value) throws IOException {
        room(LONGEST_NUMBER);
        if (Math.abs(value) < LARGEST_EXACT) {
            for (int k = 0; k < SCALES.length; k++) {
                double scaled = value * SCALES[k];
                long mantissa = (long) scaled;
                if (mantissa == scaled && Math.abs(scaled) < LARGEST_EXACT && mantissa / SCALES[k] == value) {
                    if (mantissa == 0 && Double.doubleToRawLongBits(value) < 0) {
                        buffer[length++] = '-'; // negative zero
                    }
                    int decimals = k;
                    while (decimals > 0 && mantissa % 10 == 0) {
                        // 4.11 * 100 is not 411, but 4.11 * 1000 is 4110.
                        mantissa /= 10;
                        decimals--;
                    }
                    writeDecimal(mantissa, decimals);
                    return;
                }
            }
        }
        if (Double.isNaN(value)) {
            write("NaN");
        } else if (Double.isInfinite(value)) {
            write(value > 0 ? "+Inf" : "-Inf");
        } else {
            write(Double.toString(value));
        }
    }

    /** A time in milliseconds as seconds with three decimals. */
    void writeSeconds(long timestampMs) throws IOException {
        room(LONGEST_NUMBER);
        writeDecimal(timestampMs, 3);
    }

    /** {@code number / 10^decimals}; the caller has made room. */
    private void writeDecimal(long number, int decimals) {
        // Negative throughout: the most negative long has no positive counterpart.
        long rest = number < 0 ? number : -number;
        if (number < 0) {
            buffer[length++] = '-';
        }
        int count = 0;
        do {
            digits[count++] = (byte) ('0' - rest % 10);
            rest /= 10;
        } while (rest != 0 || count <= decimals);
        while (count > 0) {
            if (count == decimals) {
                buffer[length++] = '.';
            }
            buffer[length++] = digits[--count];
        }
    }

    private void room(int bytes) throws IOException {
        if (buffer.length - length < bytes) {
            flush();
        }
    }

    /** Hands everything to the stream. */
    void flush() throws IOException {
        out.write(buffer, 0, length);
        length = 0;
        out.flush();
    }
}
