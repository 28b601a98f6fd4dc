package dev.holdfast.storage;

import dev.holdfast.storage.partition.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Gives each selection of a snapshot its tally, and keeps a bounded number of them. Any thread. */
final class ReadTracer {
    private final Version version;
    private final List<SelectionTally> selections = new ArrayList<>(1); // guarded by this
    private ReadCounts furtherCounts = ReadCounts.NONE; // guarded by this
    private long furtherSelections; // guarded by this
    private SelectionTally last; // guarded by this

    ReadTracer(Version version) {
        this.version = version;
        this.last = new SelectionTally(List.of(), TimeRange.ALL, version);
    }

    synchronized SelectionTally begin(Collection<SeriesMatcher> matchers, TimeRange range) {
        SelectionTally tally = new SelectionTally(matchers, range, version);
        if (selections.size() < ReadTrace.MAX_SELECTIONS) {
            selections.add(tally);
        } else {
            // Of the rest only the sum is kept; what is still read through one that is not the last is not in it.
            furtherCounts = furtherCounts.plus(last.trace().counts());
            furtherSelections++;
            last = tally;
        }
        return tally;
    }

    synchronized ReadTrace trace() {
        return new ReadTrace(
                selections.stream().map(SelectionTally::trace).toList(),
                furtherSelections,
                furtherCounts.plus(last.trace().counts()));
    }
}
