package dev.holdfast.agent.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.holdfast.agent.config.DurationText;
import dev.holdfast.agent.text.TimeText;
import dev.holdfast.forwarder.Resend;
import dev.holdfast.forwarder.upstream.Order;
import dev.holdfast.storage.TimeRange;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;

/** What will be sent again, for people and for programs. */
final class ResendText {
    private ResendText() {}

    /** One line that says it, and one for each thing that will keep samples from arriving. */
    static void print(PrintStream out, Resend.Result result, boolean done) {
        if (result.reopened().isEmpty()) {
            out.println("nothing to send again to " + result.upstream() + ": "
                    + (result.pendingMs() > 0
                            ? "what is there is pending already, " + TimeText.age(result.pendingMs()) + " of time"
                            : "the store has no samples there"));
        } else {
            out.println((done ? "will send again to " : "would send again to ") + result.upstream() + ": "
                    + (result.samples().exact() ? "" : "about ")
                    + String.format(Locale.ROOT, "%,d", result.samples().samples()) + " samples, "
                    + TimeText.age(result.reopenedMs()) + " of time");
        }
        if (result.goneMs() > 0) {
            out.println(TimeText.age(result.goneMs())
                    + " of the span is evicted: no longer in the store, it cannot be sent");
        }
        if (result.tooOldMs() > 0) {
            out.println("order " + name(result.order()) + ": " + TimeText.age(result.tooOldMs())
                    + " of it is older than max_age " + DurationText.format(result.maxAgeMs())
                    + ", and would be skipped; raise max_age for as long as it takes");
        }
        if (result.order() == Order.STRICT && result.reopenedMs() > result.tooOldMs()) {
            out.println(
                    "order strict: an upstream that takes nothing older than its newest refuses all that is older, also"
                            + " what it has already;");
            out.println("the ledger will call that refused, and nothing there is lost by it");
        }
    }

    static void writeJson(JsonGenerator json, Resend.Result result, boolean done) throws IOException {
        json.writeStartObject();
        json.writeStringField("upstream", result.upstream());
        json.writeBooleanField("done", done);
        json.writeNumberField("samples", result.samples().samples());
        json.writeBooleanField("samplesExact", result.samples().exact());
        json.writeNumberField("lengthMs", result.reopenedMs());
        json.writeNumberField("pendingMs", result.pendingMs());
        json.writeNumberField("evictedMs", result.goneMs());
        json.writeNumberField("tooOldMs", result.tooOldMs());
        if (result.order() != null) {
            json.writeStringField("order", name(result.order()));
            json.writeNumberField("maxAgeMs", result.maxAgeMs());
        }
        json.writeArrayFieldStart("intervals");
        for (TimeRange range : result.reopened()) {
            json.writeStartObject();
            json.writeNumberField("fromMs", range.fromInclusiveMs());
            json.writeNumberField("toMs", range.toExclusiveMs());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static String name(@org.jspecify.annotations.Nullable Order order) {
        return order == null ? "unknown" : order.name().toLowerCase(Locale.ROOT);
    }
}
