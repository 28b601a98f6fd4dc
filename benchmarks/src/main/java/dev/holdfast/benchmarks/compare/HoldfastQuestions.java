package dev.holdfast.benchmarks.compare;

import dev.holdfast.benchmarks.compare.Question.Answer;
import dev.holdfast.query.EngineOptions;
import dev.holdfast.query.MatrixResult;
import dev.holdfast.query.MatrixSeries;
import dev.holdfast.query.QueryEngine;
import dev.holdfast.query.QueryResult;
import dev.holdfast.query.VectorResult;
import dev.holdfast.query.VectorSample;
import dev.holdfast.storage.SampleCursor;
import dev.holdfast.storage.Series;
import dev.holdfast.storage.SeriesMatcher;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.TimeRange;
import java.util.List;

/**
 * The questions, asked of Holdfast as a query asks them: raw samples of the storage's snapshot, windows and the latest values
 * of the query engine. The only place to change when there is a better way to ask.
 */
final class HoldfastQuestions {
    private final QueryEngine engine = new QueryEngine(EngineOptions.defaults().withMaxSamples(50_000_000));

    Answer ask(Question question, Snapshot snapshot, long fromMs, long toMs) {
        return switch (question) {
            case ONE_SERIES ->
                samples(
                        snapshot,
                        List.of(
                                SeriesMatcher.equal("__name__", Selections.CPU),
                                SeriesMatcher.equal("cpu", "0"),
                                SeriesMatcher.equal("mode", "user")),
                        fromMs,
                        toMs);
            case WINDOWS -> windows("avg", snapshot, fromMs, toMs).plus(windows("max", snapshot, fromMs, toMs));
            case LAST_MINUTES -> samples(snapshot, List.of(), toMs - Question.WINDOW_MS, toMs);
            case LATEST -> answer(engine.instant(Selections.ALL, snapshot, toMs - 1));
        };
    }

    private static Answer samples(Snapshot snapshot, List<SeriesMatcher> matchers, long fromMs, long toMs) {
        long count = 0;
        double sum = 0;
        for (Series series : snapshot.select(matchers, new TimeRange(fromMs, toMs))) {
            SampleCursor cursor = series.samples(fromMs, toMs);
            while (cursor.next()) {
                count++;
                sum += cursor.value();
            }
        }
        return new Answer(count, sum);
    }

    private Answer windows(String function, Snapshot snapshot, long fromMs, long toMs) {
        return answer(engine.range(
                Selections.windows(function), snapshot, fromMs + Question.WINDOW_MS, toMs, Question.WINDOW_MS));
    }

    QueryResult query(PromQlQuestion question, Snapshot snapshot, long startMs, long endMs) {
        return question.stepMs() == 0
                ? engine.instant(question.text(), snapshot, endMs)
                : engine.range(question.text(), snapshot, startMs, endMs, question.stepMs());
    }

    static Answer answer(QueryResult result) {
        long count = 0;
        double sum = 0;
        if (result instanceof MatrixResult matrix) {
            for (MatrixSeries series : matrix.series()) {
                for (int i = 0; i < series.size(); i++) {
                    count++;
                    sum += series.value(i);
                }
            }
        } else if (result instanceof VectorResult vector) {
            for (VectorSample sample : vector.samples()) {
                count++;
                sum += sample.value();
            }
        }
        return new Answer(count, sum);
    }
}
