package dev.holdfast.storage.testing;

import java.io.IOException;

/** Sees every operation on a {@link SimulatedDirectory} before it is carried out, and may refuse it. */
@FunctionalInterface
public interface Interceptor {
    /** Lets everything pass. */
    Interceptor NONE = operation -> {};

    /** Called before the operation; what it throws, the caller of the operation gets, and nothing is done. */
    void before(Operation operation) throws IOException;
}
