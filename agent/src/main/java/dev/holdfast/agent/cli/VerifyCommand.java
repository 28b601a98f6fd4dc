package dev.holdfast.agent.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.holdfast.agent.answer.JsonAnswer;
import dev.holdfast.storage.Finding;
import dev.holdfast.storage.Loss;
import dev.holdfast.storage.StoreOptions;
import dev.holdfast.storage.check.StoreChecker;
import dev.holdfast.storage.io.DiskDirectory;
import dev.holdfast.storage.repair.StoreRepair;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code holdfast verify}. */
@Command(
        name = "verify",
        sortOptions = false,
        header = "Check every byte of a data directory, and repair it.",
        synopsisHeading = "Usage: ",
        description = {
            "Reads everything, decodes every sample and checks every checksum; changes nothing. Exit status 0 when all is"
                    + " well, 65 when there are findings, one line each: file, byte offset, what it costs. A file that is"
                    + " no part of the store, such as one that a repair put aside, is a remark and no finding.",
            "",
            "With --repair, which needs the agent stopped, what can be read of damaged files is written anew, and the"
                    + " originals are kept as *.damaged; what is lost is said, and the directory is checked again. Exit"
                    + " status 0 when nothing is left to be found.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  holdfast verify",
            "  holdfast verify --data /backup/holdfast -o json",
            "  holdfast verify --repair"
        })
final class VerifyCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--repair", description = "Repair what is damaged; the agent must be stopped.")
    private boolean repair;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final DataOption data = new DataOption();

    VerifyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Path path = data.directory(console);
        DataDirectory.requireReadable(path);
        try (DiskDirectory directory = new DiskDirectory(path)) {
            return repair ? repair(path, directory) : check(path, directory);
        } catch (NoSuchFileException e) {
            throw new Failure(
                    ExitStatus.NO_INPUT, "no data, " + path + ": nothing to verify; name another with --data", e);
        }
    }

    private int check(Path path, DiskDirectory directory) throws IOException {
        StoreChecker.Report report = new StoreChecker(directory).check();
        print(path, report, report.findings(), report.remarks(), null);
        if (!report.findings().isEmpty()) {
            console.remark(
                    LockHolder.of(path) != null
                            ? "an agent writes here: a file that it replaced meanwhile may be among the findings; try"
                                    + " again"
                            : "\"holdfast verify --repair\" keeps what can be read and puts the rest aside");
        }
        return report.findings().isEmpty() ? ExitStatus.OK : ExitStatus.DATA;
    }

    private int repair(Path path, DiskDirectory directory) throws IOException {
        StoreRepair.Report repaired = StoreRepair.repair(directory, StoreOptions.defaults());
        StoreChecker.Report after = new StoreChecker(directory).check();
        List<Finding> findings = new ArrayList<>(repaired.findings());
        findings.addAll(after.findings()); // none, or a disk that goes on failing
        List<Finding> remarks = new ArrayList<>(repaired.remarks());
        for (Finding remark : after.remarks()) {
            if (remarks.stream().noneMatch(known -> known.file().equals(remark.file()))) {
                remarks.add(remark);
            }
        }
        print(path, after, findings, remarks, repaired);
        return after.findings().isEmpty() ? ExitStatus.OK : ExitStatus.DATA;
    }

    /** What is found goes to the answer, what is only worth a remark to standard error. */
    private void print(
            Path path,
            StoreChecker.Report report,
            List<Finding> findings,
            List<Finding> remarks,
            StoreRepair.@Nullable Report repaired)
            throws IOException {
        if (output.isJson()) {
            writeJson(path, report, findings, remarks, repaired);
            return;
        }
        for (Finding finding : findings) {
            console.out().println(finding);
        }
        for (Finding remark : remarks) {
            console.remark(remark.toString());
        }
        console.out()
                .println(String.format(
                        Locale.ROOT,
                        "%s: %d %s, %d log %s, %,d samples: %s",
                        path,
                        report.runs(),
                        report.runs() == 1 ? "sstable" : "sstables",
                        report.segments(),
                        report.segments() == 1 ? "segment" : "segments",
                        report.samples(),
                        verdict(report, repaired)));
    }

    private static String verdict(StoreChecker.Report report, StoreRepair.@Nullable Report repaired) {
        int left = report.findings().size();
        if (repaired == null || repaired.findings().isEmpty()) {
            return left == 0 ? "all well" : count(left);
        }
        return String.format(
                Locale.ROOT,
                "%s repaired, %,d samples known to be lost; %s",
                count(repaired.findings().size()),
                repaired.samplesLost(),
                left == 0 ? "all well now" : count(left) + " left");
    }

    private static String count(int findings) {
        return findings == 1 ? "1 finding" : findings + " findings";
    }

    private void writeJson(
            Path path,
            StoreChecker.Report report,
            List<Finding> findings,
            List<Finding> remarks,
            StoreRepair.@Nullable Report repaired)
            throws IOException {
        JsonAnswer.data(console.out(), List.of(), json -> {
            json.writeStartObject();
            json.writeStringField("path", path.toString());
            json.writeNumberField("sstables", report.runs());
            json.writeNumberField("logSegments", report.segments());
            json.writeNumberField("samples", report.samples());
            if (repaired != null) {
                json.writeNumberField("samplesLost", repaired.samplesLost());
                json.writeBooleanField("clean", report.findings().isEmpty());
            }
            writeFindings(json, "findings", findings);
            writeFindings(json, "remarks", remarks);
            json.writeEndObject();
        });
    }

    private static void writeFindings(JsonGenerator json, String name, List<Finding> findings) throws IOException {
        json.writeArrayFieldStart(name);
        for (Finding finding : findings) {
            json.writeStartObject();
            json.writeStringField("file", finding.file());
            if (finding.offset() >= 0) {
                json.writeNumberField("offset", finding.offset());
            }
            json.writeStringField("what", finding.what());
            if (finding.loss().isAny()) {
                writeLoss(json, finding.loss());
            }
            if (!finding.done().isEmpty()) {
                json.writeStringField("done", finding.done());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** What nobody knows is left out. */
    private static void writeLoss(JsonGenerator json, Loss loss) throws IOException {
        json.writeObjectFieldStart("lost");
        if (loss.samples() >= 0) {
            json.writeNumberField("samples", loss.samples());
            json.writeNumberField("series", loss.series());
        }
        if (!loss.range().isEmpty()) {
            json.writeNumberField("fromMs", loss.range().fromInclusiveMs());
            json.writeNumberField("toExclusiveMs", loss.range().toExclusiveMs());
        }
        json.writeEndObject();
    }
}
