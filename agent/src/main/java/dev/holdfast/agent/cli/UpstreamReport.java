package dev.holdfast.agent.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.holdfast.agent.config.SizeText;
import dev.holdfast.agent.text.TimeText;
import dev.holdfast.forwarder.DeliveryAccount;
import dev.holdfast.forwarder.Outlook;
import dev.holdfast.forwarder.UpstreamStatus;
import dev.holdfast.storage.LedgerState;
import java.io.IOException;
import java.io.PrintStream;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How far one upstream is, for people and for programs.
 *
 * @param outlook how fast it goes, or null when its agent could not be asked
 * @param unknown whether the agent that runs says that it sends to no such upstream
 * @param nowMs when this was, milliseconds since the epoch
 */
record UpstreamReport(UpstreamStatus status, @Nullable Outlook outlook, boolean unknown, long nowMs) {

    void print(PrintStream out, ZoneId zone) {
        StatusReport.line(out, "upstream", status.name());
        if (unknown) {
            StatusReport.line(out, "note", "not in the configuration of the running agent: nothing is sent to it");
        }
        StatusReport.line(out, "pending", pending());
        if (outlook != null) {
            StatusReport.line(out, "rate", rate(outlook));
        }
        if (status.deliveredUntilMs() > 0) {
            StatusReport.line(
                    out,
                    "delivered",
                    "up to " + TimeText.format(status.deliveredUntilMs() - 1, zone) + " "
                            + TimeText.zoneName(status.deliveredUntilMs(), zone));
        }
        DeliveryAccount account = status.account();
        if (account.requests() > 0) {
            StatusReport.line(out, "sent", sent(account));
        }
        if (account.samplesUnwritten() > 0) {
            StatusReport.line(
                    out,
                    "unwritten",
                    grouped(account.samplesUnwritten()) + " samples, which it answered that it did not write");
        }
        for (Map.Entry<LedgerState, Long> entry : status.lengthMs().entrySet()) {
            if (entry.getKey() != LedgerState.DELIVERED) {
                StatusReport.line(out, name(entry.getKey()), length(entry.getKey(), entry.getValue()));
            }
        }
        if (status.lastAnswer() != null) {
            StatusReport.line(
                    out,
                    "answer",
                    status.lastAnswer().text() + ", "
                            + TimeText.age(nowMs - status.lastAnswer().timestampMs()) + " ago");
        } else {
            StatusReport.line(out, "answer", "none yet");
        }
    }

    private static String rate(Outlook outlook) {
        String sent = grouped(Math.round(outlook.sentPerSecond())) + " samples/s";
        if (!outlook.heldBy().isEmpty()) {
            return sent + ", held: " + outlook.heldBy();
        }
        if (outlook.etaMs() == 0) {
            return sent + ", up to date";
        }
        return outlook.etaMs() == Outlook.NEVER
                ? sent + ", never done at this rate: " + grouped(Math.round(outlook.newPerSecond()))
                        + " samples/s come in"
                : sent + ", done in " + TimeText.age(outlook.etaMs());
    }

    private String pending() {
        return status.pending().isEmpty()
                ? "nothing"
                : (status.pendingSamples().exact() ? "" : "about ")
                        + grouped(status.pendingSamples().samples()) + " samples, the oldest "
                        + TimeText.age(status.oldestPendingAgeMs()) + " old";
    }

    private String sent(DeliveryAccount account) {
        return grouped(account.samplesSent()) + " samples, " + SizeText.approximate(account.bytesSent()) + " in "
                + grouped(account.requests()) + " requests, " + grouped(account.retries()) + " of them retries"
                + (account.lastSuccessMs() > 0
                        ? ", the last " + TimeText.age(nowMs - account.lastSuccessMs()) + " ago"
                        : "");
    }

    private String length(LedgerState state, long lengthMs) {
        String time = TimeText.age(lengthMs) + " of time";
        if (state == LedgerState.REFUSED) {
            String byStatus = status.refusedMs().entrySet().stream()
                    .map(entry -> TimeText.age(entry.getValue()) + " with status " + entry.getKey())
                    .collect(Collectors.joining(", "));
            return grouped(status.account().samplesRefused()) + " samples, " + time + ": " + byStatus;
        }
        return state == LedgerState.SKIPPED && status.account().samplesSkipped() > 0
                ? "about " + grouped(status.account().samplesSkipped()) + " samples, " + time
                : time;
    }

    void writeJson(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", status.name());
        if (unknown) {
            json.writeBooleanField("notConfigured", true);
        }
        json.writeNumberField("pendingSamples", status.pendingSamples().samples());
        json.writeBooleanField("pendingSamplesExact", status.pendingSamples().exact());
        json.writeNumberField("oldestPendingAgeMs", status.oldestPendingAgeMs());
        json.writeNumberField("deliveredUntilMs", status.deliveredUntilMs());
        json.writeObjectFieldStart("lengthMs");
        for (LedgerState state : LedgerState.values()) {
            json.writeNumberField(name(state), status.lengthMs().getOrDefault(state, 0L));
        }
        json.writeEndObject();
        json.writeObjectFieldStart("refusedMs");
        for (Map.Entry<Integer, Long> entry : status.refusedMs().entrySet()) {
            json.writeNumberField(Integer.toString(entry.getKey()), entry.getValue());
        }
        json.writeEndObject();
        writeAccount(json, status.account());
        if (outlook != null) {
            writeOutlook(json, outlook);
        }
        if (status.lastAnswer() != null) {
            json.writeObjectFieldStart("lastAnswer");
            json.writeNumberField("timeMs", status.lastAnswer().timestampMs());
            json.writeStringField("text", status.lastAnswer().text());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void writeOutlook(JsonGenerator json, Outlook outlook) throws IOException {
        json.writeObjectFieldStart("outlook");
        json.writeNumberField("sentPerSecond", outlook.sentPerSecond());
        json.writeNumberField("newPerSecond", outlook.newPerSecond());
        if (outlook.etaMs() == Outlook.NEVER) {
            json.writeNullField("etaMs");
        } else {
            json.writeNumberField("etaMs", outlook.etaMs());
        }
        json.writeStringField("heldBy", outlook.heldBy());
        json.writeEndObject();
    }

    private static void writeAccount(JsonGenerator json, DeliveryAccount account) throws IOException {
        json.writeObjectFieldStart("account");
        json.writeNumberField("samplesSent", account.samplesSent());
        json.writeNumberField("samplesRetried", account.samplesRetried());
        json.writeNumberField("samplesRefused", account.samplesRefused());
        json.writeNumberField("samplesUnwritten", account.samplesUnwritten());
        json.writeNumberField("samplesAlreadyThere", account.samplesAlreadyThere());
        json.writeNumberField("samplesParked", account.samplesParked());
        json.writeNumberField("samplesSkipped", account.samplesSkipped());
        json.writeNumberField("bytesSent", account.bytesSent());
        json.writeNumberField("requests", account.requests());
        json.writeNumberField("retries", account.retries());
        json.writeNumberField("lastSuccessMs", account.lastSuccessMs());
        json.writeEndObject();
    }

    private static String name(LedgerState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
