package dev.holdfast.agent.cli;

import dev.holdfast.storage.Damage;
import dev.holdfast.storage.check.StoreChecker;
import dev.holdfast.storage.io.DiskDirectory;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code holdfast verify}. */
@Command(
        name = "verify",
        sortOptions = false,
        header = "Check every byte of a data directory.",
        synopsisHeading = "Usage: ",
        description = {
            "Reads everything, decodes every sample and checks every checksum; changes nothing. Exit status 0 when all is"
                    + " well, 65 when there are findings, one line each: file, byte offset, what it costs.",
            ""
        },
        footer = {"", "Examples:", "  holdfast verify", "  holdfast verify --data /backup/holdfast -o json"})
final class VerifyCommand implements Callable<Integer> {
    private final Console console;

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
        StoreChecker.Report report;
        try (DiskDirectory directory = new DiskDirectory(path)) {
            report = new StoreChecker(directory).check();
        } catch (NoSuchFileException e) {
            throw new Failure(
                    ExitStatus.NO_INPUT, "no data, " + path + ": nothing to verify; name another with --data", e);
        }
        if (output.isJson()) {
            writeJson(path, report);
        } else {
            for (Damage finding : report.findings()) {
                console.out().println(finding);
            }
            console.out()
                    .println(String.format(
                            Locale.ROOT,
                            "%s: %d sstables, %d log segments, %,d samples: %s",
                            path,
                            report.runs(),
                            report.segments(),
                            report.samples(),
                            verdict(report.findings())));
        }
        if (!report.findings().isEmpty() && LockHolder.of(path) != null) {
            console.remark(
                    "an agent writes here: a file that it replaced meanwhile may be among the findings; try again");
        }
        return report.findings().isEmpty() ? ExitStatus.OK : ExitStatus.DATA;
    }

    private void writeJson(Path path, StoreChecker.Report report) throws IOException {
        JsonAnswer.data(console.out(), List.of(), json -> {
            json.writeStartObject();
            json.writeStringField("path", path.toString());
            json.writeNumberField("sstables", report.runs());
            json.writeNumberField("logSegments", report.segments());
            json.writeNumberField("samples", report.samples());
            json.writeArrayFieldStart("findings");
            for (Damage finding : report.findings()) {
                StatusReport.writeDamage(json, finding);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static String verdict(List<Damage> findings) {
        return findings.isEmpty() ? "all well" : findings.size() == 1 ? "1 finding" : findings.size() + " findings";
    }
}
