package dev.holdfast.agent.screen;

import dev.holdfast.agent.gaps.GapReport;
import dev.holdfast.agent.gaps.Stretch;
import dev.holdfast.forwarder.Backlog;
import dev.holdfast.storage.Damage;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.Ledger;
import dev.holdfast.storage.SeriesMatcher;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.StoreReader;
import dev.holdfast.storage.TimeRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Views of a data directory, live, stopped or copied. A look at now opens the directory anew; looks at the past go on with what
 * is open. Between two looks nothing is held in memory but the index of what is open. One thread.
 */
final class StoreViewSource implements ViewSource {
    /** Nothing of a window longer than this is looked through for gaps at every look. */
    private static final long SHORT_WINDOW_MS = 2 * 3_600_000L;

    private static final long GAPS_KEPT_MS = 60_000;
    private static final long AGENT_KEPT_MS = 2_000;
    /** From so many intervals between two ticks on it is said that there is no data between them. */
    private static final int TICKS_LATE = 3;

    private final HostScreen.Opening opening;
    private final Supplier<AgentLook> agent;
    private final LongSupplier clock;
    private @Nullable StoreReader open;
    private @Nullable AgentLook agentLook;
    private long agentLookMs;
    private List<HostView.Gap> gaps = List.of();
    private @Nullable TimeRange gapsOf;
    private long gapsMs;

    StoreViewSource(HostScreen.Opening opening, Supplier<AgentLook> agent, LongSupplier clock) {
        this.opening = opening;
        this.agent = agent;
        this.clock = clock;
    }

    @Override
    public HostView view(ViewRequest request) throws IOException {
        long nowMs = clock.getAsLong();
        StoreReader reader = reader(request);
        AgentLook look = look(nowMs);
        try (Snapshot snapshot = reader.snapshot()) {
            TimeRange around = around(snapshot, request, nowMs);
            SortedSet<String> near = hosts(snapshot, around);
            SortedSet<String> hosts = near.isEmpty() ? hosts(snapshot, snapshot.timeRange()) : near;
            String host = host(request.host(), hosts, snapshot, near.isEmpty() ? snapshot.timeRange() : around);
            List<SeriesMatcher> matchers = host.isEmpty() ? List.of() : List.of(SeriesMatcher.equal("instance", host));
            HostView.Moment moment = moment(reader, snapshot, matchers, request, host, hosts, look, nowMs);
            List<HostView.Gap> missing = gaps(reader, moment, nowMs);
            return new HostViewReader(snapshot, matchers, moment, request.parts())
                    .view(upstreams(reader, snapshot, look, nowMs), missing);
        }
    }

    private StoreReader reader(ViewRequest request) throws IOException {
        boolean past = !request.live()
                && open != null
                && request.atMs() < open.stats().timeRange().toExclusiveMs();
        if (!past) {
            StoreReader next = opening.open();
            close();
            open = next;
        }
        return Objects.requireNonNull(open);
    }

    private AgentLook look(long nowMs) {
        if (agentLook == null || Math.abs(nowMs - agentLookMs) >= AGENT_KEPT_MS) {
            agentLook = agent.get();
            agentLookMs = nowMs;
        }
        return agentLook;
    }

    private static TimeRange around(Snapshot snapshot, ViewRequest request, long nowMs) {
        long endMs = snapshot.timeRange().toExclusiveMs();
        long atMs = request.live() ? Math.min(nowMs + 1, endMs) : request.atMs();
        return new TimeRange(atMs - Math.max(request.windowMs(), Readings.LOOKBACK_MS), atMs + 1);
    }

    private static SortedSet<String> hosts(Snapshot snapshot, TimeRange range) {
        return snapshot.labelValues(
                "instance",
                List.of(SeriesMatcher.of(Labels.METRIC_NAME, name -> name.startsWith("node_"), "node_.*")),
                range);
    }

    private static String host(String asked, SortedSet<String> hosts, Snapshot snapshot, TimeRange range) {
        if (!asked.isEmpty()) {
            return asked;
        }
        for (String own : snapshot.labelValues(
                "instance", List.of(SeriesMatcher.equal(Labels.METRIC_NAME, "holdfast_ticks_total")), range)) {
            if (hosts.contains(own)) {
                return own;
            }
        }
        return hosts.isEmpty() ? "" : hosts.first();
    }

    private static HostView.Moment moment(
            StoreReader reader,
            Snapshot snapshot,
            List<SeriesMatcher> matchers,
            ViewRequest request,
            String host,
            SortedSet<String> hosts,
            AgentLook look,
            long nowMs) {
        TimeRange stored = snapshot.timeRange();
        long askedMs = request.live() ? nowMs : request.atMs();
        TickFinder ticks = new TickFinder(snapshot, matchers);
        long tickMs = ticks.atOrBefore(askedMs);
        boolean any = tickMs != TickFinder.NONE;
        long intervalMs = any ? ticks.intervalMs(tickMs) : 1_000;
        HostView.Gap missing = null;
        long afterMs = request.live() || (any && askedMs - tickMs < intervalMs) ? tickMs : ticks.after(askedMs);
        boolean hole = afterMs == TickFinder.NONE
                ? askedMs - tickMs > TICKS_LATE * intervalMs
                : afterMs - tickMs > TICKS_LATE * intervalMs;
        if (!request.live() && (!any || hole)) {
            missing = missing(reader, tickMs, afterMs, askedMs, nowMs, look);
        } else if (!any) {
            missing = new HostView.Gap(askedMs, askedMs, "nothing of a host is stored here yet");
        }
        String remark = "";
        for (Damage damage : snapshot.damages()) {
            remark = "not all can be read: " + damage + "; see \"holdfast verify\"";
        }
        return new HostView.Moment(
                host,
                List.copyOf(hosts),
                missing == null ? tickMs : askedMs,
                request.live(),
                intervalMs,
                Math.max(request.stepMs(), intervalMs),
                request.windowMs(),
                stored.fromInclusiveMs(),
                stored.isEmpty() ? 0 : stored.toExclusiveMs() - 1,
                nowMs,
                missing,
                look.agent(),
                remark);
    }

    /** The stretch without ticks around a moment, and why it is there. */
    private static HostView.Gap missing(
            StoreReader reader, long tickMs, long afterMs, long askedMs, long nowMs, AgentLook look) {
        if (tickMs == TickFinder.NONE) {
            return new HostView.Gap(
                    askedMs, afterMs == TickFinder.NONE ? nowMs : afterMs, "from before the first sample");
        }
        if (askedMs > nowMs) {
            return new HostView.Gap(nowMs, askedMs, "still to come");
        }
        long endMs = afterMs == TickFinder.NONE ? Math.max(nowMs, askedMs) : afterMs;
        TimeRange span = new TimeRange(tickMs, Math.max(tickMs + 1, Math.min(endMs, nowMs)));
        boolean running = look.agent() == AgentLook.Kind.RUNNING;
        for (Stretch stretch :
                GapReport.of(reader, span, nowMs, running).timeline().stretches()) {
            if (stretch.kind() == Stretch.Kind.MISSED && stretch.range().contains(askedMs)) {
                return new HostView.Gap(stretch.range().fromInclusiveMs(), endMs, why(stretch));
            }
        }
        return new HostView.Gap(tickMs, endMs, "not sampled");
    }

    private List<HostView.Gap> gaps(StoreReader reader, HostView.Moment moment, long nowMs) {
        long toMs = Math.min(moment.atMs(), nowMs);
        TimeRange span = new TimeRange(Math.max(Math.min(moment.firstMs(), toMs), toMs - moment.windowMs()), toMs);
        boolean kept = gapsOf != null
                && moment.windowMs() > SHORT_WINDOW_MS
                && nowMs - gapsMs < GAPS_KEPT_MS
                && span.lengthMs() == gapsOf.lengthMs()
                && Math.abs(span.toExclusiveMs() - gapsOf.toExclusiveMs()) < GAPS_KEPT_MS;
        if (!kept) {
            List<HostView.Gap> found = new ArrayList<>();
            if (!span.isEmpty()) {
                boolean running = moment.agent() == AgentLook.Kind.RUNNING;
                for (Stretch stretch :
                        GapReport.of(reader, span, nowMs, running).timeline().of(Stretch.Kind.MISSED)) {
                    found.add(new HostView.Gap(
                            stretch.range().fromInclusiveMs(), stretch.range().toExclusiveMs(), why(stretch)));
                }
            }
            gaps = found;
            gapsOf = span;
            gapsMs = nowMs;
        }
        return gaps;
    }

    private static String why(Stretch stretch) {
        return switch (Objects.requireNonNull(stretch.cause())) {
            case STOPPED -> "agent stopped";
            case SUSPENDED -> "host suspended";
            case STEPPED -> "clock set forward";
            case LATE -> "agent too slow";
            case DISK_FULL -> "disk full";
            case LOST -> "deleted or damaged";
            case UNKNOWN -> "agent runs, nothing on disk";
        };
    }

    private static List<HostView.Upstream> upstreams(
            StoreReader reader, Snapshot snapshot, AgentLook look, long nowMs) {
        List<HostView.Upstream> upstreams = new ArrayList<>();
        for (String name : reader.ledgerNames()) {
            Backlog backlog = Backlog.of(snapshot, reader.ledgerIntervals(name), nowMs);
            Ledger.@Nullable Note note = reader.ledgerNote(name);
            double ageSeconds = backlog.oldestUndeliveredAgeMs(nowMs) / 1e3;
            boolean trouble = backlog.pendingSamples() > 0 && ageSeconds > 60;
            String state = state(look, name, note == null ? "" : "last answer " + note.text(), trouble);
            upstreams.add(new HostView.Upstream(name, backlog.pendingSamples(), ageSeconds, state, trouble));
        }
        return upstreams;
    }

    /** In a few words, of which a narrow screen cuts the end: the cause of trouble comes first. */
    static String state(AgentLook look, String name, String answer, boolean trouble) {
        AgentLook.@Nullable Sender sender = look.upstreams().get(name);
        String said = "";
        boolean cause = true;
        if (sender != null) {
            said = sender.words();
            cause = sender.held();
        } else if (look.agent() != AgentLook.Kind.RUNNING) {
            said = "nobody sends: agent not running";
        } else if (!look.upstreams().isEmpty()) {
            said = "not in the agent's configuration";
        }
        if (said.isEmpty() || answer.isEmpty()) {
            return said + answer;
        }
        return trouble && !cause ? answer + "; " + said : said + "; " + answer;
    }

    @Override
    public void close() {
        if (open != null) {
            open.close();
            open = null;
        }
    }
}
