package dev.holdfast.agent.cli;

import dev.holdfast.agent.answer.JsonAnswer;
import dev.holdfast.agent.chart.Glyphs;
import dev.holdfast.agent.text.TimeText;
import dev.holdfast.agent.views.Diagnosis;
import dev.holdfast.agent.views.DiagnosisJson;
import dev.holdfast.agent.views.DiagnosisText;
import dev.holdfast.agent.views.Examiner;
import dev.holdfast.agent.views.Topic;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.StoreReader;
import dev.holdfast.storage.TimeRange;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code holdfast explain}. */
@Command(
        name = "explain",
        sortOptions = false,
        header = "Say what was high, since when, and what is usual.",
        synopsisHeading = "Usage: ",
        description = {
            "Looks at an hour (or --since) of CPU, memory, disks or network: what stands out, when it began, and how it was at the same"
                    + " time yesterday, else last week, else before. Beside each number is the PromQL expression that gives it.",
            "",
            "The exit status is 0 whatever is found, and 66 when there is no data of that time.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  holdfast explain cpu",
            "  holdfast explain memory --at 'yesterday 03:00'",
            "  holdfast explain disk --since 6h",
            "  holdfast explain network -o json | jq -r .data.verdict"
        })
final class ExplainCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "TOPIC", converter = TopicConverter.class, description = "cpu, memory, disk or network.")
    private Topic topic = Topic.CPU;

    @Option(names = "--at", paramLabel = "T", description = "The end of the time that is looked at. Default: now.")
    private @Nullable String at;

    @Option(
            names = "--since",
            paramLabel = "DURATION",
            description = "From so long before. Default: 1h.",
            defaultValue = "1h")
    private String since = "1h";

    @Mixin
    private final InstanceOption instance = new InstanceOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final DataOption data = new DataOption();

    ExplainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        long atMs = at == null ? console.nowMs() : SpanOptions.timeMs("--at", at, console);
        long windowMs = SpanOptions.durationMs("--since", since);
        @Nullable LockHolder holder = LockHolder.of(data.directory(console));
        try (StoreReader store = data.open(console);
                Snapshot snapshot = store.snapshot()) {
            instance.requireStored(snapshot);
            Examiner examiner = new Examiner(store, snapshot, console.nowMs(), holder != null && holder.isAgent());
            Diagnosis diagnosis = examiner.examine(topic, atMs, windowMs, instance.name());
            List<String> partial = snapshot.damages().stream()
                    .map(damage -> "partial: " + damage)
                    .toList();
            if (output.isJson()) {
                JsonAnswer.data(
                        console.out(), partial, json -> new DiagnosisJson(json, console.zone()).write(diagnosis));
            } else if (diagnosis.hasData()) {
                Terminal terminal = console.terminal();
                new DiagnosisText(
                                console.out(),
                                console.zone(),
                                terminal.columns(),
                                terminal.colours(),
                                Glyphs.of(terminal.unicode()))
                        .print(diagnosis);
            }
            console.out().flush();
            partial.forEach(line -> console.remark("the answer is " + line + "; see \"holdfast verify\""));
            if (!diagnosis.hasData()) {
                throw new Failure(ExitStatus.NO_INPUT, nothing(diagnosis));
            }
            return ExitStatus.OK;
        }
    }

    private String nothing(Diagnosis diagnosis) {
        TimeRange stored = diagnosis.stored();
        String where = stored.isEmpty()
                ? "there are no samples at all yet"
                : "samples here are from " + shown(stored.fromInclusiveMs()) + " to "
                        + shown(stored.toExclusiveMs() - 1);
        return "no data of " + topic.name().toLowerCase(Locale.ROOT) + " from " + shown(diagnosis.fromMs()) + " to "
                + shown(diagnosis.atMs()) + ": " + where + "; say another --at";
    }

    private String shown(long timestampMs) {
        return TimeText.format(timestampMs, console.zone()) + " " + TimeText.zoneName(timestampMs, console.zone());
    }

    /** Reads a topic's name. */
    static final class TopicConverter implements ITypeConverter<Topic> {
        @Override
        public Topic convert(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "cpu", "load" -> Topic.CPU;
                case "memory", "mem", "swap" -> Topic.MEMORY;
                case "disk", "disks", "filesystem" -> Topic.DISK;
                case "network", "net" -> Topic.NETWORK;
                default ->
                    throw new TypeConversionException("\"" + text + "\" is not one of cpu, memory, disk, network");
            };
        }
    }
}
