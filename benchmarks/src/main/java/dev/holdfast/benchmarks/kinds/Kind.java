package dev.holdfast.benchmarks.kinds;

import dev.holdfast.benchmarks.RecordedHost.Recording;
import dev.holdfast.storage.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A kind of recording: what the values are, or how the stamps lie. The same kind, step and length is always the same.
 *
 * <p>Each kind has a step of its own, at which sources of that sort are usually asked, and takes any other.
 */
@SuppressWarnings("ImmutableEnumChecker")
public enum Kind {
    /** {@link Sources#normalised}. */
    NORMALISED(60, 300, Sources::normalised),
    /** {@link Sources#percent}. */
    PERCENT(15, 24, Sources::percent),
    /** {@link Sources#mean}. */
    MEAN(15, 24, Sources::mean),
    /** {@link Sources#single}. */
    SINGLE(10, 16, Sources::single),
    /** {@link Sources#decimal}. */
    DECIMAL(10, 18, Sources::decimal),
    /** {@link Sources#duration}. */
    DURATION(15, 20, Sources::duration),
    /** {@link Sources#bytes}. */
    BYTES(15, 16, Sources::bytes),
    /** {@link Sources#moment}. */
    MOMENT(15, 16, Sources::moment),
    /** {@link Sources#counter}. */
    COUNTER(10, 24, Sources::counter),
    /** {@link Sources#state}. */
    STATE(10, 24, Sources::state),
    /** {@link Sources#histogram}. */
    HISTOGRAM(15, 84, Sources::histogram, 14),
    /** {@link Sources#quantile}. */
    QUANTILE(15, 24, Sources::quantile),
    /** {@link Sources#cpu}. */
    CPUS(15, 512, Sources::cpu, 8),
    /** {@link Sources#container}. */
    CONTAINERS(30, 80, Sources::container, 8),
    /** Some of everything, on the grid. */
    MIXED(10, 60, Kind::mixed),
    /** The same, each scrape some milliseconds late. */
    JITTER(10, 60, Kind::mixed) {
        @Override
        long stamp(long scheduledMs, long stepMs, Random random) {
            return scheduledMs + (long) (3 + 2 * Math.abs(random.nextGaussian()));
        }
    },
    /** The same, scrapes up to half a step late. */
    IRREGULAR(10, 60, Kind::mixed) {
        @Override
        long stamp(long scheduledMs, long stepMs, Random random) {
            return scheduledMs + (long) (random.nextDouble() * stepMs / 2);
        }
    },
    /** The same, a scrape in twenty is lost. */
    MISSING(10, 60, Kind::mixed) {
        @Override
        boolean isLost(int series, int tick, Random ofScrapes) {
            return ofScrapes.nextInt(20) == 0;
        }
    },
    /** The same, each series lacks a sample in fifty by itself. */
    HOLES(10, 60, Kind::mixed) {
        @Override
        boolean isLost(int series, int tick, Random ofScrapes) {
            return Math.floorMod(Arrays.hashCode(new int[] {series, tick}) * 0x9e37_79b9, 50) == 0;
        }
    },
    /** The same, every second series is asked at every fourth tick only. */
    TWO_STEPS(15, 60, Kind::mixed) {
        @Override
        boolean isLost(int series, int tick, Random ofScrapes) {
            return series % 2 == 1 && tick % 4 != 0;
        }
    },
    /** The same, targets of ten series that go away for a while, which a stale marker says. */
    STALE(10, 60, Kind::mixed) {
        @Override
        boolean isAway(int series, int tick) {
            int target = series / 10;
            return Math.floorMod((tick + 977 * target) / (200 + 70 * target), 5) == 0;
        }
    };

    /** The NaN by which Prometheus says that a series ends for now. */
    private static final double STALE_MARKER = Double.longBitsToDouble(0x7ff0_0000_0000_0002L);

    private interface Single {
        Source make(int number, Random random);
    }

    private interface Group {
        Source[] make(int number, Random random);
    }

    private final int stepSeconds;
    private final int series;
    private final Group group;
    private final int groupSize;

    Kind(int stepSeconds, int series, Single source) {
        this(stepSeconds, series, (number, random) -> new Source[] {source.make(number, random)}, 1);
    }

    Kind(int stepSeconds, int series, Group group, int groupSize) {
        this.stepSeconds = stepSeconds;
        this.series = series;
        this.group = group;
        this.groupSize = groupSize;
    }

    static Source mixed(int number, Random random) {
        int kind = number / 2;
        return switch (number % 10) {
            case 0, 1, 2 -> step -> kind;
            case 3 -> Sources.state(kind, random);
            case 4, 5 -> Sources.counter(kind, random);
            case 6 -> Sources.cpu(kind, random)[0];
            case 7 -> Sources.bytes(kind, random);
            case 8 -> Sources.decimal(kind, random);
            default -> Sources.mean(kind % 4 == 3 ? 2 : kind, random);
        };
    }

    /** The usual distance of its samples. */
    public int stepSeconds() {
        return stepSeconds;
    }

    /** When a scrape really was. */
    long stamp(long scheduledMs, long stepMs, Random random) {
        return scheduledMs;
    }

    boolean isLost(int index, int tick, Random ofScrapes) {
        return false;
    }

    boolean isAway(int index, int tick) {
        return false;
    }

    /**
     * Makes the recording.
     *
     * @param fromMs the first scheduled scrape
     * @param step seconds from one to the next
     * @param ticks how many
     */
    public List<Recording> make(long fromMs, int step, int ticks) {
        long[] stamps = new long[ticks];
        Random random = new Random(name().hashCode());
        for (int i = 0; i < ticks; i++) {
            stamps[i] = stamp(fromMs + i * (step * 1_000L), step * 1_000L, random);
        }
        List<Recording> result = new ArrayList<>();
        for (int number = 0; number * groupSize < series; number++) {
            Source[] sources = group.make(number, new Random(31L * name().hashCode() + number));
            double[][] values = new double[sources.length][ticks];
            for (int tick = 0; tick < ticks; tick++) {
                for (int i = 0; i < sources.length; i++) {
                    values[i][tick] = sources[i].next(step);
                }
            }
            for (double[] each : values) {
                result.add(recording(result.size(), stamps, each));
            }
        }
        return result;
    }

    /** What is left of a series, with its markers. */
    private Recording recording(int index, long[] stamps, double[] values) {
        long[] timesMs = new long[values.length];
        double[] kept = new double[values.length];
        Random ofScrapes = new Random(7);
        int count = 0;
        boolean away = false;
        for (int tick = 0; tick < values.length; tick++) {
            boolean awayBefore = away;
            away = isAway(index, tick);
            if (isLost(index, tick, ofScrapes) || (away && awayBefore)) {
                continue;
            }
            timesMs[count] = stamps[tick];
            kept[count++] = away ? STALE_MARKER : values[tick];
        }
        return new Recording(labels(index), Arrays.copyOf(timesMs, count), Arrays.copyOf(kept, count));
    }

    private Labels labels(int index) {
        return new Labels.Builder()
                .set(Labels.METRIC_NAME, name().toLowerCase(Locale.ROOT) + "_" + index / 16)
                .set("instance", "host:9100")
                .set("job", "kinds")
                .set("number", Integer.toString(index % 16))
                .build();
    }
}
