package dev.holdfast.forwarder;

/**
 * When an upstream will have everything, if all goes on as it did during the last minute. Immutable; any thread.
 *
 * @param sentPerSecond samples acknowledged a second
 * @param newPerSecond samples that come in a second
 * @param etaMs until nothing is pending but what is always under way, milliseconds; 0 when it is so, {@link #NEVER} when more comes
 *     in than goes out
 * @param heldBy why nothing is sent though the upstream is not known to be down, for people to read; empty when nothing holds it
 */
public record Outlook(double sentPerSecond, double newPerSecond, long etaMs, String heldBy) {
    /** Not at this rate. */
    public static final long NEVER = Long.MAX_VALUE;

    /** The same with what holds the sending. */
    Outlook heldBy(String reason) {
        return new Outlook(sentPerSecond, newPerSecond, etaMs, reason);
    }
}
