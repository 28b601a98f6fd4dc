package dev.holdfast.forwarder.remotewrite;

import dev.holdfast.forwarder.upstream.Wire;

/**
 * Which version is spoken with an upstream, and what its answers say about that. No clock and no network of its own.
 *
 * <p>The protocol has no discovery but status 415, and receivers that know 1.0 only answer a 2.0 request with 204 and store
 * nothing: a 2.0 message reads as an empty 1.0 message. So an answer counts as an acknowledgement only when it says how
 * much was written. One thread.
 */
final class Negotiation {
    /** After this long 2.0 is tried again, milliseconds: receivers are updated. */
    static final long TRY_AGAIN_MS = 86_400_000;

    private final Wire.Version version;
    private boolean v1Only;
    private long v1SinceMs;
    private boolean speaksV2; // it said so, by a header

    Negotiation(Wire.Version version) {
        this.version = version;
    }

    /**
     * Whether the next request is to be one of 2.0.
     *
     * @param nowMs milliseconds since the epoch
     */
    boolean usesV2(long nowMs) {
        boolean due = nowMs < v1SinceMs || nowMs - v1SinceMs >= TRY_AGAIN_MS; // also after a step of the clock
        if (v1Only && due) {
            v1Only = false;
            speaksV2 = false;
        }
        return version != Wire.Version.V1 && !v1Only;
    }

    /**
     * Takes notice of the answer to a 2.0 request.
     *
     * @param nowMs milliseconds since the epoch
     * @return whether the same samples are to be sent at once in 1.0, and 1.0 is spoken from here on
     */
    boolean fallsBack(int status, WrittenCount written, long nowMs) {
        boolean success = status >= 200 && status < 300;
        boolean notTaken =
                status == 415 || (success && written.samples() == 0) || (status == 400 && !written.said() && !speaksV2);
        if (version == Wire.Version.AUTO && notTaken) {
            v1Only = true;
            v1SinceMs = nowMs;
            return true;
        }
        speaksV2 |= written.said();
        return false;
    }
}
