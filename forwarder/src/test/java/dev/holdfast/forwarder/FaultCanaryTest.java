package dev.holdfast.forwarder;

import static org.junit.jupiter.api.Assertions.fail;

import dev.holdfast.forwarder.batch.Batch;
import dev.holdfast.forwarder.batch.Piece;
import dev.holdfast.forwarder.exchange.Exchange;
import dev.holdfast.forwarder.exchange.SendResult;
import dev.holdfast.forwarder.upstream.Order;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Senders with a planted bug, each of which {@link FaultCourse} must find within a few seeds. */
class FaultCanaryTest {
    private static final long SEEDS_MAX = 60;

    /** A bug, and what the finding says. */
    enum Bug {
        LOSES_THE_TAIL_AFTER_A_RESET("lost: "),
        SETTLES_BEFORE_THE_ANSWER("lost: "),
        SENDS_ANOTHER_VALUE_AGAIN("another value: "),
        SENDS_LATER_SAMPLES_FIRST("order: "),
        COUNTS_PARTIAL_AS_DELIVERED("lost: ");

        private final String finding;

        Bug(String finding) {
            this.finding = finding;
        }

        Exchange plant(Exchange real) {
            return switch (this) {
                case LOSES_THE_TAIL_AFTER_A_RESET -> new LosesTheTail(real);
                case SETTLES_BEFORE_THE_ANSWER -> new SettlesBeforeTheAnswer(real);
                case SENDS_ANOTHER_VALUE_AGAIN -> new SendsAnotherValue(real);
                case SENDS_LATER_SAMPLES_FIRST -> new SendsLaterFirst(real);
                case COUNTS_PARTIAL_AS_DELIVERED -> new CountsPartialAsDelivered(real);
            };
        }
    }

    @ParameterizedTest
    @EnumSource(Bug.class)
    void aPlantedBugIsFound(Bug bug) throws IOException {
        for (long seed = 0; seed < SEEDS_MAX; seed++) {
            try (FaultCourse course = new FaultCourse(seed, bug::plant)) {
                if (bug != Bug.SENDS_LATER_SAMPLES_FIRST || course.order() == Order.STRICT) {
                    course.run();
                }
            } catch (AssertionError e) {
                if (String.valueOf(e.getMessage()).contains(bug.finding)) {
                    return;
                }
            }
        }
        fail("not found within " + SEEDS_MAX + " seeds: " + bug);
    }

    /** Does all as it should be done. */
    private static class Faithful implements Exchange {
        private final Exchange real;

        Faithful(Exchange real) {
            this.real = real;
        }

        @Override
        public boolean carries(long timestampMs, long valueBits) {
            return real.carries(timestampMs, valueBits);
        }

        @Override
        public int prepare(Piece piece) {
            return real.prepare(piece);
        }

        @Override
        public int bodyLength() {
            return real.bodyLength();
        }

        @Override
        public int leftOutCount() {
            return real.leftOutCount();
        }

        @Override
        public SendResult send(int attempt) {
            return real.send(attempt);
        }

        @Override
        public void abort() {
            real.abort();
        }
    }

    private static final class LosesTheTail extends Faithful {
        private boolean reset;

        LosesTheTail(Exchange real) {
            super(real);
        }

        @Override
        public int prepare(Piece piece) {
            List<Piece> halves = reset ? piece.halves(Piece.Axis.SERIES) : List.of();
            return super.prepare(halves.isEmpty() ? piece : halves.get(0));
        }

        @Override
        public SendResult send(int attempt) {
            SendResult result = super.send(attempt);
            reset = result.message().contains("reset");
            return result;
        }
    }

    private static final class SettlesBeforeTheAnswer extends Faithful {
        SettlesBeforeTheAnswer(Exchange real) {
            super(real);
        }

        @Override
        public SendResult send(int attempt) {
            SendResult result = super.send(attempt);
            return result instanceof SendResult.Retry retry && retry.status() == 0 && retry.doubtful()
                    ? new SendResult.Delivered(200)
                    : result;
        }
    }

    private static final class SendsAnotherValue extends Faithful {
        private @Nullable Piece piece;

        SendsAnotherValue(Exchange real) {
            super(real);
        }

        @Override
        public int prepare(Piece next) {
            piece = next;
            return super.prepare(next);
        }

        @Override
        public SendResult send(int attempt) {
            if (attempt > 0) {
                super.prepare(changed(Objects.requireNonNull(piece)));
            }
            return super.send(attempt);
        }

        /** A copy of which one value is not what it was. */
        private static Piece changed(Piece piece) {
            Batch copy = new Batch();
            long difference = 1;
            for (int series = piece.fromSeries(); series < piece.toSeries(); series++) {
                copy.beginSeries(piece.batch().labels(series));
                for (int i = piece.firstSample(series); i < piece.endSample(series); i++) {
                    copy.add(piece.batch().timestampMs(i), piece.batch().valueBits(i) ^ difference);
                    difference = 0;
                }
            }
            return Piece.whole(copy);
        }
    }

    private static final class SendsLaterFirst extends Faithful {
        private @Nullable Piece earlier;

        SendsLaterFirst(Exchange real) {
            super(real);
        }

        @Override
        public int prepare(Piece piece) {
            List<Piece> halves = piece.halvesInTime();
            earlier = halves.isEmpty() ? null : halves.get(0);
            return super.prepare(halves.isEmpty() ? piece : halves.get(1));
        }

        @Override
        public SendResult send(int attempt) {
            SendResult result = super.send(attempt);
            if (earlier == null || !(result instanceof SendResult.Delivered)) {
                return result;
            }
            super.prepare(earlier);
            return super.send(attempt);
        }
    }

    private static final class CountsPartialAsDelivered extends Faithful {
        CountsPartialAsDelivered(Exchange real) {
            super(real);
        }

        @Override
        public SendResult send(int attempt) {
            SendResult result = super.send(attempt);
            return result instanceof SendResult.Partial ? new SendResult.Delivered(result.status()) : result;
        }
    }
}
