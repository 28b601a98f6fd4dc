package dev.holdfast.agent.cli;

import dev.holdfast.agent.text.TimeText;
import dev.holdfast.query.MatrixResult;
import dev.holdfast.query.QueryResult;
import dev.holdfast.query.VectorResult;
import dev.holdfast.storage.Damage;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.TimeRange;

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
        if (isEmpty(result)) {
            TimeRange stored = snapshot.timeRange();
            String where = stored.isEmpty()
                    ? "there are no samples at all yet"
                    : "samples here are from " + shown(stored.fromInclusiveMs()) + " to "
                            + shown(stored.toExclusiveMs() - 1);
            console.remark("nothing matches at that time; " + where);
        }
    }

    private String shown(long timestampMs) {
        return TimeText.format(timestampMs, console.zone()) + " " + TimeText.zoneName(timestampMs, console.zone());
    }

    private static boolean isEmpty(QueryResult result) {
        if (result instanceof VectorResult vector) {
            return vector.samples().isEmpty();
        }
        return result instanceof MatrixResult matrix && matrix.series().isEmpty();
    }
}
