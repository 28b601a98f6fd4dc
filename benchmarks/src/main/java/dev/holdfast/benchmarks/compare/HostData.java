package dev.holdfast.benchmarks.compare;

import dev.holdfast.benchmarks.RecordedHost.Recording;
import dev.holdfast.storage.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Days of a host, made of a recording of minutes: 480 series at one tick every ten seconds.
 *
 * <p>A tick looks at a moment of the recording, the next one eight to twelve seconds on; at its end it jumps to a random one
 * in its first half. So no stretch comes again, which a compressor that looks for repetitions would find. Gauges have the value of the moment. Series that only rise in the recording
 * take the step that they took there, counted in the integers that are behind the decimals, so that they go on rising and
 * look like what a host shows. The same seed gives the same data. One thread.
 */
final class HostData {
    static final int SERIES = 480;
    static final long STEP_MS = 10_000;
    private static final int SHORTEST_STEP = 8;
    private static final int LONGEST_STEP = 12;
    private static final int[] POWERS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};

    private final Random random = new Random(1);
    private final List<Recording> host;
    private final double[] scales; // of rising series: value = integer / scale; 0 when there is none; -1 for gauges
    private final double[] values;
    private final long[] integers;
    private final int moments;
    private int moment;

    HostData(List<Recording> recorded) {
        List<Recording> chosen = new ArrayList<>(recorded);
        // The longest ones: a device that came and went has gaps. The sort is stable, hence always the same.
        chosen.sort(Comparator.comparingInt((Recording r) -> -r.values().length));
        host = List.copyOf(chosen.subList(0, SERIES));
        scales = new double[SERIES];
        values = new double[SERIES];
        integers = new long[SERIES];
        for (int i = 0; i < SERIES; i++) {
            double[] recordedValues = host.get(i).values();
            scales[i] = rises(recordedValues) ? scaleOf(recordedValues) : -1;
            values[i] = recordedValues[0];
            integers[i] = scales[i] > 0 ? Math.round(values[i] * scales[i]) : 0;
        }
        moments = host.get(0).values().length;
    }

    List<Labels> labels() {
        return host.stream().map(Recording::labels).toList();
    }

    /** Fills in the values of the next tick. */
    void next(double[] into) {
        if (moment + LONGEST_STEP >= moments) {
            moment = random.nextInt(moments / 2);
        }
        int before = moment;
        moment += SHORTEST_STEP + random.nextInt(LONGEST_STEP - SHORTEST_STEP + 1);
        for (int i = 0; i < SERIES; i++) {
            double[] recorded = host.get(i).values();
            // A short one keeps its last value: what came late, and the odd sample that one tick lacks.
            double now = recorded[Math.min(moment, recorded.length - 1)];
            double last = recorded[Math.min(before, recorded.length - 1)];
            if (scales[i] < 0) {
                values[i] = now;
            } else if (scales[i] == 0) {
                values[i] += now - last;
            } else {
                integers[i] += Math.round(now * scales[i]) - Math.round(last * scales[i]);
                values[i] = integers[i] / scales[i];
            }
            into[i] = values[i];
        }
    }

    private static boolean rises(double[] values) {
        for (int i = 1; i < values.length; i++) {
            if (!(values[i] >= values[i - 1])) {
                return false;
            }
        }
        return values[values.length - 1] > values[0];
    }

    private static double scaleOf(double[] values) {
        for (int power : POWERS) {
            boolean all = true;
            for (double value : values) {
                all &= Math.round(value * power) / (double) power == value;
            }
            if (all) {
                return power;
            }
        }
        return 0;
    }
}
