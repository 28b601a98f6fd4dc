package dev.holdfast.agent.outage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.storage.IntervalLedger;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.LedgerState;
import dev.holdfast.storage.TimeRange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The canary of {@link OutageIT}: each lie of a ledger and of a receiver is found. */
class DeliveryAuditTest {
    private static final Labels SERIES = Labels.of(Labels.METRIC_NAME, "a");
    private static final IntervalLedger DELIVERED =
            IntervalLedger.EMPTY.with(new TimeRange(0, 100), LedgerState.DELIVERED, 0);

    private static List<String> audit(IntervalLedger ledger, Map<Long, List<Double>> remote) {
        TreeMap<Long, Long> samples = new TreeMap<>();
        for (long t = 10; t <= 40; t += 10) {
            samples.put(t, Double.doubleToRawLongBits((double) t));
        }
        return new DeliveryAudit("u", false, (labels, timeMs) -> timeMs >= 30)
                .compare(Map.of(SERIES, samples), Map.of(SERIES, remote), ledger);
    }

    private static Map<Long, List<Double>> all() {
        Map<Long, List<Double>> result = new HashMap<>();
        for (long t = 10; t <= 40; t += 10) {
            result.put(t, List.of((double) t));
        }
        return result;
    }

    @Test
    void theTruthPasses() {
        assertEquals(List.of(), audit(DELIVERED, all()));
        Map<Long, List<Double>> refused = all();
        refused.remove(10L);
        assertEquals(List.of(), audit(DELIVERED.with(new TimeRange(10, 11), LedgerState.REFUSED, 400), refused));
    }

    @Test
    void aLostSampleIsFound() {
        Map<Long, List<Double>> remote = all();
        remote.remove(20L);
        assertEquals(1, audit(DELIVERED, remote).size());
    }

    @Test
    void anotherValueIsFoundAlsoBesideTheRightOne() {
        Map<Long, List<Double>> remote = all();
        remote.put(20L, List.of(20.0, Math.nextUp(20.0)));
        assertEquals(1, audit(DELIVERED, remote).size());
    }

    @Test
    void anInventedSampleIsFound() {
        Map<Long, List<Double>> remote = all();
        remote.put(21L, List.of(1.0));
        assertEquals(1, audit(DELIVERED, remote).size());
    }

    @Test
    void whatTheReceiverAcceptsMustNotBeCalledRefused() {
        Map<Long, List<Double>> remote = all();
        remote.remove(40L);
        assertEquals(
                1,
                audit(DELIVERED.with(new TimeRange(40, 41), LedgerState.SKIPPED, 0), remote)
                        .size());
    }
}
