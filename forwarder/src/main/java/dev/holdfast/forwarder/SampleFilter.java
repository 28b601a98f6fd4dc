package dev.holdfast.forwarder;

/** Says which samples can be sent; the same for the same sample. */
interface SampleFilter {
    /** Whether a sample is given to an exchange. */
    boolean test(long timestampMs, long valueBits);
}
