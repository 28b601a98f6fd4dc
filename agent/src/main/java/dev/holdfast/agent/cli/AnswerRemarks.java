package dev.holdfast.agent.cli;

import dev.holdfast.query.EngineOptions;
import dev.holdfast.query.MatrixResult;
import dev.holdfast.query.QueryResult;
import dev.holdfast.query.VectorResult;
import dev.holdfast.storage.Damage;
import dev.holdfast.storage.Snapshot;

/** What a person should know besides an answer; never on standard output. */
final class AnswerRemarks {
    private final Console console;

    AnswerRemarks(Console console) {
        this.console = console;
    }

    void print(AnswerPrinter.Answer answer, AnswerFormat format, Snapshot snapshot) {
        QueryResult result = answer.result();
        console.out().flush();
        for (Damage damage : snapshot.damages()) {
            console.remark("the answer is partial: " + damage + "; see \"holdfast verify\"");
        }
        result.warnings().forEach(warning -> console.remark("warning: " + warning));
        if (console.terminal().errIsTerminal()) {
            result.infos().forEach(info -> console.remark("note: " + info));
        }
        QuerySteps steps = answer.steps();
        if (isEmpty(result)) {
            long startMs = steps == null ? momentMs(result) : steps.startMs();
            long endMs = steps == null ? startMs : steps.endMs();
            long lookbackMs = EngineOptions.defaults().lookbackMs();
            new EmptyAnswer(snapshot, console.zone())
                    .reasons(ReadSelector.of(answer.expr(), startMs, endMs, lookbackMs))
                    .forEach(console::remark);
        } else if (steps != null
                && format.isSeen()
                && (format.needsSpan() || console.terminal().errIsTerminal())) {
            String counter = RawCounter.in(answer.expr());
            if (counter != null) {
                console.remark("note: " + counter + " is a counter, shown as it grows; rate(" + counter
                        + "[1m]) is how fast, increase(" + counter + "[1h]) how much in an hour");
            }
        }
    }

    private long momentMs(QueryResult result) {
        return result instanceof VectorResult vector ? vector.timestampMs() : console.nowMs();
    }

    private static boolean isEmpty(QueryResult result) {
        if (result instanceof VectorResult vector) {
            return vector.samples().isEmpty();
        }
        return result instanceof MatrixResult matrix && matrix.series().isEmpty();
    }
}
