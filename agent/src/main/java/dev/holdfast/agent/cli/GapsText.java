package dev.holdfast.agent.cli;

import dev.holdfast.agent.gaps.Cause;
import dev.holdfast.agent.gaps.GapReport;
import dev.holdfast.agent.gaps.Stretch;
import dev.holdfast.agent.gaps.Timeline;
import dev.holdfast.agent.text.TextTable;
import dev.holdfast.agent.text.TimeText;
import dev.holdfast.forwarder.DeliverySpan;
import dev.holdfast.storage.TimeRange;
import java.io.PrintStream;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** What became of every second, for people. */
final class GapsText {
    private static final int GAPS_SHOWN = 20;
    private static final int INTERVALS_SHOWN = 200;

    private final PrintStream out;
    private final ZoneId zone;
    private final boolean all;

    GapsText(PrintStream out, ZoneId zone, boolean all) {
        this.out = out;
        this.zone = zone;
        this.all = all;
    }

    /** The whole account. */
    void print(GapReport report) {
        printSpan(report);
        out.println();
        printCollected(report.timeline());
        if (!report.upstreams().isEmpty()) {
            out.println();
            printUpstreams(report.upstreams());
        }
        List<Stretch> missed = report.timeline().of(Stretch.Kind.MISSED);
        if (!missed.isEmpty()) {
            out.println();
            printMissed(missed);
        }
    }

    private void printSpan(GapReport report) {
        TimeRange span = report.timeline().span();
        line("from", time(span.fromInclusiveMs()));
        line("to", time(span.toExclusiveMs()) + ", " + TimeText.age(span.lengthMs()));
        if (report.intervalMs() > 0) {
            line("ticks", "every " + TimeText.age(report.intervalMs()));
        }
    }

    private void printCollected(Timeline timeline) {
        TextTable table = new TextTable(List.of("", ">time", ">share", ">gaps", ""));
        long spanMs = timeline.span().lengthMs();
        for (Map.Entry<Stretch.Kind, Long> entry : timeline.lengthMs().entrySet()) {
            if (entry.getValue() > 0 || entry.getKey() == Stretch.Kind.COLLECTED) {
                table.row(List.of(
                        name(entry.getKey()),
                        TimeText.age(entry.getValue()),
                        share(entry.getValue(), spanMs),
                        "",
                        explanation(entry.getKey())));
            }
            if (entry.getKey() == Stretch.Kind.MISSED) {
                timeline.missedMs().forEach((cause, lengthMs) -> {
                    long gaps = timeline.stretches().stream()
                            .filter(stretch -> stretch.cause() == cause)
                            .count();
                    table.row(List.of(
                            "  " + words(cause),
                            TimeText.age(lengthMs),
                            share(lengthMs, spanMs),
                            Long.toString(gaps),
                            cause.explanation()));
                });
            }
        }
        table.print(out);
    }

    private void printUpstreams(Map<String, DeliverySpan> upstreams) {
        List<DeliverySpan.Fate> shown = new ArrayList<>();
        for (DeliverySpan.Fate fate : DeliverySpan.Fate.values()) {
            boolean always = fate == DeliverySpan.Fate.DELIVERED || fate == DeliverySpan.Fate.PENDING;
            if (always || upstreams.values().stream().anyMatch(span -> lengthMs(span, fate) > 0)) {
                shown.add(fate);
            }
        }
        List<String> titles = new ArrayList<>(List.of("upstream"));
        shown.forEach(fate -> titles.add(">" + name(fate)));
        TextTable table = new TextTable(titles);
        upstreams.forEach((name, span) -> {
            List<String> cells = new ArrayList<>(List.of(name));
            shown.forEach(fate -> cells.add(lengthMs(span, fate) == 0 ? "-" : TimeText.age(lengthMs(span, fate))));
            table.row(cells);
        });
        table.print(out);
        upstreams.forEach((name, span) -> span.refusedMs()
                .forEach((status, lengthMs) ->
                        out.println(name + ": " + TimeText.age(lengthMs) + " refused with status " + status)));
    }

    private void printMissed(List<Stretch> missed) {
        List<Stretch> shown = missed;
        if (!all && missed.size() > GAPS_SHOWN) {
            shown = missed.stream()
                    .sorted(Comparator.comparingLong(stretch -> -stretch.range().lengthMs()))
                    .limit(GAPS_SHOWN)
                    .sorted(Comparator.comparingLong(stretch -> stretch.range().fromInclusiveMs()))
                    .toList();
        }
        TextTable table = new TextTable(List.of("missed from", "to", ">length", "why"));
        for (Stretch stretch : shown) {
            table.row(List.of(
                    TimeText.format(stretch.range().fromInclusiveMs(), zone),
                    TimeText.format(stretch.range().toExclusiveMs(), zone),
                    TimeText.age(stretch.range().lengthMs()),
                    words(Objects.requireNonNull(stretch.cause()))));
        }
        table.print(out);
        if (shown.size() < missed.size()) {
            out.println("and " + (missed.size() - shown.size()) + " more, none of them longer; --all lists them");
        }
    }

    /** What became of it for one upstream, interval by interval. */
    void print(GapReport report, String upstream) {
        List<DeliverySpan.Part> parts =
                Objects.requireNonNull(report.upstreams().get(upstream)).parts();
        printSpan(report);
        line("upstream", upstream);
        out.println();
        TextTable table = new TextTable(List.of("from", "to", ">length", "state", ">status"));
        int skipped = all ? 0 : Math.max(0, parts.size() - INTERVALS_SHOWN);
        for (DeliverySpan.Part part : parts.subList(skipped, parts.size())) {
            table.row(List.of(
                    TimeText.format(part.range().fromInclusiveMs(), zone),
                    TimeText.format(part.range().toExclusiveMs(), zone),
                    TimeText.age(part.range().lengthMs()),
                    name(part.fate()),
                    part.status() == 0 ? "" : Integer.toString(part.status())));
        }
        table.print(out);
        if (skipped > 0) {
            out.println("and " + skipped + " older ones; --all lists them");
        }
    }

    private static long lengthMs(DeliverySpan span, DeliverySpan.Fate fate) {
        return span.lengthMs().getOrDefault(fate, 0L);
    }

    static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String words(Cause cause) {
        return cause.label().replace('_', ' ');
    }

    private static String explanation(Stretch.Kind kind) {
        return switch (kind) {
            case COLLECTED, MISSED -> "";
            case IMPORTED -> "samples from elsewhere, no ticks of the agent";
            case THINNED -> "a sample and sums for each minute or hour are left";
            case EVICTED -> "no longer in the store";
            case BEFORE -> "from before the first tick";
        };
    }

    private static String share(long lengthMs, long spanMs) {
        return String.format(Locale.ROOT, "%.2f %%", 100.0 * lengthMs / spanMs);
    }

    private String time(long timestampMs) {
        return TimeText.format(timestampMs, zone) + " " + TimeText.zoneName(timestampMs, zone);
    }

    private void line(String key, String value) {
        out.println(key + " ".repeat(Math.max(1, 11 - key.length())) + value);
    }
}
