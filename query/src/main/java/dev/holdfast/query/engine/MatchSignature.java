package dev.holdfast.query.engine;

import dev.holdfast.query.ast.VectorMatching;
import dev.holdfast.storage.Labels;
import java.util.ArrayList;
import java.util.List;

/** The labels by which two vectors match; series of equal signature belong together. */
final class MatchSignature {
    private final boolean on;
    private final List<String> names;

    MatchSignature(VectorMatching matching) {
        this.on = matching.on();
        this.names = new ArrayList<>(matching.labels());
        if (!on) {
            names.add(Labels.METRIC_NAME);
        }
    }

    /** The signature of a series. */
    Labels of(Labels labels) {
        return on ? LabelSets.keep(labels, names) : LabelSets.without(labels, names);
    }
}
