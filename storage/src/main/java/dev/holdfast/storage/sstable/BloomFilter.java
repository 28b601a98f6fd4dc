package dev.holdfast.storage.sstable;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.io.ByteReader;
import dev.holdfast.storage.io.ByteWriter;
import java.nio.charset.StandardCharsets;

/**
 * Says "certainly not here" of a label pair, or "perhaps". Ten bits a key and seven probes: about one wrong "perhaps" in a
 * hundred. Immutable once read; any thread.
 *
 * <p>Source: B. H. Bloom, "Space/time trade-offs in hash coding with allowable errors", 1970; two hashes make all probes,
 * after Kirsch and Mitzenmacher, "Less hashing, same performance", 2006.
 */
public final class BloomFilter {
    private static final int BITS_PER_KEY = 10;
    private static final int PROBES = 7;

    private final byte[] bits;

    private BloomFilter(byte[] bits) {
        this.bits = bits;
    }

    /** An empty filter that is right for some number of keys. */
    public static BloomFilter forKeys(int keys) {
        return new BloomFilter(new byte[Math.max(8, (int) Math.min(1 << 28, ((long) keys * BITS_PER_KEY + 7) / 8))]);
    }

    /** Adds a label pair. */
    public void add(String name, String value) {
        long hash = hash(name, value);
        for (int i = 0; i < PROBES; i++) {
            int bit = bit(hash, i);
            bits[bit >>> 3] |= (byte) (1 << (bit & 7));
        }
    }

    /** Whether a label pair may have been added. */
    public boolean mayContain(String name, String value) {
        long hash = hash(name, value);
        for (int i = 0; i < PROBES; i++) {
            int bit = bit(hash, i);
            if ((bits[bit >>> 3] & 1 << (bit & 7)) == 0) {
                return false;
            }
        }
        return true;
    }

    /** Its size. */
    long bitCount() {
        return bits.length * 8L;
    }

    /** Bits that are 1. */
    long bitsSet() {
        long sum = 0;
        for (byte b : bits) {
            sum += Integer.bitCount(b & 0xff);
        }
        return sum;
    }

    /** The probability of a wrong "perhaps" when so many keys were added. */
    double expectedRate(long keys) {
        return Math.pow(1 - Math.exp(-(double) PROBES * keys / bitCount()), PROBES);
    }

    private int bit(long hash, int probe) {
        long mixed = (hash & 0xffff_ffffL) + probe * (hash >>> 32);
        return (int) Long.remainderUnsigned(mixed, bits.length * 8L);
    }

    /** FNV-1a over name, a byte that UTF-8 never has, and value, then mixed: part of the file format. */
    private static long hash(String name, String value) {
        long hash = 0xcbf2_9ce4_8422_2325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100_0000_01b3L;
        }
        hash = (hash ^ 0xff) * 0x100_0000_01b3L;
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100_0000_01b3L;
        }
        hash = (hash ^ (hash >>> 32)) * 0xd6e8_feb8_6659_fd93L;
        return hash ^ (hash >>> 32);
    }

    /** Writes the filter. */
    public void encode(ByteWriter out) {
        out.raw(bits, 0, bits.length);
    }

    /** Reads a filter: all that is left. */
    public static BloomFilter decode(ByteReader in) throws CorruptionException {
        if (in.remaining() < 8) {
            throw in.wrong("bloom filter", "expected at least 8 bytes, found " + in.remaining());
        }
        byte[] bits = new byte[in.remaining()];
        in.raw(bits, 0, bits.length);
        return new BloomFilter(bits);
    }
}
