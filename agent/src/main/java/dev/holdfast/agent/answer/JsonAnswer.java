package dev.holdfast.agent.answer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.holdfast.query.MatrixResult;
import dev.holdfast.query.MatrixSeries;
import dev.holdfast.query.PromDouble;
import dev.holdfast.query.QueryResult;
import dev.holdfast.query.ScalarResult;
import dev.holdfast.query.StringResult;
import dev.holdfast.query.VectorResult;
import dev.holdfast.query.VectorSample;
import dev.holdfast.storage.Labels;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers as the HTTP API of Prometheus gives them: an envelope with a status, times in seconds, values as texts.
 *
 * <p>Written as it is walked through; memory does not grow with the answer.
 */
public final class JsonAnswer {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8) // an emoji is a character, not two escapes
            .build();

    private JsonAnswer() {}

    /** Writes what goes into an envelope. */
    @FunctionalInterface
    public interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    /** A query's answer, with warnings besides those of the query itself. */
    public static void query(OutputStream out, QueryResult result, List<String> further) throws IOException {
        query(out, result, further, json -> {});
    }

    /** The same with more fields beside the result. */
    public static void query(OutputStream out, QueryResult result, List<String> further, Body more) throws IOException {
        List<String> warnings = new ArrayList<>(result.warnings());
        warnings.addAll(further);
        envelope(out, warnings, result.infos(), json -> {
            json.writeStartObject();
            json.writeStringField("resultType", result.resultType());
            json.writeFieldName("result");
            writeResult(json, result);
            more.write(json);
            json.writeEndObject();
        });
    }

    /** An answer of any shape. */
    public static void data(OutputStream out, List<String> warnings, Body body) throws IOException {
        envelope(out, warnings, List.of(), body);
    }

    /** An error; types are {@code bad_data}, {@code execution}, {@code timeout} and {@code internal}. */
    public static void error(OutputStream out, String type, String message) throws IOException {
        object(out, json -> {
            json.writeStringField("status", "error");
            json.writeStringField("errorType", type);
            json.writeStringField("error", message);
        });
    }

    /** The labels of a series as an object. */
    public static void writeLabels(JsonGenerator json, Labels labels) throws IOException {
        json.writeStartObject();
        for (int i = 0; i < labels.size(); i++) {
            json.writeStringField(labels.name(i), labels.value(i));
        }
        json.writeEndObject();
    }

    private static void envelope(OutputStream out, List<String> warnings, List<String> infos, Body body)
            throws IOException {
        object(out, json -> {
            json.writeStringField("status", "success");
            json.writeFieldName("data");
            body.write(json);
            writeTexts(json, "warnings", warnings);
            writeTexts(json, "infos", infos);
        });
    }

    private static void object(OutputStream out, Body body) throws IOException {
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartObject();
            body.write(json);
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private static void writeTexts(JsonGenerator json, String name, List<String> texts) throws IOException {
        if (!texts.isEmpty()) {
            json.writeArrayFieldStart(name);
            for (String text : texts) {
                json.writeString(text);
            }
            json.writeEndArray();
        }
    }

    private static void writeResult(JsonGenerator json, QueryResult result) throws IOException {
        if (result instanceof ScalarResult scalar) {
            // Unlike a sample's value it is never written with an exponent there.
            writePoint(json, scalar.timestampMs(), PromDouble.formatFixed(scalar.value()));
        } else if (result instanceof StringResult string) {
            writePoint(json, string.timestampMs(), string.value());
        } else if (result instanceof VectorResult vector) {
            json.writeStartArray();
            for (VectorSample sample : vector.samples()) {
                json.writeStartObject();
                json.writeFieldName("metric");
                writeLabels(json, sample.labels());
                json.writeFieldName("value");
                writePoint(json, sample.timestampMs(), PromDouble.format(sample.value()));
                json.writeEndObject();
            }
            json.writeEndArray();
        } else if (result instanceof MatrixResult matrix) {
            json.writeStartArray();
            for (MatrixSeries series : matrix.series()) {
                writeSeries(json, series);
            }
            json.writeEndArray();
        }
    }

    private static void writeSeries(JsonGenerator json, MatrixSeries series) throws IOException {
        json.writeStartObject();
        json.writeFieldName("metric");
        writeLabels(json, series.labels());
        json.writeArrayFieldStart("values");
        for (int i = 0; i < series.size(); i++) {
            writePoint(json, series.timestampMs(i), PromDouble.format(series.value(i)));
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writePoint(JsonGenerator json, long timestampMs, String value) throws IOException {
        json.writeStartArray();
        json.writeNumber(seconds(timestampMs));
        json.writeString(value);
        json.writeEndArray();
    }

    /** Seconds as the API writes them: whole, or with exactly three decimals. */
    public static String seconds(long timestampMs) {
        long whole = timestampMs / 1000;
        long rest = Math.abs(timestampMs % 1000);
        if (rest == 0) {
            return Long.toString(whole);
        }
        String sign = timestampMs < 0 && whole == 0 ? "-" : "";
        return sign + whole + "." + Long.toString(1000 + rest).substring(1);
    }
}
