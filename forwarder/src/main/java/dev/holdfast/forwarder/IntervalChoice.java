package dev.holdfast.forwarder;

import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.TimeRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which interval a lane takes next: what is in the store, less what the ledger covers, what is owed to the ledger, and
 * what the more urgent lane has under way. One thread.
 */
final class IntervalChoice {
    private final Lane lane;
    private final UpstreamKit kit;
    private final @Nullable LaneWorker live;
    private final @Nullable Parking parking;

    /**
     * The choice of one lane.
     *
     * @param live the more urgent lane, or null
     * @param parking asked first for what is to be tried again; null where nothing is set aside
     */
    IntervalChoice(Lane lane, UpstreamKit kit, @Nullable LaneWorker live, @Nullable Parking parking) {
        this.lane = lane;
        this.kit = kit;
        this.live = live;
        this.parking = parking;
    }

    /** What to do next; null when an interval has just been made pending again, and everything is to be looked at anew. */
    LanePolicy.@Nullable Step next(Pace pace, Spacing spacing) {
        List<TimeRange> populated;
        try (Snapshot snapshot = kit.store().snapshot()) {
            populated = snapshot.populated();
        }
        if (parking != null && parking.unpark(populated, kit.monotonicMs().getAsLong())) {
            return null;
        }
        List<TimeRange> pending = Pending.of(populated, kit.ledger().intervals());
        for (TimeRange owed : kit.settler().owed()) {
            pending = Pending.without(pending, owed);
        }
        pending = live == null ? pending : Pending.without(pending, live.underWay());
        return LanePolicy.next(
                lane,
                pending,
                kit.wallClockMs().getAsLong(),
                kit.options(),
                spacing.batchDeadlineMs(kit.options()),
                pace);
    }
}
