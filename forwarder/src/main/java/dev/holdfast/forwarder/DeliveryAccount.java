package dev.holdfast.forwarder;

import dev.holdfast.forwarder.upstream.Order;
import dev.holdfast.storage.Ledger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an upstream came to in the life of its ledger: the meaning of the numbers in the ledger's note. Written with every
 * settle, read at the start, so that the counts go on after a restart. Immutable; any thread.
 *
 * <p>A crash forgets what was counted since the last settle; what was acknowledged then is sent again, and counted again.
 * A position is never given another meaning; new ones go to the end, where older notes have 0.
 *
 * @param samplesSent acknowledged samples
 * @param samplesRetried samples in requests that had to be sent again
 * @param samplesRefused samples that the upstream refused for good
 * @param samplesUnwritten samples in answered requests that the upstream said it did not write
 * @param samplesAlreadyThere samples that a strict upstream turned out to have from an attempt without answer
 * @param samplesParked samples set aside, counted each time
 * @param samplesSkipped samples not sent for their age; estimated where there are many
 * @param bytesSent compressed bytes of acknowledged requests
 * @param requests requests that were answered or tried
 * @param retries of them, repetitions
 * @param lastSuccessMs time of the newest acknowledgement, milliseconds since the epoch, 0 for none
 * @param budgetDay the day whose bytes are counted for a daily budget, days since the epoch in the host's time zone
 * @param budgetBytes bytes of that day that count
 * @param order what the upstream takes, as it was configured when this was written; null when that is not known
 * @param maxAgeMs what is older is skipped, as it was configured then, milliseconds; 0 for no bound
 */
public record DeliveryAccount(
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
        long budgetDay,
        long budgetBytes,
        @Nullable Order order,
        long maxAgeMs) {

    private static final int POSITIONS = 15;

    /** The account that a note carries. */
    public static DeliveryAccount of(Ledger.@Nullable Note note) {
        long[] at = new long[POSITIONS];
        List<Long> numbers = note == null ? List.of() : note.numbers();
        for (int i = 0; i < Math.min(at.length, numbers.size()); i++) {
            at[i] = numbers.get(i);
        }
        return new DeliveryAccount(
                at[0],
                at[1],
                at[2],
                at[3],
                at[4],
                at[5],
                at[6],
                at[7],
                at[8],
                at[9],
                at[10],
                at[11],
                at[12],
                order(at[13]),
                at[14]);
    }

    /** For the note. */
    List<Long> numbers() {
        return List.of(
                samplesSent,
                samplesRetried,
                samplesRefused,
                samplesUnwritten,
                samplesAlreadyThere,
                samplesParked,
                samplesSkipped,
                bytesSent,
                requests,
                retries,
                lastSuccessMs,
                budgetDay,
                budgetBytes,
                code(order),
                maxAgeMs);
    }

    private static @Nullable Order order(long code) {
        for (Order order : Order.values()) {
            if (code(order) == code) {
                return order;
            }
        }
        return null;
    }

    private static long code(@Nullable Order order) {
        if (order == null) {
            return 0;
        }
        return switch (order) {
            case STRICT -> 1;
            case WINDOW -> 2;
            case FREE -> 3;
        };
    }
}
