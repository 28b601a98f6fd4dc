package dev.holdfast.agent.api;

import dev.holdfast.storage.SeriesMatcher;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Until when one question may take, and whether it was given up before. Asked by the engine; any thread. */
final class Deadline implements BooleanSupplier {
    private final long beginNanos;
    private final long endNanos;
    private final ApiContext context;
    private volatile boolean givenUp;

    /** So long from now, and not after the end of the server. */
    Deadline(ApiContext context, long timeoutMs) {
        this.context = context;
        this.beginNanos = System.nanoTime();
        this.endNanos = beginNanos + timeoutMs * 1_000_000;
    }

    /** Nobody waits for the answer any more. */
    void giveUp() {
        givenUp = true;
    }

    /** Whether nobody waits any more. */
    boolean isGivenUp() {
        return givenUp;
    }

    /** Whether it is over, for either reason. */
    @Override
    public boolean getAsBoolean() {
        return givenUp || context.isClosing() || System.nanoTime() - endNanos > 0;
    }

    /**
     * Goes on only while there is time.
     *
     * @throws ApiException when it is over
     */
    void check() {
        if (givenUp) {
            throw new ApiException(ApiException.Type.CANCELED, "query was canceled");
        }
        if (getAsBoolean()) {
            throw new ApiException(ApiException.Type.TIMEOUT, "query timed out in query execution");
        }
    }

    /** The same conditions, so that a walk through many series by them ends with this. */
    List<SeriesMatcher> over(List<SeriesMatcher> matchers) {
        return matchers.stream()
                .map(matcher -> SeriesMatcher.watched(matcher, this::check))
                .toList();
    }

    /** How long ago the question came. */
    long sinceNanos() {
        return System.nanoTime() - beginNanos;
    }
}
