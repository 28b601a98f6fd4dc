package dev.holdfast.query.differential;

import dev.holdfast.query.functions.Absent;
import dev.holdfast.query.memory.MemorySnapshot;
import dev.holdfast.storage.Labels;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.LongToDoubleFunction;

/**
 * A few hours of made-up metrics of three hosts: gauges, counters with resets, a histogram, a metric that comes and goes.
 *
 * <p>A sample every ten seconds, one second off the full ten, so that no sample lies on the edge of a range of full seconds
 * when the query times have half seconds: there versions of Prometheus differ.
 */
public final class DemoData {
    /** First sample, milliseconds. */
    public static final long START_MS = 1_700_000_001_000L;

    /** Last sample, milliseconds. */
    public static final long END_MS = START_MS + 3 * 3_600_000L;

    private static final long STEP_MS = 10_000;

    private final Map<Labels, TreeMap<Long, Double>> series = new TreeMap<>();

    /** The data; always the same. */
    public DemoData() {
        SplittableRandom random = new SplittableRandom(20_231_114);
        for (int host = 0; host < 3; host++) {
            String instance = "demo:" + (10000 + host);
            addHost(random, instance);
        }
        addOdd(random);
        gauge(
                "demo_intermittent_metric",
                random,
                5,
                t -> (t + 500_000) % 1_200_000 < 600_000,
                "instance",
                "demo:10000");
    }

    private void addHost(SplittableRandom random, String instance) {
        String[] host = {"instance", instance, "job", "demo"};
        for (String type : new String[] {"buffers", "cached", "free", "used"}) {
            gauge(
                    "demo_memory_usage_bytes",
                    random,
                    1e9 * (1 + random.nextDouble()),
                    t -> true,
                    with(host, "type", type));
        }
        for (String mode : new String[] {"idle", "system", "user"}) {
            counter("demo_cpu_usage_seconds_total", random, 0.4, with(host, "mode", mode));
        }
        constant("demo_num_cpus", 4, host);
        constant("demo_disk_total_bytes", 262_144_000_000.0, host);
        gauge("demo_disk_usage_bytes", random, 1.2e11, t -> true, host);
        gauge("demo_batch_last_success_timestamp_seconds", random, START_MS / 1000.0, t -> true, host);
        gauge("demo_temperature_celsius", random, -3, t -> true, host);
        double[] shares = {0.2, 0.5, 0.8, 0.95, 0.99, 1};
        String[] bounds = {"0.005", "0.01", "0.1", "0.5", "2.5", "+Inf"};
        for (String path : new String[] {"/api/foo", "/api/bar"}) {
            String[] labels = with(with(host, "method", "GET"), "path", path);
            long seed = random.nextLong();
            for (int i = 0; i < bounds.length; i++) {
                histogram(seed, shares[i], with(labels, "le", bounds[i]));
            }
        }
    }

    /** Values and times that a host rarely has: no numbers, irregular times, ends and beginnings, many resets. */
    private void addOdd(SplittableRandom random) {
        for (int host = 0; host < 3; host++) {
            int shift = 200_000 * host;
            String[] labels = {"instance", "demo:" + (10000 + host)};
            constant("demo_build_info", 1, with(labels, "version", "v" + host / 2));
            gauge("demo_jitter", random, 7 + host, t -> true, labels);
            jitter(random, Labels.of(with(labels, Labels.METRIC_NAME, "demo_jitter")));
            // Ends by a marker every twenty minutes and is back two or three later.
            gauge("demo_stale_gauge", random, 50 + host, t -> (t + shift) % 1_200_000 < 1_040_000, labels);
            stale(Labels.of(with(labels, Labels.METRIC_NAME, "demo_stale_gauge")));
            double[] total = {200_000};
            SplittableRandom own = random.split();
            fill("demo_resets_total", labels, t -> true, t -> {
                total[0] = own.nextInt(6) == 0 ? 60_000 + own.nextInt(1000) : total[0] + own.nextInt(500);
                return total[0];
            });
        }
        SplittableRandom own = random.split();
        odd("nan", t -> own.nextInt(3) == 0 ? Double.NaN : own.nextInt(5));
        odd("inf", t -> own.nextInt(30) == 0 ? Double.POSITIVE_INFINITY : own.nextInt(5));
        odd("mixed", t -> own.nextInt(40) == 0 ? Double.NEGATIVE_INFINITY : own.nextInt(40) == 0 ? Double.NaN : -2);
        odd("zero", t -> own.nextBoolean() ? 0.0 : -0.0);
    }

    private void odd(String kind, LongToDoubleFunction values) {
        fill("demo_odd_values", new String[] {"kind", kind, "instance", "demo:10000"}, t -> true, values);
    }

    /** Moves each sample by up to some seconds, to a quarter past a full one: never where a query has an edge. */
    private void jitter(SplittableRandom random, Labels labels) {
        SplittableRandom own = random.split();
        TreeMap<Long, Double> moved = new TreeMap<>();
        series.getOrDefault(labels, new TreeMap<>())
                .forEach((time, value) -> moved.put(time + own.nextInt(9) * 1_000L + 250, value));
        series.put(labels, moved);
    }

    private void stale(Labels labels) {
        TreeMap<Long, Double> samples = series.getOrDefault(labels, new TreeMap<>());
        for (long t = START_MS; t <= END_MS; t += STEP_MS) {
            if (!samples.containsKey(t) && samples.containsKey(t - STEP_MS)) {
                samples.put(t, Absent.VALUE);
            }
        }
    }

    private static String[] with(String[] labels, String name, String value) {
        String[] more = Arrays.copyOf(labels, labels.length + 2);
        more[labels.length] = name;
        more[labels.length + 1] = value;
        return more;
    }

    private interface Present {
        boolean at(long sinceStartMs);
    }

    private void gauge(String name, SplittableRandom random, double level, Present present, String... labels) {
        SplittableRandom own = random.split();
        double[] value = {level};
        fill(name, labels, present, t -> value[0] += Math.abs(level) * 0.05 * (own.nextDouble() - 0.5));
    }

    private void counter(String name, SplittableRandom random, double perSecond, String... labels) {
        SplittableRandom own = random.split();
        // Far from zero, so that extrapolation to zero, which versions do differently, plays no part.
        double[] value = {100_000 + 1000 * own.nextDouble()};
        fill(name, labels, t -> true, t -> {
            boolean reset = own.nextInt(400) == 0;
            value[0] = reset ? 50_000 : value[0] + 20 * perSecond * own.nextDouble();
            return value[0];
        });
    }

    private void constant(String name, double level, String... labels) {
        fill(name, labels, t -> true, t -> level);
    }

    /** All buckets of a histogram get the same seed, and so the same observations. */
    private void histogram(long seed, double share, String... labels) {
        SplittableRandom own = new SplittableRandom(seed);
        double[] value = {1_000_000 * share};
        fill("demo_api_request_duration_seconds_bucket", labels, t -> true, t -> value[0] += share * own.nextInt(100));
    }

    private void fill(String name, String[] labels, Present present, LongToDoubleFunction values) {
        TreeMap<Long, Double> samples = new TreeMap<>();
        for (long t = START_MS; t <= END_MS; t += STEP_MS) {
            double value = values.applyAsDouble(t - START_MS);
            if (present.at(t - START_MS)) {
                samples.put(t, value);
            }
        }
        series.put(Labels.of(with(labels, Labels.METRIC_NAME, name)), samples);
    }

    /** The data for our engine. */
    public MemorySnapshot snapshot() {
        MemorySnapshot snapshot = new MemorySnapshot();
        series.forEach((labels, samples) -> samples.forEach((time, value) -> snapshot.add(labels, time, value)));
        return snapshot;
    }

    /** The series, each with its values by time; stale markers among them. */
    public Map<Labels, TreeMap<Long, Double>> series() {
        return series;
    }
}
