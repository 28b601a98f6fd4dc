package dev.holdfast.agent.views;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.holdfast.agent.answer.JsonAnswer;
import dev.holdfast.storage.TimeRange;
import java.io.IOException;
import java.time.ZoneId;
import java.util.Locale;

/** What was found, for programs: names that stay, times in milliseconds, numbers that are not known left out. */
public final class DiagnosisJson {
    private final JsonGenerator json;
    private final ZoneId zone;

    /** Writes with a generator; the sentences have their times in a zone. */
    public DiagnosisJson(JsonGenerator json, ZoneId zone) {
        this.json = json;
        this.zone = zone;
    }

    /** All of it, as an object. */
    public void write(Diagnosis diagnosis) throws IOException {
        FindingWords words = new FindingWords(diagnosis, zone);
        json.writeStartObject();
        json.writeStringField("topic", diagnosis.topic().name().toLowerCase(Locale.ROOT));
        json.writeStringField("host", diagnosis.host());
        json.writeStringField("verdict", diagnosis.hasData() ? lower(diagnosis.severity()) : "no_data");
        json.writeNumberField("fromMs", diagnosis.fromMs());
        json.writeNumberField("atMs", diagnosis.atMs());
        json.writeNumberField("stepMs", diagnosis.stepMs());
        json.writeStringField("comparedWith", diagnosis.usualOf());
        json.writeArrayFieldStart("summary");
        for (Finding finding : diagnosis.standingOut()) {
            json.writeString(words.sentence(finding));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("findings");
        for (Finding finding : diagnosis.findings()) {
            write(finding);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("missing");
        for (Diagnosis.Missing missing : diagnosis.missing()) {
            TimeRange range = missing.range();
            json.writeStartObject();
            json.writeNumberField("fromMs", range.fromInclusiveMs());
            json.writeNumberField("toMs", range.toExclusiveMs());
            json.writeStringField("why", missing.why());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("absent");
        for (Measure measure : diagnosis.absent()) {
            json.writeString(measure.id());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("notKnown");
        json.writeString(String.join(" ", diagnosis.topic().notKnown()));
        json.writeEndArray();
        json.writeEndObject();
    }

    private void write(Finding finding) throws IOException {
        Measure measure = finding.measure();
        Curve curve = finding.curve();
        json.writeStartObject();
        json.writeStringField("measure", measure.id());
        json.writeStringField("title", measure.title());
        if (!measure.label().isEmpty()) {
            json.writeStringField(measure.label(), finding.name());
        }
        json.writeStringField("unit", lower(measure.unit()));
        json.writeStringField("severity", lower(finding.severity()));
        number("now", curve.last());
        number("average", curve.average());
        number("peak", curve.max());
        json.writeNumberField("peakMs", curve.timeMs(Math.max(0, curve.highest())));
        number("usual", finding.usual());
        if (finding.sinceMs() != 0) {
            json.writeNumberField("sinceMs", finding.sinceMs());
            json.writeBooleanField("sinceBefore", finding.longer());
        }
        if (finding.untilMs() != 0) {
            json.writeNumberField("untilMs", finding.untilMs());
        }
        number("fallPerSecond", finding.fallPerSecond());
        number("secondsLeft", finding.secondsLeft());
        json.writeStringField("expression", finding.expression());
        json.writeArrayFieldStart("values");
        for (int i = 0; i < curve.size(); i++) {
            if (Double.isFinite(curve.value(i))) {
                json.writeStartArray();
                json.writeNumber(JsonAnswer.seconds(curve.timeMs(i)));
                json.writeNumber(curve.value(i));
                json.writeEndArray();
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void number(String name, double value) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumberField(name, value);
        }
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
