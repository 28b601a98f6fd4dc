package dev.holdfast.agent.daemon;

import dev.holdfast.agent.sampling.HostFiles;
import dev.holdfast.agent.sampling.HostResource;
import dev.holdfast.agent.sampling.MetricCatalogue;
import dev.holdfast.agent.sampling.MetricFamily;
import dev.holdfast.agent.sampling.SamplingOptions;
import dev.holdfast.agent.sampling.SystemClock;
import dev.holdfast.forwarder.exchange.SeriesFacts;
import dev.holdfast.storage.Labels;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the agent knows of the series that it collects: their families by the catalogue, and since when their counters count.
 * Any thread.
 *
 * <p>Counters of the kernel count since boot, those of the agent since it was started; a sample from before that was counted
 * from a start that is forgotten. Series of another host, which an import or an intake brought, have its starts, which are not known here either.
 *
 * <p>The catalogue is read when somebody asks for the first time: an upstream of remote write 1.0 never does.
 */
public final class CatalogueFacts implements SeriesFacts {
    /** More metric names than this are looked up each time. */
    private static final int REMEMBERED_MAX = 4_096;

    private static final Family NOT_KNOWN = new Family(Kind.UNKNOWN, "", "");

    /** The answer for the series that was asked for last; its samples come one after the other. */
    private record Last(Labels series, long startMs) {}

    private final String job;
    private final String instance;
    private final long bootMs;
    private final long startedMs;
    private final Supplier<Labels> host;
    private final Map<String, Family> remembered = new ConcurrentHashMap<>();
    private @Nullable MetricCatalogue catalogue; // guarded by this
    private @Nullable Labels resource; // guarded by this
    private Last last = new Last(Labels.EMPTY, 0); // any thread's: immutable, and each answer is right

    /**
     * Facts with given starts.
     *
     * @param job the label of the series that the agent collects
     * @param instance likewise
     * @param bootMs when the host was booted, milliseconds since the epoch; 0 when it is not known
     * @param startedMs when the agent was started, milliseconds since the epoch
     * @param host what is known of the host; asked once, when somebody asks for it
     */
    public CatalogueFacts(String job, String instance, long bootMs, long startedMs, Supplier<Labels> host) {
        this.job = job;
        this.instance = instance;
        this.bootMs = bootMs;
        this.startedMs = startedMs;
        this.host = host;
    }

    /** Facts for an agent that starts now. */
    public static CatalogueFacts of(SamplingOptions sampling) {
        try (HostFiles files = new HostFiles(sampling.paths())) {
            SystemClock clock = new SystemClock(files);
            long nowMs = clock.wallMs();
            long sinceBootMs = clock.sinceBootMs();
            // To the second below, as the kernel tells it: a start is not after the first count.
            long bootMs = sinceBootMs == SystemClock.UNKNOWN ? 0 : (nowMs - sinceBootMs) / 1_000 * 1_000;
            return new CatalogueFacts(
                    sampling.job(), sampling.instance(), bootMs, nowMs, () -> HostResource.read(sampling.paths()));
        }
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // one object stands for a name without a family
    public @Nullable Family family(String metricName) {
        Family family = remembered.get(metricName);
        if (family == null) {
            family = lookUp(metricName);
            if (remembered.size() < REMEMBERED_MAX) {
                remembered.put(metricName, family);
            }
        }
        return family == NOT_KNOWN ? null : family;
    }

    private synchronized Family lookUp(String metricName) {
        MetricCatalogue known = catalogue;
        if (known == null) {
            known = MetricCatalogue.load();
            catalogue = known;
        }
        MetricFamily family = known.family(metricName);
        if (family == null) {
            return NOT_KNOWN;
        }
        Kind kind = switch (family.type()) {
            case COUNTER -> Kind.COUNTER;
            case GAUGE -> Kind.GAUGE;
            case UNKNOWN -> Kind.UNKNOWN;
        };
        return new Family(kind, family.unit(), family.help());
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the samples of a series come one after the other, with the same labels
    public long startMs(Labels series, long timestampMs) {
        Last asked = last;
        if (asked.series() != series) {
            asked = new Last(series, start(series));
            last = asked;
        }
        return asked.startMs() <= timestampMs ? asked.startMs() : 0;
    }

    private long start(Labels series) {
        if (!series.get("job").equals(job) || !series.get("instance").equals(instance)) {
            return 0;
        }
        String name = series.metricName();
        if (name.startsWith("holdfast_upstream_") || name.equals("holdfast_store_written_bytes_total")) {
            return 0; // in the life of the store, which began with some earlier agent
        }
        return name.startsWith("holdfast_") || name.startsWith("process_") ? startedMs : bootMs;
    }

    @Override
    public Labels resource(String seriesJob, String seriesInstance) {
        return seriesJob.equals(job) && seriesInstance.equals(instance) ? hostResource() : Labels.EMPTY;
    }

    private synchronized Labels hostResource() {
        Labels known = resource;
        if (known == null) {
            known = host.get();
            resource = known;
        }
        return known;
    }
}
