package dev.holdfast.agent.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.holdfast.agent.config.SizeText;
import dev.holdfast.agent.daemon.Readiness;
import dev.holdfast.agent.text.TimeText;
import dev.holdfast.forwarder.Outlook;
import dev.holdfast.forwarder.UpstreamStatus;
import dev.holdfast.storage.Damage;
import dev.holdfast.storage.StoreStats;
import dev.holdfast.storage.StoreView;
import dev.holdfast.storage.TimeRange;
import dev.holdfast.storage.WriteTotals;
import dev.holdfast.storage.survey.StorageReport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a data directory is doing, for people and for programs.
 *
 * @param holder who writes to it, or null
 * @param readiness whether the agent is ready
 * @param live what the running agent says of itself; null when there is none that could be asked
 * @param storage what the bytes are spent on, or null when nobody asked
 * @param written what was written for them in the life of the store
 * @param nowMs when this was, milliseconds since the epoch
 */
record StatusReport(
        Path directory,
        @Nullable LockHolder holder,
        Readiness readiness,
        StoreStats stats,
        List<UpstreamStatus> upstreams,
        @Nullable LiveStatus live,
        @Nullable StorageReport storage,
        WriteTotals written,
        long nowMs) {

    /** Of a directory, whoever writes to it; asks the agent that does. */
    static StatusReport of(Path directory, StoreView store, @Nullable StorageReport storage, long nowMs) {
        @Nullable LockHolder holder = LockHolder.of(directory);
        @Nullable LiveStatus live = AgentQuestion.ask(directory);
        Readiness readiness = live != null ? live.readiness() : DirectoryReadiness.of(store, holder, nowMs);
        return new StatusReport(
                directory,
                holder,
                readiness,
                store.stats(),
                upstreams(store, nowMs),
                live,
                storage,
                store.writeTotals(),
                nowMs);
    }

    /** Of each upstream that has a ledger. */
    static List<UpstreamStatus> upstreams(StoreView store, long nowMs) {
        List<UpstreamStatus> upstreams = new ArrayList<>();
        for (String name : store.ledgerNames()) {
            upstreams.add(UpstreamStatus.of(store, name, nowMs));
        }
        return upstreams;
    }

    void print(PrintStream out, ZoneId zone) {
        line(out, "agent", agent());
        line(out, "ready", readiness.line());
        line(out, "data", directory + ", " + SizeText.approximate(stats.totalBytes()));
        line(
                out,
                "samples",
                grouped(stats.sampleCount()) + " of " + grouped(stats.seriesCount()) + " series" + bytesPerSample());
        if (!stats.timeRange().isEmpty()) {
            TimeRange range = stats.timeRange();
            long lastMs = range.toExclusiveMs() - 1;
            line(
                    out,
                    "from",
                    TimeText.format(range.fromInclusiveMs(), zone) + " "
                            + TimeText.zoneName(range.fromInclusiveMs(), zone));
            line(
                    out,
                    "to",
                    TimeText.format(lastMs, zone) + " " + TimeText.zoneName(lastMs, zone) + ", "
                            + TimeText.age(nowMs - lastMs) + " ago");
        }
        line(
                out,
                "files",
                stats.runCount() + " sstables in " + stats.partitionCount() + " partitions, log of "
                        + SizeText.approximate(stats.walBytes()) + " with " + grouped(stats.unflushedSampleCount())
                        + " samples");
        if (stats.deletedSampleCount() > 0) {
            line(
                    out,
                    "deleted",
                    "about " + grouped(stats.deletedSampleCount())
                            + " of the samples above, which leave the disk as files are merged");
        }
        if (!stats.degraded().isEmpty()) {
            line(out, "degraded", stats.degraded());
        }
        for (Damage damage : stats.damages()) {
            line(out, "damage", damage.toString());
        }
        for (UpstreamStatus upstream : upstreams) {
            out.println();
            report(upstream).print(out, zone);
        }
    }

    private UpstreamReport report(UpstreamStatus upstream) {
        Map<String, Outlook> outlooks = live == null ? Map.of() : live.upstreams();
        // An agent that has just begun has not looked at its upstreams yet.
        boolean looked =
                live != null && (!outlooks.isEmpty() || live.readiness().isReady());
        Outlook outlook = outlooks.get(upstream.name());
        return new UpstreamReport(upstream, outlook, looked && outlook == null, nowMs);
    }

    void writeJson(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("agent");
        json.writeBooleanField("running", holder != null && holder.isAgent());
        if (holder != null) {
            json.writeNumberField("pid", holder.pid());
        }
        json.writeEndObject();
        writeReadiness(json, readiness);
        json.writeObjectFieldStart("store");
        json.writeStringField("path", directory.toString());
        json.writeNumberField("totalBytes", stats.totalBytes());
        json.writeNumberField("series", stats.seriesCount());
        json.writeNumberField("samples", stats.sampleCount());
        json.writeNumberField("unflushedSamples", stats.unflushedSampleCount());
        json.writeNumberField("partitions", stats.partitionCount());
        json.writeNumberField("sstables", stats.runCount());
        json.writeNumberField("sstableBytes", stats.sstableBytes());
        json.writeNumberField("sstableSamples", stats.sstableSampleCount());
        json.writeNumberField("deletedSamples", stats.deletedSampleCount());
        json.writeNumberField("logBytes", stats.walBytes());
        if (!stats.timeRange().isEmpty()) {
            json.writeNumberField("firstMs", stats.timeRange().fromInclusiveMs());
            json.writeNumberField("lastMs", stats.timeRange().toExclusiveMs() - 1);
        }
        json.writeStringField("degraded", stats.degraded());
        json.writeArrayFieldStart("damages");
        for (Damage damage : stats.damages()) {
            writeDamage(json, damage);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeArrayFieldStart("upstreams");
        for (UpstreamStatus upstream : upstreams) {
            report(upstream).writeJson(json);
        }
        json.writeEndArray();
        if (storage != null) {
            json.writeFieldName("storage");
            new StorageJson(json).write(storage, written);
        }
        json.writeEndObject();
    }

    static void writeReadiness(JsonGenerator json, Readiness readiness) throws IOException {
        json.writeBooleanField("ready", readiness.isReady());
        json.writeArrayFieldStart("notReady");
        for (String reason : readiness.reasons()) {
            json.writeString(reason);
        }
        json.writeEndArray();
    }

    static void writeDamage(JsonGenerator json, Damage damage) throws IOException {
        json.writeStartObject();
        json.writeStringField("file", damage.file());
        if (damage.offset() >= 0) {
            json.writeNumberField("offset", damage.offset());
        }
        json.writeStringField("what", damage.what());
        json.writeEndObject();
    }

    private String agent() {
        if (holder == null) {
            return "not running";
        }
        return holder.isAgent()
                ? "running, pid " + holder.pid()
                : "not running; another holdfast command writes here, pid " + holder.pid();
    }

    /** Of what is in sstables: the log is preallocated, and its size says nothing. */
    private String bytesPerSample() {
        return stats.sstableSampleCount() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", %.2f bytes a sample at rest",
                        (double) stats.sstableBytes() / stats.sstableSampleCount());
    }

    static void line(PrintStream out, String key, String value) {
        out.println(key + " ".repeat(Math.max(1, 11 - key.length())) + value);
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
