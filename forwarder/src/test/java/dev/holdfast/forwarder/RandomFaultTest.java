package dev.holdfast.forwarder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.testing.AnyOrderTsdb;
import dev.holdfast.forwarder.testing.DiskStore;
import dev.holdfast.forwarder.testing.MemoryStore;
import dev.holdfast.forwarder.testing.Receiver.Answer;
import dev.holdfast.forwarder.testing.Receiver.Request;
import dev.holdfast.forwarder.testing.Rig;
import dev.holdfast.forwarder.testing.StrictTsdb;
import dev.holdfast.forwarder.upstream.Order;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.LedgerState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A random schedule of failures, lost answers, outages, crashes and late samples, from a seed. At the end everything that
 * is in the store is at the upstream, with its bits, and the ledger says delivered. One seed alone:
 * {@code mvn -pl forwarder -am test -Dtest=RandomFaultTest -Dtest.jvm.args=-Dforwarder.seed=N -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class RandomFaultTest {
    private static final long SEEDS = 12;

    static LongStream seeds() {
        Long one = Long.getLong("forwarder.seed");
        return one != null ? LongStream.of(one) : LongStream.range(0, Long.getLong("forwarder.seeds", SEEDS));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aStrictUpstreamHasEverythingInOrder(long seed) throws IOException {
        StrictTsdb tsdb = new StrictTsdb();
        try (Rig rig = new Rig()) {
            run(rig, Order.STRICT, new Random(seed), request -> tsdb.write(request.series()), false);
            check(rig, tsdb.contents(), seed);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aFreeUpstreamHasEverything(long seed) throws IOException {
        AnyOrderTsdb tsdb = new AnyOrderTsdb();
        try (Rig rig = new Rig(clock -> new MemoryStore())) {
            run(rig, Order.FREE, new Random(seed), request -> tsdb.write(request.series()), true);
            check(rig, tsdb.contents(), seed);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void soItIsWithTheRealStore(long seed, @TempDir Path directory) throws IOException {
        AnyOrderTsdb tsdb = new AnyOrderTsdb();
        Order order = seed % 2 == 0 ? Order.FREE : Order.WINDOW;
        try (Rig rig = new Rig(clock -> new DiskStore(directory, clock::wallMs))) {
            run(rig, order, new Random(seed), request -> tsdb.write(request.series()), true);
            check(rig, tsdb.contents(), seed);
        }
    }

    private static void run(Rig rig, Order order, Random random, Function<Request, Integer> tsdb, boolean lateSamples) {
        Random answers = new Random(random.nextLong());
        int badness = random.nextInt(60);
        rig.receiver.answer(request -> {
            int roll = answers.nextInt(100);
            if (roll >= badness) {
                return Answer.of(tsdb.apply(request));
            }
            return switch (roll % 5) {
                case 0 -> Answer.of(500 + roll % 4);
                case 1 -> Answer.of(429).with("Retry-After", "1");
                case 2 -> Answer.broken();
                case 3 -> { // it arrived, and the answer was lost
                    int unused = tsdb.apply(request);
                    yield Answer.broken();
                }
                default -> {
                    int unused = tsdb.apply(request);
                    yield Answer.of(504);
                }
            };
        });
        int perSend = 5 + random.nextInt(200);
        rig.restart(rig.options().order(order).maxSamplesPerSend(perSend)).sampling(1 + random.nextInt(15), 1_000);
        for (int round = 0; round < 12; round++) {
            switch (random.nextInt(lateSamples ? 4 : 3)) {
                case 0 -> rig.run(random.nextInt(40_000));
                case 1 -> rig.collect(random.nextInt(120_000));
                case 2 -> {
                    rig.run(random.nextInt(8_000)); // ends anywhere, also in the middle of an interval
                    rig.restart(rig.options().order(order).maxSamplesPerSend(perSend));
                }
                default -> {
                    long at = Rig.START_MS + random.nextInt((int) (rig.clock.wallMs() - Rig.START_MS) + 1);
                    rig.store.append(Rig.series(1_000 + round), at, random.nextLong());
                }
            }
        }
        rig.receiver.answer(request -> Answer.of(tsdb.apply(request)));
        rig.sampling(0, 1_000).run(15 * 60_000);
    }

    private static void check(Rig rig, Map<Labels, SortedMap<Long, Long>> arrived, long seed) {
        rig.assertArrived(arrived, "seed " + seed);
        assertEquals(List.of(), rig.forwarder().status().pending(), "seed " + seed);
        assertTrue(
                rig.ledger().intervals().entries().stream().allMatch(entry -> entry.state() == LedgerState.DELIVERED),
                "seed " + seed + ": " + rig.ledger().intervals());
    }
}
