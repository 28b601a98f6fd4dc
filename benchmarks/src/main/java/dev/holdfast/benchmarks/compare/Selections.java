package dev.holdfast.benchmarks.compare;

import dev.holdfast.storage.Labels;

/** Which series the questions are about, as PromQL and as a test of labels. */
final class Selections {
    static final String CPU = "node_cpu_seconds_total";
    static final String ALL = "{__name__!=\"\"}";
    static final String ONE = CPU + "{cpu=\"0\",mode=\"user\"}";
    /** Eight modes of two processors: sixteen series. */
    static final String WINDOWED = CPU + "{cpu=~\"0|1\"}";

    private Selections() {}

    static String windows(String function) {
        return function + "_over_time(" + WINDOWED + "[5m])";
    }

    static boolean isOne(Labels labels) {
        return isWindowed(labels) && "0".equals(labels.get("cpu")) && "user".equals(labels.get("mode"));
    }

    static boolean isWindowed(Labels labels) {
        return CPU.equals(labels.get(Labels.METRIC_NAME))
                && ("0".equals(labels.get("cpu")) || "1".equals(labels.get("cpu")));
    }
}
