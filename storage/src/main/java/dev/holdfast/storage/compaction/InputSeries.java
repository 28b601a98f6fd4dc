package dev.holdfast.storage.compaction;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.partition.Run;
import dev.holdfast.storage.sstable.SeriesScan;
import dev.holdfast.storage.sstable.SstableCursor;
import dev.holdfast.storage.sstable.SstableSeries;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The series of several runs side by side, in the order of labels. Memory: one series block of each run. One thread.
 */
final class InputSeries {
    private final List<SeriesScan> scans = new ArrayList<>();
    private final List<@Nullable SstableSeries> heads = new ArrayList<>();
    private final SstableCursor.Losses losses;

    /** Over runs, the oldest first; one whose index cannot be read is reported and left out. */
    InputSeries(List<Run> runs, SstableCursor.Losses losses) throws IOException {
        this.losses = losses;
        for (Run run : runs) {
            try {
                SeriesScan scan = run.reader().scan();
                heads.add(scan.next(losses));
                scans.add(scan);
            } catch (CorruptionException e) {
                losses.damaged(e.damage());
            }
        }
    }

    /** What the runs have of the next series, the oldest run first; empty after the last series. */
    List<SstableSeries> next() throws IOException {
        Labels smallest = null;
        for (SstableSeries head : heads) {
            if (head != null && (smallest == null || head.labels().compareTo(smallest) < 0)) {
                smallest = head.labels();
            }
        }
        List<SstableSeries> result = new ArrayList<>();
        for (int i = 0; i < scans.size(); i++) {
            SstableSeries head = heads.get(i);
            if (head != null && head.labels().equals(smallest)) {
                result.add(head);
                heads.set(i, scans.get(i).next(losses));
            }
        }
        return result;
    }
}
