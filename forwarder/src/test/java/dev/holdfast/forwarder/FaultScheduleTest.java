package dev.holdfast.forwarder;

import java.io.IOException;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random courses against a receiver that fails in every way that is known: nothing is lost, nothing is sent with another
 * value, the order is kept, and the ledger is right. One seed alone:
 * {@code mvn -pl forwarder -am test -Dtest=FaultScheduleTest -Dtest.jvm.args=-Dforwarder.seed=N -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class FaultScheduleTest {
    private static final long SEEDS = 20;

    static LongStream seeds() {
        Long one = Long.getLong("forwarder.seed");
        return one != null ? LongStream.of(one) : LongStream.range(0, Long.getLong("forwarder.seeds", SEEDS));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nothingIsLostOrChangedOrOutOfOrder(long seed) throws IOException {
        course(seed);
    }

    static String course(long seed) throws IOException {
        try (FaultCourse course = new FaultCourse(seed, exchange -> exchange)) {
            try {
                return course.run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        "seed " + seed + " (-Dtest=FaultScheduleTest -Dtest.jvm.args=-Dforwarder.seed=" + seed + "), "
                                + course + ": " + e.getMessage(),
                        e);
            }
        }
    }
}
