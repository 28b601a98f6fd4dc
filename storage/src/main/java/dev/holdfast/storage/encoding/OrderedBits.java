package dev.holdfast.storage.encoding;

/**
 * Bits of a double as an integer that is ordered as the doubles are, so that close values have close integers. A
 * bijection on 64 bits; applying it twice gives the bits back. Pure.
 */
final class OrderedBits {
    private OrderedBits() {}

    /** Either way: from bits to order, and from order to bits. */
    static long swap(long bits) {
        return bits ^ ((bits >> 63) >>> 1);
    }
}
