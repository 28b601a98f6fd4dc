package dev.holdfast.agent.api;

import dev.holdfast.agent.answer.JsonAnswer;
import dev.holdfast.agent.sampling.MetricFamily;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.Series;
import dev.holdfast.storage.SeriesMatcher;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.TimeRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** {@code series}, {@code labels}, {@code label/<name>/values} and {@code metadata}: what there is, without a sample read. */
final class SeriesEndpoints {
    private final ApiContext context;

    SeriesEndpoints(ApiContext context) {
        this.context = context;
    }

    void series(Request request, Reply reply, Deadline deadline) throws IOException {
        Parameters parameters = request.parameters();
        Selectors.require(parameters); // goes before what is wrong with the others
        int limit = Grammar.limit(parameters, "limit");
        TimeRange range = Selectors.range(parameters);
        List<List<SeriesMatcher>> selectors = Selectors.required(parameters);
        try (StoreSource.Lease lease = context.source().lease();
                Snapshot snapshot = lease.store().snapshot()) {
            Collection<Labels> found = find(snapshot, selectors, range, deadline);
            List<String> warnings = warnings(snapshot, limit, found.size());
            JsonAnswer.data(reply.begin(200, Reply.JSON), warnings, json -> {
                json.writeStartArray();
                int left = limit == 0 ? Integer.MAX_VALUE : limit;
                for (Labels labels : found) {
                    if (left-- == 0) {
                        break;
                    }
                    JsonAnswer.writeLabels(json, labels);
                }
                json.writeEndArray();
            });
        }
    }

    private static Collection<Labels> find(
            Snapshot snapshot, List<List<SeriesMatcher>> selectors, TimeRange range, Deadline deadline) {
        // One selector gives them sorted and once; only several need a set.
        Collection<Labels> found = selectors.size() == 1 ? new ArrayList<>() : new TreeSet<>();
        for (List<SeriesMatcher> matchers : selectors) {
            for (Series series : snapshot.select(deadline.over(matchers), range)) {
                found.add(series.labels());
            }
            deadline.check();
        }
        return found;
    }

    void labels(Request request, Reply reply, Deadline deadline) throws IOException {
        Parameters parameters = request.parameters();
        int limit = Grammar.limit(parameters, "limit");
        TimeRange range = Selectors.range(parameters);
        List<List<SeriesMatcher>> selectors = Selectors.optional(parameters);
        try (StoreSource.Lease lease = context.source().lease();
                Snapshot snapshot = lease.store().snapshot()) {
            SortedSet<String> names = new TreeSet<>();
            for (List<SeriesMatcher> matchers : selectors) {
                names.addAll(snapshot.labelNames(deadline.over(matchers), range));
                deadline.check();
            }
            texts(reply, names, limit, warnings(snapshot, limit, names.size()));
        }
    }

    void labelValues(Request request, Reply reply, Deadline deadline) throws IOException {
        Parameters parameters = request.parameters();
        String sent = Parameters.decodePath(Route.labelName(request.path()));
        String name = LabelName.unescape(sent);
        int limit = Grammar.limit(parameters, "limit");
        TimeRange range = Selectors.range(parameters);
        List<List<SeriesMatcher>> selectors = Selectors.optional(parameters);
        try (StoreSource.Lease lease = context.source().lease();
                Snapshot snapshot = lease.store().snapshot()) {
            SortedSet<String> values = new TreeSet<>();
            if (!name.isEmpty()) {
                for (List<SeriesMatcher> matchers : selectors) {
                    values.addAll(snapshot.labelValues(name, deadline.over(matchers), range));
                    deadline.check();
                }
            }
            // A name that is none by the old rules and not escaped is more likely a mistake than a label nobody has.
            if (name.isEmpty() || (values.isEmpty() && name.equals(sent) && !LabelName.isPlain(name))) {
                throw ApiException.badData("invalid label name: " + Grammar.quoted(sent));
            }
            texts(reply, values, limit, warnings(snapshot, limit, values.size()));
        }
    }

    void metadata(Request request, Reply reply) throws IOException {
        Parameters parameters = request.parameters();
        int limit = Grammar.rows(parameters, "limit", -1, Integer.MIN_VALUE, "limit must be a number");
        int perMetric = Grammar.rows(
                parameters, "limit_per_metric", -1, Integer.MIN_VALUE, "limit_per_metric must be a number");
        String metric = parameters.first("metric");
        List<MetricFamily> families = new ArrayList<>();
        try (StoreSource.Lease lease = context.source().lease();
                Snapshot snapshot = lease.store().snapshot()) {
            List<SeriesMatcher> matchers =
                    metric.isEmpty() ? List.of() : List.of(SeriesMatcher.equal(Labels.METRIC_NAME, metric));
            for (String name : snapshot.labelValues(Labels.METRIC_NAME, matchers, TimeRange.ALL)) {
                MetricFamily family = context.catalogue().family(name);
                boolean room = (limit < 0 || families.size() < limit) && perMetric != 0;
                if (family != null && room) {
                    families.add(family);
                }
            }
        }
        JsonAnswer.data(reply.begin(200, Reply.JSON), List.of(), json -> {
            json.writeStartObject();
            for (MetricFamily family : families) {
                json.writeArrayFieldStart(family.name());
                json.writeStartObject();
                json.writeStringField("type", family.type().openMetricsName());
                json.writeStringField("help", family.help());
                json.writeStringField("unit", family.unit());
                json.writeEndObject();
                json.writeEndArray();
            }
            json.writeEndObject();
        });
    }

    /** What there is most of. */
    void tsdb(Request request, Reply reply, Deadline deadline) throws IOException {
        int rows = Grammar.rows(
                request.parameters(), "limit", TsdbStatus.DEFAULT_ROWS, 1, "limit must be a positive number");
        try (StoreSource.Lease lease = context.source().lease();
                Snapshot snapshot = lease.store().snapshot()) {
            TsdbStatus status = TsdbStatus.of(snapshot, deadline);
            JsonAnswer.data(
                    reply.begin(200, Reply.JSON), QueryEndpoints.damages(snapshot), json -> status.write(json, rows));
        }
    }

    private static List<String> warnings(Snapshot snapshot, int limit, int size) {
        List<String> warnings = new ArrayList<>();
        if (limit > 0 && size > limit) {
            warnings.add(QueryEndpoints.TRUNCATED);
        }
        warnings.addAll(QueryEndpoints.damages(snapshot));
        return warnings;
    }

    private static void texts(Reply reply, SortedSet<String> texts, int limit, List<String> warnings)
            throws IOException {
        JsonAnswer.data(reply.begin(200, Reply.JSON), warnings, json -> {
            json.writeStartArray();
            int left = limit == 0 ? Integer.MAX_VALUE : limit;
            for (String text : texts) {
                if (left-- == 0) {
                    break;
                }
                json.writeString(text);
            }
            json.writeEndArray();
        });
    }
}
