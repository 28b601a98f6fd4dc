package dev.holdfast.agent.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.holdfast.agent.answer.JsonAnswer;
import dev.holdfast.query.MatrixResult;
import dev.holdfast.query.ParseException;
import dev.holdfast.query.PromQl;
import dev.holdfast.query.QueryEngine;
import dev.holdfast.query.QueryResult;
import dev.holdfast.query.VectorResult;
import dev.holdfast.query.ast.Expr;
import dev.holdfast.query.ast.ValueType;
import dev.holdfast.storage.Damage;
import dev.holdfast.storage.Snapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code query}, {@code query_range} and {@code format_query}. */
final class QueryEndpoints {
    static final String TRUNCATED = "results truncated due to limit";

    private static final long MAX_POINTS = 11_000;

    /** A tree is many times as large as its text. */
    private static final int MAX_QUERY_CHARS = 64 << 10;

    private final ApiContext context;

    QueryEndpoints(ApiContext context) {
        this.context = context;
    }

    /** How long a request may take, by its own word and ours. */
    long timeoutMs(Request request) {
        long mostMs = context.limits().timeoutMs();
        return request.parameters().has("timeout")
                ? Math.max(0, Math.min(mostMs, Grammar.durationMs(request.parameters(), "timeout")))
                : mostMs;
    }

    void instant(Request request, Reply reply, Deadline deadline) throws IOException {
        long beginNanos = System.nanoTime();
        Parameters parameters = request.parameters();
        int limit = Grammar.limit(parameters, "limit");
        long timeMs = Grammar.timeMs(parameters, "time", context.host().nowMs());
        QueryEngine engine = context.engine(deadline, lookbackMs(parameters));
        Expr expr = parse(parameters.first("query"));
        try (StoreSource.Lease lease = context.source().lease();
                Snapshot snapshot = lease.store().snapshot()) {
            QueryResult result = engine.instant(expr, snapshot, timeMs);
            answer(parameters, reply, result, limit, snapshot, beginNanos);
        }
    }

    void range(Request request, Reply reply, Deadline deadline) throws IOException {
        long beginNanos = System.nanoTime();
        Parameters parameters = request.parameters();
        int limit = Grammar.limit(parameters, "limit");
        long startMs = Grammar.requiredTimeMs(parameters, "start");
        long endMs = Grammar.requiredTimeMs(parameters, "end");
        if (endMs < startMs) {
            throw ApiException.invalid("end", "end timestamp must not be before start time");
        }
        long stepMs = Grammar.durationMs(parameters, "step");
        if (stepMs <= 0) {
            throw ApiException.invalid(
                    "step", "zero or negative query resolution step widths are not accepted. Try a positive integer");
        }
        if ((endMs - startMs) / stepMs > MAX_POINTS) {
            throw ApiException.badData("exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the"
                    + " query resolution (?step=XX)");
        }
        QueryEngine engine = context.engine(deadline, lookbackMs(parameters));
        Expr expr = parse(parameters.first("query"));
        if (expr.type() != ValueType.SCALAR && expr.type() != ValueType.INSTANT_VECTOR) {
            throw ApiException.invalid(
                    "query",
                    "invalid expression type \"" + expr.type().documentedName()
                            + "\" for range query, must be Scalar or instant Vector");
        }
        try (StoreSource.Lease lease = context.source().lease();
                Snapshot snapshot = lease.store().snapshot()) {
            QueryResult result = engine.range(expr, snapshot, startMs, endMs, stepMs);
            answer(parameters, reply, result, limit, snapshot, beginNanos);
        }
    }

    void format(Request request, Reply reply) throws IOException {
        String query = request.parameters().first("query");
        parse(query); // for what it says of mistakes
        String text = PromQl.format(query);
        JsonAnswer.data(reply.begin(200, Reply.JSON), List.of(), json -> json.writeString(text));
    }

    /** There are none; but what is asked for must be understood. */
    void exemplars(Request request, Reply reply) throws IOException {
        Parameters parameters = request.parameters();
        long startMs = Grammar.timeMs(parameters, "start", -Grammar.MAX_TIME_MS);
        if (Grammar.timeMs(parameters, "end", Grammar.MAX_TIME_MS) < startMs) {
            throw ApiException.badData("end timestamp must not be before start timestamp");
        }
        try {
            parse(parameters.first("query"));
        } catch (ApiException e) {
            throw ApiException.badData(e.text().replaceFirst("^invalid parameter \"query\": ", ""));
        }
        JsonAnswer.data(reply.begin(200, Reply.JSON), List.of(), json -> {
            json.writeStartArray();
            json.writeEndArray();
        });
    }

    private long lookbackMs(Parameters parameters) {
        long fallbackMs = context.limits().lookbackMs();
        if (!parameters.has("lookback_delta")) {
            return fallbackMs;
        }
        try {
            long givenMs = Grammar.durationMs(parameters.first("lookback_delta"));
            return givenMs > 0 ? givenMs : fallbackMs;
        } catch (IllegalArgumentException e) {
            throw ApiException.badData("error parsing lookback delta duration: " + e.getMessage());
        }
    }

    /** The tree of an expression; every way to be none is the client's mistake. */
    private static Expr parse(String text) {
        if (text.length() > MAX_QUERY_CHARS) {
            throw ApiException.invalid("query", "it is longer than " + MAX_QUERY_CHARS + " characters");
        }
        try {
            return PromQl.parse(text);
        } catch (ParseException e) {
            throw ApiException.invalid("query", String.valueOf(e.getMessage()));
        } catch (StackOverflowError e) {
            throw ApiException.invalid("query", "1:1: parse error: expression is nested too deeply");
        }
    }

    private static void answer(
            Parameters parameters, Reply reply, QueryResult whole, int limit, Snapshot snapshot, long beginNanos)
            throws IOException {
        QueryResult result = truncated(whole, limit);
        List<String> warnings = new ArrayList<>();
        if (result != whole) {
            warnings.add(TRUNCATED);
        }
        warnings.addAll(damages(snapshot));
        QueryStats stats = parameters.has("stats") ? new QueryStats(System.nanoTime() - beginNanos) : null;
        JsonAnswer.query(reply.begin(200, Reply.JSON), result, warnings, json -> {
            if (stats != null) {
                stats.write(json);
            }
        });
    }

    /** What keeps an answer from being whole. */
    static List<String> damages(Snapshot snapshot) {
        List<String> warnings = new ArrayList<>();
        for (Damage damage : snapshot.damages()) {
            warnings.add("the answer is partial: " + damage);
        }
        return warnings;
    }

    /** The same result when it is short enough. */
    private static QueryResult truncated(QueryResult result, int limit) {
        if (limit <= 0) {
            return result;
        }
        if (result instanceof VectorResult vector && vector.samples().size() > limit) {
            return new VectorResult(
                    vector.timestampMs(), vector.samples().subList(0, limit), vector.warnings(), vector.infos());
        }
        if (result instanceof MatrixResult matrix && matrix.series().size() > limit) {
            return new MatrixResult(matrix.series().subList(0, limit), matrix.warnings(), matrix.infos());
        }
        return result;
    }

    /** What a query took, in the shape that Prometheus gives it. */
    private record QueryStats(long tookNanos) {
        void write(JsonGenerator json) throws IOException {
            json.writeObjectFieldStart("stats");
            json.writeObjectFieldStart("timings");
            json.writeNumberField("evalTotalTime", tookNanos / 1e9);
            json.writeNumberField("resultSortTime", 0);
            json.writeNumberField("queryPreparationTime", 0);
            json.writeNumberField("innerEvalTime", tookNanos / 1e9);
            json.writeNumberField("execQueueTime", 0);
            json.writeNumberField("execTotalTime", tookNanos / 1e9);
            json.writeEndObject();
            json.writeObjectFieldStart("samples");
            json.writeNumberField("totalQueryableSamples", 0);
            json.writeNumberField("peakSamples", 0);
            json.writeEndObject();
            json.writeEndObject();
        }
    }
}
