package dev.holdfast.agent.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.holdfast.storage.ReadCounts;
import dev.holdfast.storage.RunTrace;
import dev.holdfast.storage.SelectionTrace;
import dev.holdfast.storage.SeriesMatcher;
import java.io.IOException;
import java.util.Locale;

/** Writes an explanation for programs. Names stay; new ones may be added. */
final class ExplainJson {
    private final JsonGenerator json;

    ExplainJson(JsonGenerator json) {
        this.json = json;
    }

    void write(Explanation explanation) throws IOException {
        json.writeStartObject();
        json.writeStringField("resultType", explanation.result().resultType());
        json.writeNumberField("resultSeries", explanation.resultSeries());
        json.writeNumberField("resultValues", explanation.resultValues());
        json.writeNumberField("openMs", explanation.openMs());
        json.writeNumberField("queryMs", explanation.queryMs());
        json.writeNumberField("memtableSamplesRead", explanation.trace().memtableSamplesRead());
        writeCounts("total", explanation.trace().total());
        json.writeNumberField("furtherSelections", explanation.trace().furtherSelections());
        json.writeFieldName("tree");
        write(explanation, explanation.outline());
        json.writeEndObject();
    }

    private void write(Explanation explanation, ExprOutline node) throws IOException {
        json.writeStartObject();
        json.writeStringField("node", node.text());
        if (node.selector() != null) {
            json.writeArrayFieldStart("selections");
            for (SelectionTrace selection : explanation.selectionsOf(node.selector())) {
                write(selection);
            }
            json.writeEndArray();
        }
        if (!node.children().isEmpty()) {
            json.writeArrayFieldStart("children");
            for (ExprOutline child : node.children()) {
                write(explanation, child);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private void write(SelectionTrace selection) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("matchers");
        for (SeriesMatcher matcher : selection.matchers()) {
            json.writeString(matcher.toString());
        }
        json.writeEndArray();
        json.writeNumberField("fromMs", selection.range().fromInclusiveMs());
        json.writeNumberField("toMs", selection.range().toExclusiveMs() - 1);
        if (!selection.valueFilter().isEmpty()) {
            json.writeStringField("valueFilter", selection.valueFilter());
        }
        json.writeNumberField("series", selection.seriesFound());
        writeFiles("partitions", selection.partitions());
        writeFiles("sstables", selection.runs());
        json.writeObjectFieldStart("memtables");
        json.writeNumberField("considered", selection.memtables().considered());
        json.writeNumberField("skippedByTime", selection.memtables().skippedByTime());
        json.writeNumberField("withoutSeries", selection.memtables().withoutSeries());
        json.writeNumberField("read", selection.memtables().read());
        json.writeNumberField("samplesRead", selection.memtables().samplesRead());
        json.writeEndObject();
        writeCounts("total", selection.counts());
        json.writeArrayFieldStart("files");
        for (RunTrace run : selection.overlapping()) {
            write(run);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writeFiles(String name, SelectionTrace.Files files) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("considered", files.considered());
        json.writeNumberField("skippedByTime", files.skippedByTime());
        json.writeNumberField("skippedByBloomFilter", files.skippedByBloomFilter());
        json.writeNumberField("skippedByPostings", files.skippedByPostings());
        json.writeNumberField("unreadable", files.unreadable());
        json.writeNumberField("read", files.read());
        json.writeEndObject();
    }

    private void write(RunTrace run) throws IOException {
        json.writeStartObject();
        json.writeStringField("file", run.file());
        json.writeNumberField("partitionFromMs", run.partition().fromInclusiveMs());
        json.writeNumberField("partitionToMs", run.partition().toExclusiveMs() - 1);
        json.writeNumberField("level", run.level());
        json.writeNumberField("tier", run.tier());
        json.writeStringField("outcome", run.outcome().name().toLowerCase(Locale.ROOT));
        writeCounts("counts", run.counts());
        json.writeEndObject();
    }

    private void writeCounts(String name, ReadCounts counts) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("seriesMatched", counts.seriesMatched());
        json.writeNumberField("seriesSkippedByTime", counts.seriesSkippedByTime());
        ReadCounts.Chunks chunks = counts.chunks();
        json.writeObjectFieldStart("chunks");
        json.writeNumberField("considered", chunks.considered());
        json.writeNumberField("skippedByTime", chunks.skippedByTime());
        json.writeNumberField("skippedByValue", chunks.skippedByValue());
        json.writeNumberField("answeredByStatistics", chunks.answeredByStatistics());
        json.writeNumberField("answeredByRollups", chunks.answeredByRollups());
        json.writeNumberField("notReached", chunks.notReached());
        json.writeNumberField("unreadable", chunks.unreadable());
        json.writeNumberField("decoded", chunks.decoded());
        json.writeEndObject();
        ReadCounts.Samples samples = counts.samples();
        json.writeObjectFieldStart("samples");
        json.writeNumberField("decoded", samples.decoded());
        json.writeNumberField("skippedByValue", samples.skippedByValue());
        json.writeNumberField("answeredByStatistics", samples.answeredByStatistics());
        json.writeNumberField("answeredByRollup", samples.answeredByRollup());
        json.writeEndObject();
        json.writeObjectFieldStart("rollupRows");
        json.writeNumberField("minutes", samples.rollupRowsOfMinutes());
        json.writeNumberField("hours", samples.rollupRowsOfHours());
        json.writeEndObject();
        ReadCounts.Blocks blocks = counts.blocks();
        json.writeObjectFieldStart("blocks");
        json.writeNumberField("considered", blocks.considered());
        json.writeNumberField("skippedByTime", blocks.skippedByTime());
        json.writeNumberField("skippedByValue", blocks.skippedByValue());
        json.writeNumberField("answeredByStatistics", blocks.answeredByStatistics());
        json.writeNumberField("answeredByRollups", blocks.answeredByRollups());
        json.writeNumberField("notReached", blocks.notReached());
        json.writeNumberField("read", blocks.read());
        json.writeNumberField("loadsFromDisk", blocks.loadsFromDisk());
        json.writeNumberField("loadsFromCache", blocks.loadsFromCache());
        json.writeEndObject();
        json.writeNumberField("dataBytesRead", counts.dataBytesRead());
        json.writeNumberField("indexBytesRead", counts.indexBytesRead());
        json.writeEndObject();
    }
}
