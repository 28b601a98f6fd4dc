package dev.holdfast.forwarder;

/**
 * What an upstream was sent in the life of its ledger; {@code up} is of now.
 *
 * @param samplesSent acknowledged samples
 * @param samplesRetried samples in requests that had to be sent again
 * @param samplesRefused samples that the upstream refused for good
 * @param samplesUnwritten samples in answered requests that the upstream says it did not store
 * @param samplesAlreadyThere samples that a strict upstream turned out to have from an attempt without answer
 * @param samplesParked samples set aside, to be tried again at leisure; counted each time
 * @param samplesSkipped samples not sent, for their age or since the protocol has no form for them; estimated where there
 *     are many
 * @param bytesSent compressed bytes of acknowledged requests
 * @param requests requests that were answered or tried
 * @param retries of them, repetitions
 * @param lastSuccessMs time of the newest acknowledgement, milliseconds since the epoch, 0 for none
 * @param up whether the newest request got an answer that was not a failure
 */
public record SendTotals(
        long samplesSent,
        long samplesRetried,
        long samplesRefused,
        long samplesUnwritten,
        long samplesAlreadyThere,
        long samplesParked,
        long samplesSkipped,
        long bytesSent,
        long requests,
        long retries,
        long lastSuccessMs,
        boolean up) {}
