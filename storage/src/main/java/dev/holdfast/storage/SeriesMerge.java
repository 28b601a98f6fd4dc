package dev.holdfast.storage;

import java.util.ArrayList;
import java.util.List;

/** Puts the series of one more source, sorted by labels, among those that are known, sorted too. One thread. */
final class SeriesMerge {
    private final StoreSnapshot snapshot;
    private final SelectionTally selection;
    private final List<StoredSeries> known;
    private final List<StoredSeries> merged;
    private int next;

    SeriesMerge(StoreSnapshot snapshot, SelectionTally selection, List<StoredSeries> known) {
        this.snapshot = snapshot;
        this.selection = selection;
        this.known = known;
        this.merged = new ArrayList<>(known.size() + 16);
    }

    /** The series with these labels, which come after those asked for before; made when it is not known. */
    StoredSeries next(Labels labels) {
        while (next < known.size()) {
            StoredSeries candidate = known.get(next);
            int order = candidate.labels().compareTo(labels);
            if (order > 0) {
                break;
            }
            next++;
            merged.add(candidate);
            if (order == 0) {
                return candidate;
            }
        }
        StoredSeries fresh = new StoredSeries(snapshot, labels, selection);
        merged.add(fresh);
        return fresh;
    }

    /** All series, sorted; the last call. */
    List<StoredSeries> end() {
        merged.addAll(known.subList(next, known.size()));
        return merged;
    }
}
