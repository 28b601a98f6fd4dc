package dev.holdfast.fuzz;

import java.io.IOException;
import java.lang.management.ManagementFactory;

/** Holds what a reader allocates against a bound, whatever the bytes make it believe. */
public final class Allocation {
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    /** Too much was allocated; with the fuzzer's instrumentation also what loading a class takes. */
    static final class ExceededException extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        ExceededException(long used, long bytes) {
            super("allocated " + used + " bytes, expected at most " + bytes);
        }
    }

    /** What allocates. */
    public interface Action {
        void run() throws IOException;
    }

    /** Runs an action that may allocate so many bytes, also when it throws. */
    public static void bounded(long bytes, Action action) throws IOException {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            action.run();
        } catch (IOException e) {
            check(before, bytes); // what is refused may not cost more either
            throw e;
        }
        check(before, bytes);
    }

    private static void check(long before, long bytes) {
        long used = THREADS.getCurrentThreadAllocatedBytes() - before;
        if (used > bytes) {
            throw new ExceededException(used, bytes);
        }
    }
}
