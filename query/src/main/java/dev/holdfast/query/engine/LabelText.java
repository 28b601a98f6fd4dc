package dev.holdfast.query.engine;

import dev.holdfast.query.QueryException;
import dev.holdfast.storage.Labels;
import java.util.List;

/** Values of labels that a query makes: a few calls inside each other could make one that takes all memory. Pure. */
final class LabelText {
    /** Longer than any that is of use. */
    static final int MAX_CHARS = 64 << 10;

    private LabelText() {}

    /** The same text, when it is not too long. */
    static StringBuilder checked(StringBuilder text) {
        if (text.length() > MAX_CHARS) {
            throw QueryException.execution("a label value would be longer than " + MAX_CHARS + " characters");
        }
        return text;
    }

    /** The values of some labels with a separator between them. */
    static String join(Labels labels, List<String> names, String separator) {
        StringBuilder joined = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            checked(joined.append(i == 0 ? "" : separator).append(labels.get(names.get(i))));
        }
        return joined.toString();
    }
}
