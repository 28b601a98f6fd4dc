package dev.holdfast.agent.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.holdfast.agent.answer.JsonAnswer;
import dev.holdfast.query.QueryStatistics;
import java.io.IOException;

/**
 * What a query cost, in the shape that Prometheus gives it.
 *
 * @param waitedNanos how long it waited for its turn
 */
record QueryStats(QueryStatistics statistics, long waitedNanos) {
    void write(JsonGenerator json) throws IOException {
        double waitedSeconds = waitedNanos / 1e9;
        json.writeObjectFieldStart("stats");
        json.writeObjectFieldStart("timings");
        json.writeNumberField("evalTotalTime", statistics.evalTotalSeconds());
        json.writeNumberField("resultSortTime", statistics.resultSortSeconds());
        json.writeNumberField("queryPreparationTime", statistics.queryPreparationSeconds());
        json.writeNumberField("innerEvalTime", statistics.innerEvalSeconds());
        json.writeNumberField("execQueueTime", waitedSeconds);
        json.writeNumberField("execTotalTime", waitedSeconds + statistics.evalTotalSeconds());
        json.writeEndObject();
        json.writeObjectFieldStart("samples");
        QueryStatistics.PerStep perStep = statistics.perStep();
        if (perStep != null) {
            json.writeArrayFieldStart("totalQueryableSamplesPerStep");
            for (int i = 0; i < perStep.size(); i++) {
                json.writeStartArray();
                json.writeNumber(JsonAnswer.seconds(perStep.timestampMs(i)));
                json.writeNumber(perStep.samples(i));
                json.writeEndArray();
            }
            json.writeEndArray();
        }
        json.writeNumberField("totalQueryableSamples", statistics.totalQueryableSamples());
        json.writeNumberField("peakSamples", statistics.peakSamples());
        json.writeEndObject();
        json.writeEndObject();
    }
}
