package dev.holdfast.storage.encoding;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.io.ByteReader;
import dev.holdfast.storage.io.ByteWriter;

/**
 * Each value's bits xor those of the one before, as in Gorilla (Pelkonen et al., VLDB 2015): for true floats whose low
 * bits are often zero or repeat. Pure functions.
 *
 * <p>The first value is 64 bits. Then per value: {@code 0}, the same; {@code 10}, the bits inside the last window;
 * {@code 11}, a new window as 6 bits of leading zeros and 6 of length - 1, and the bits inside it. Bits fill bytes from
 * the lowest up.
 */
final class XorCodec {
    private XorCodec() {}

    /** Appends the column and says how many bytes it took. */
    static int encode(long[] bits, int from, int count, ByteWriter out) {
        int before = out.size();
        long pending = 0;
        int filled = 0;
        out.u64(bits[from]);
        int leading = 64;
        int length = 0;
        for (int i = from + 1; i < from + count; i++) {
            long xor = bits[i] ^ bits[i - 1];
            long head;
            int headBits;
            if (xor == 0) {
                head = 0;
                headBits = 1;
            } else {
                int newLeading = Long.numberOfLeadingZeros(xor);
                int newLength = 64 - newLeading - Long.numberOfTrailingZeros(xor);
                boolean fits = newLeading >= leading && newLeading + newLength <= leading + length;
                if (fits && length <= newLength + 12) {
                    head = 1;
                    headBits = 2;
                } else {
                    leading = newLeading;
                    length = newLength;
                    head = 3 | (leading << 2) | ((length - 1) << 8);
                    headBits = 14;
                }
            }
            pending |= head << filled;
            filled += headBits;
            while (filled >= 8) {
                out.u8((int) pending);
                pending >>>= 8;
                filled -= 8;
            }
            if (xor == 0) {
                continue;
            }
            long body = xor >>> (64 - leading - length);
            // The carry of up to 7 bits and a body of up to 64 do not fit one long: two halves.
            int low = Math.min(length, 32);
            for (int part = 0; part < 2; part++) {
                int partBits = part == 0 ? low : length - low;
                long partBody = part == 0 ? body & 0xffff_ffffL : body >>> 32;
                pending |= partBody << filled;
                filled += partBits;
                while (filled >= 8) {
                    out.u8((int) pending);
                    pending >>>= 8;
                    filled -= 8;
                }
            }
        }
        if (filled > 0) {
            out.u8((int) pending);
        }
        return out.size() - before;
    }

    /** Reads a column of at least one value. */
    static void decode(ByteReader in, int count, long[] into, int from) throws CorruptionException {
        long value = in.u64();
        into[from] = value;
        int leading = 0;
        int length = 0;
        long pending = 0;
        int filled = 0;
        for (int i = from + 1; i < from + count; i++) {
            if (filled < 2) {
                // One bit is enough for "the same"; the second is asked for only if the first says so.
                if (filled == 0) {
                    pending = in.u8();
                    filled = 8;
                }
                if ((pending & 1) != 0 && filled == 1) {
                    pending |= (long) in.u8() << 1;
                    filled = 9;
                }
            }
            if ((pending & 1) == 0) {
                pending >>>= 1;
                filled--;
                into[i] = value;
                continue;
            }
            boolean fresh = (pending & 2) != 0;
            pending >>>= 2;
            filled -= 2;
            if (fresh) {
                while (filled < 12) {
                    pending |= (long) in.u8() << filled;
                    filled += 8;
                }
                leading = (int) pending & 63;
                length = (int) ((pending >>> 6) & 63) + 1;
                pending >>>= 12;
                filled -= 12;
            }
            if (length == 0 || leading + length > 64) {
                throw in.wrong("xor window", "leading " + leading + ", length " + length);
            }
            long body = 0;
            for (int done = 0; done < length; ) {
                int want = Math.min(32, length - done);
                while (filled < want) {
                    pending |= (long) in.u8() << filled;
                    filled += 8;
                }
                body |= (pending & ((1L << want) - 1)) << done;
                pending >>>= want;
                filled -= want;
                done += want;
            }
            value ^= body << (64 - leading - length);
            into[i] = value;
        }
    }
}
