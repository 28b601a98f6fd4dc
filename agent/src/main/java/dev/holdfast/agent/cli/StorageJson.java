package dev.holdfast.agent.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.holdfast.storage.Damage;
import dev.holdfast.storage.WriteTotals;
import dev.holdfast.storage.sstable.BloomTotals;
import dev.holdfast.storage.sstable.ClassTotals;
import dev.holdfast.storage.sstable.RunInfo;
import dev.holdfast.storage.sstable.SeriesClass;
import dev.holdfast.storage.sstable.SstableBytes;
import dev.holdfast.storage.survey.FileKind;
import dev.holdfast.storage.survey.FileTotals;
import dev.holdfast.storage.survey.PartitionReport;
import dev.holdfast.storage.survey.StorageReport;
import java.io.IOException;
import java.util.Locale;

/** Writes for programs what the bytes of a data directory are spent on. Names stay; new ones may be added. */
final class StorageJson {
    private final JsonGenerator json;

    StorageJson(JsonGenerator json) {
        this.json = json;
    }

    void write(StorageReport report, WriteTotals written) throws IOException {
        json.writeStartObject();
        json.writeNumberField("directoryBytes", report.directoryBytes());
        json.writeObjectFieldStart("files");
        for (FileKind kind : FileKind.values()) {
            FileTotals totals = report.files().getOrDefault(kind, FileTotals.NONE);
            json.writeObjectFieldStart(key(kind));
            json.writeNumberField("count", totals.count());
            json.writeNumberField("bytes", totals.bytes());
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeNumberField("samples", report.samples());
        json.writeNumberField("chunks", report.chunks());
        json.writeNumberField("tombstones", report.tombstones());
        write(written);
        writeParts(report.bytes());
        writeClasses(report);
        writeBloom(report.bloom());
        json.writeArrayFieldStart("unreadable");
        for (Damage damage : report.unreadable()) {
            StatusReport.writeDamage(json, damage);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("partitions");
        for (PartitionReport partition : report.partitions()) {
            write(partition);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void write(WriteTotals written) throws IOException {
        json.writeObjectFieldStart("written");
        json.writeNumberField("samples", written.samples());
        json.writeNumberField("loggedBytes", written.loggedBytes());
        json.writeNumberField("flushedBytes", written.flushedBytes());
        json.writeNumberField("mergedBytes", written.mergedBytes());
        json.writeNumberField("amplification", written.amplification());
        json.writeEndObject();
    }

    private void writeParts(SstableBytes bytes) throws IOException {
        json.writeObjectFieldStart("sstableBytes");
        json.writeNumberField("total", bytes.total());
        json.writeNumberField("values", bytes.values());
        json.writeNumberField("timestamps", bytes.timestamps());
        json.writeNumberField("rollups", bytes.rollups());
        json.writeNumberField("seriesIndex", bytes.seriesIndex());
        json.writeNumberField("symbols", bytes.symbols());
        json.writeNumberField("postings", bytes.postings());
        json.writeNumberField("bloomFilters", bytes.bloomFilter());
        json.writeNumberField("timeColumnPlaces", bytes.timeColumnIndex());
        json.writeNumberField("blockPlaces", bytes.blockPlaces());
        json.writeNumberField("properties", bytes.properties());
        json.writeEndObject();
    }

    private void writeClasses(StorageReport report) throws IOException {
        json.writeObjectFieldStart("valueClasses");
        for (SeriesClass kind : SeriesClass.values()) {
            ClassTotals totals = report.classes().getOrDefault(kind, ClassTotals.NONE);
            json.writeObjectFieldStart(key(kind));
            json.writeNumberField("mostSeries", totals.mostSeries());
            json.writeNumberField("samples", totals.samples());
            json.writeNumberField("valueBytes", totals.valueBytes());
            json.writeNumberField("rollupBytes", totals.rollupBytes());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void writeBloom(BloomTotals bloom) throws IOException {
        json.writeObjectFieldStart("bloomFilters");
        json.writeNumberField("filters", bloom.filters());
        json.writeNumberField("keys", bloom.keys());
        json.writeNumberField("bits", bloom.bits());
        json.writeNumberField("bitsSet", bloom.bitsSet());
        json.writeNumberField("expectedFalsePositiveRate", bloom.expectedRate());
        json.writeNumberField("measuredFalsePositiveRate", bloom.measuredRate());
        json.writeNumberField("probes", bloom.probes());
        json.writeEndObject();
    }

    private void write(PartitionReport partition) throws IOException {
        json.writeStartObject();
        json.writeNumberField("fromMs", partition.window().fromInclusiveMs());
        json.writeNumberField("toMs", partition.window().toExclusiveMs() - 1);
        json.writeBooleanField("sealed", partition.isSealed());
        json.writeArrayFieldStart("sstables");
        for (RunInfo run : partition.runs()) {
            json.writeStartObject();
            json.writeNumberField("id", run.id());
            json.writeNumberField("level", run.level());
            json.writeNumberField("tier", run.tier());
            json.writeNumberField("series", run.seriesCount());
            json.writeNumberField("samples", run.sampleCount());
            json.writeNumberField("bytes", run.sizeBytes());
            json.writeNumberField("firstMs", run.range().fromInclusiveMs());
            json.writeNumberField("lastMs", run.range().toExclusiveMs() - 1);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static String key(FileKind kind) {
        return switch (kind) {
            case SSTABLE -> "sstables";
            case UNLISTED_SSTABLE -> "unlistedSstables";
            case LOG -> "log";
            case SPARE_LOG -> "spareLog";
            case MANIFEST -> "manifests";
            case LOCK -> "lock";
            case TEMPORARY -> "temporary";
            case PUT_ASIDE -> "putAside";
            case OTHER -> "other";
        };
    }

    private static String key(SeriesClass kind) {
        String[] words = kind.name().toLowerCase(Locale.ROOT).split("_", -1);
        StringBuilder key = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            key.append(Character.toUpperCase(words[i].charAt(0))).append(words[i], 1, words[i].length());
        }
        return key.toString();
    }
}
