package dev.holdfast.agent.api;

import dev.holdfast.storage.Aggregate;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.Series;
import dev.holdfast.storage.SeriesMatcher;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.TimeRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What other programs than clients of the API ask: {@code metrics}, {@code federate}, {@code healthy}, {@code ready}. */
final class TextEndpoints {
    /** Made by whoever scrapes, of every target: two of the same name would be one too many. */
    private static final String MADE_BY_SCRAPER = "up";

    private final ApiContext context;

    TextEndpoints(ApiContext context) {
        this.context = context;
    }

    void healthy(Reply reply) throws IOException {
        reply.text(200, "Holdfast is Healthy.\n");
    }

    void ready(Reply reply) throws IOException {
        List<String> reasons = context.host().notReady();
        if (reasons.isEmpty()) {
            reply.text(200, "Holdfast is Ready.\n");
        } else {
            reply.text(503, "Holdfast is not ready: " + String.join("; ", reasons) + "\n");
        }
    }

    /** The newest values of this host, as an exporter gives them: without the labels that a scraper adds, and without times. */
    void metrics(Request request, Reply reply, Deadline deadline) throws IOException {
        Map<String, String> own = context.host().ownLabels();
        List<SeriesMatcher> matchers = new ArrayList<>();
        own.forEach((name, value) -> matchers.add(SeriesMatcher.equal(name, value)));
        boolean openMetrics = ExpositionWriter.wantsOpenMetrics(request.header("Accept"));
        reply.begin(200, openMetrics ? ExpositionWriter.OPEN_METRICS : ExpositionWriter.TEXT);
        ExpositionWriter writer = new ExpositionWriter(reply, openMetrics, context.catalogue());
        try (StoreSource.Lease lease = context.source().lease();
                Snapshot snapshot = lease.store().snapshot()) {
            Map<String, List<Newest>> byName =
                    newest(snapshot, List.of(matchers), context.limits().lookbackMs(), deadline);
            byName.remove(MADE_BY_SCRAPER);
            for (Map.Entry<String, List<Newest>> entry : byName.entrySet()) {
                writer.beginFamily(entry.getKey(), byName.keySet());
                for (Newest one : entry.getValue()) {
                    Labels.Builder labels = one.labels().toBuilder();
                    own.keySet().forEach(labels::remove);
                    writer.sample(labels.build(), one.value());
                }
            }
        }
        writer.finish();
    }

    /** The newest values of what is selected, with their times. */
    void federate(Request request, Reply reply, Deadline deadline) throws IOException {
        List<List<SeriesMatcher>> selectors = Selectors.forFederation(request.parameters());
        reply.begin(200, ExpositionWriter.TEXT);
        ExpositionWriter writer = new ExpositionWriter(reply, false, context.catalogue());
        try (StoreSource.Lease lease = context.source().lease();
                Snapshot snapshot = lease.store().snapshot()) {
            Map<String, List<Newest>> byName =
                    newest(snapshot, selectors, context.limits().lookbackMs(), deadline);
            for (Map.Entry<String, List<Newest>> entry : byName.entrySet()) {
                writer.beginUntyped(entry.getKey());
                for (Newest one : entry.getValue()) {
                    writer.federated(one.labels(), one.value(), one.timestampMs());
                }
            }
        }
        writer.finish();
    }

    private record Newest(Labels labels, double value, long timestampMs) {}

    /** By metric name, each list sorted by labels; without series that have ended, or have no name. */
    private Map<String, List<Newest>> newest(
            Snapshot snapshot, List<List<SeriesMatcher>> selectors, long lookbackMs, Deadline deadline) {
        long nowMs = context.host().nowMs();
        TimeRange range = new TimeRange(nowMs - lookbackMs + 1, nowMs + 1);
        Map<String, List<Newest>> byName = new TreeMap<>();
        Aggregate newest = new Aggregate();
        for (Series series : select(snapshot, selectors, range, deadline)) {
            deadline.check(); // each reads what was stored last
            String name = series.labels().metricName();
            series.newest(nowMs - lookbackMs, nowMs, newest);
            boolean any = newest.count() > 0 && newest.lastTimeMs() > newest.staleTimeMs();
            if (any && !name.isEmpty()) {
                byName.computeIfAbsent(name, key -> new ArrayList<>())
                        .add(new Newest(series.labels(), newest.last(), newest.lastTimeMs()));
            }
        }
        return byName;
    }

    private static Collection<Series> select(
            Snapshot snapshot, List<List<SeriesMatcher>> selectors, TimeRange range, Deadline deadline) {
        if (selectors.size() == 1) {
            return snapshot.select(deadline.over(selectors.get(0)), range);
        }
        Map<Labels, Series> all = new TreeMap<>();
        for (List<SeriesMatcher> matchers : selectors) {
            for (Series series : snapshot.select(deadline.over(matchers), range)) {
                all.putIfAbsent(series.labels(), series);
            }
            deadline.check();
        }
        return all.values();
    }
}
