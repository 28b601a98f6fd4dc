package dev.holdfast.agent.views;

import dev.holdfast.agent.chart.Glyphs;
import dev.holdfast.agent.chart.Sparkline;
import dev.holdfast.agent.text.TimeText;
import dev.holdfast.agent.text.UnitText;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was found, for people: some plain sentences, then the curves with the expressions that they came out of. */
public final class DiagnosisText {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final int SENTENCES = 6;
    private static final int SERIES_A_MEASURE = 4;
    private static final int SPARK_MIN = 12;
    private static final int SPARK_MAX = 60;
    private static final int NUMBERS_WIDTH = 40;
    private static final int NAME_MIN = 24;
    private static final int NAME_MAX = 44;

    private final PrintStream out;
    private final ZoneId zone;
    private final int columns;
    private final boolean colours;
    private final Glyphs glyphs;

    /** Prints to {@code out}, with times in a zone, charts that fit a width, and perhaps colours. */
    public DiagnosisText(PrintStream out, ZoneId zone, int columns, boolean colours, Glyphs glyphs) {
        this.out = out;
        this.zone = zone;
        this.columns = columns;
        this.colours = colours;
        this.glyphs = glyphs;
    }

    /** All of it. */
    public void print(Diagnosis diagnosis) {
        FindingWords words = new FindingWords(diagnosis, zone);
        out.println(bold(diagnosis.topic().title()
                + (diagnosis.host().isEmpty() ? "" : " of " + diagnosis.host()) + ", "
                + TimeText.format(diagnosis.fromMs(), zone) + " to " + words.clock(diagnosis.atMs()) + " "
                + TimeText.zoneName(diagnosis.atMs(), zone)));
        out.println();
        printSentences(diagnosis, words);
        printMissing(diagnosis, words);
        out.println();
        printCurves(diagnosis);
        printAbsent(diagnosis);
        out.println();
        out.println("Not known here");
        diagnosis.topic().notKnown().forEach(line -> out.println("  " + line));
        out.println();
        out.println("Rates are over " + diagnosis.rateRange() + ", at steps of " + TimeText.age(diagnosis.stepMs())
                + ". Go on with: holdfast query --start '" + TimeText.format(diagnosis.fromMs(), zone) + "' --end '"
                + TimeText.format(diagnosis.atMs(), zone) + "' 'EXPRESSION'");
    }

    private void printSentences(Diagnosis diagnosis, FindingWords words) {
        List<Finding> found = diagnosis.standingOut();
        if (found.isEmpty()) {
            out.println(bold("Nothing stands out.") + " " + words.quiet(quiet(diagnosis)));
            return;
        }
        out.println(verdict(diagnosis, words));
        found.stream().limit(SENTENCES).forEach(finding -> out.println("  " + words.sentence(finding)));
        if (found.size() > SENTENCES) {
            out.println("  and " + (found.size() - SENTENCES) + " more, marked below");
        }
        if (diagnosis.usualOf().isEmpty()) {
            out.println("  There is no data of yesterday, last week or the time before to compare it with.");
        }
    }

    /** The first that says anything. */
    private static Finding quiet(Diagnosis diagnosis) {
        return diagnosis.findings().stream()
                .filter(finding -> finding.curve().max() > 0)
                .findFirst()
                .orElse(diagnosis.findings().get(0));
    }

    private String verdict(Diagnosis diagnosis, FindingWords words) {
        Finding worst = diagnosis.standingOut().get(0);
        String word = worst.severity() == Finding.Severity.HIGH ? "HIGH" : "UNUSUAL";
        return bold(word + ": " + words.headline(worst));
    }

    private void printMissing(Diagnosis diagnosis, FindingWords words) {
        List<Diagnosis.Missing> missing = diagnosis.missing();
        for (Diagnosis.Missing each : missing.subList(Math.max(0, missing.size() - 3), missing.size())) {
            out.println("  No data from " + words.clock(each.range().fromInclusiveMs()) + " to "
                    + words.clock(each.range().toExclusiveMs()) + " ("
                    + TimeText.age(each.range().lengthMs()) + "): " + each.why() + ".");
        }
        if (missing.size() > 3) {
            out.println("  And " + (missing.size() - 3) + " gaps before; \"holdfast gaps\" lists them.");
        }
    }

    private void printCurves(Diagnosis diagnosis) {
        int nameWidth = Math.max(NAME_MIN, Math.min(NAME_MAX, columns - NUMBERS_WIDTH - SPARK_MIN - 4));
        int spark = Math.max(0, Math.min(SPARK_MAX, columns - nameWidth - NUMBERS_WIDTH - 4));
        out.println(bold(String.format(
                Locale.ROOT, "  %-" + nameWidth + "s %9s %9s %9s %9s", "", "now", "average", "peak", "usual")));
        List<Measure> done = new ArrayList<>();
        for (Finding finding : diagnosis.findings()) {
            Measure measure = finding.measure();
            if (done.contains(measure)) {
                continue;
            }
            done.add(measure);
            List<Finding> series = diagnosis.findings().stream()
                    .filter(each -> each.measure().equals(measure))
                    .toList();
            // Of what never was, one line stands for all.
            long telling =
                    series.stream().filter(each -> each.curve().max() != 0).count();
            int shown = (int) Math.max(1, Math.min(SERIES_A_MEASURE, telling));
            for (Finding each : series.subList(0, shown)) {
                out.println(row(each, nameWidth, spark));
            }
            if (series.size() > shown) {
                out.println("    and " + (series.size() - shown) + (telling <= shown ? " more, all 0" : " more"));
            }
            out.println(faint("      " + finding.expression()));
        }
        out.println(
                "  usual: " + (diagnosis.usualOf().isEmpty() ? "not known" : "the average of " + diagnosis.usualOf())
                        + ".  ! is high, + much more than usual");
    }

    private String row(Finding finding, int nameWidth, int spark) {
        String mark = switch (finding.severity()) {
            case HIGH -> "! ";
            case UNUSUAL -> "+ ";
            case USUAL -> "  ";
        };
        Measure measure = finding.measure();
        Curve curve = finding.curve();
        String name = FindingWords.name(finding);
        String numbers = String.format(
                Locale.ROOT,
                "%-" + nameWidth + "s %9s %9s %9s %9s",
                glyphs.shortened(name, nameWidth),
                FindingWords.value(measure, curve.last()),
                FindingWords.value(measure, curve.average()),
                FindingWords.value(measure, curve.max()),
                FindingWords.value(measure, finding.usual()));
        String line = mark + numbers;
        String strip = spark < SPARK_MIN ? "" : "  " + shape(curve, spark);
        return (finding.severity() == Finding.Severity.USUAL ? line : bold(line)) + strip;
    }

    /** As high as the highest, above zero or the lowest of a far level. */
    private String shape(Curve curve, int width) {
        return Sparkline.of(curve.peaks(width), Math.min(0, curve.quantile(0)), curve.max(), glyphs);
    }

    private void printAbsent(Diagnosis diagnosis) {
        if (!diagnosis.absent().isEmpty()) {
            String names = String.join(
                    ", ", diagnosis.absent().stream().map(Measure::title).toList());
            out.println(FindingWords.wrapped("  no data of: " + names, Math.max(40, columns), "    "));
        }
    }

    private String bold(String text) {
        return colours ? "\u001b[1m" + text + "\u001b[0m" : text;
    }

    private String faint(String text) {
        return colours ? "\u001b[38;5;244m" + text + "\u001b[0m" : text;
    }

    /** A time of day. */
    static String clock(long timestampMs, ZoneId zone) {
        return CLOCK.format(Instant.ofEpochMilli(timestampMs).atZone(zone));
    }

    /** A number for a table or a sentence. */
    static String number(Measure.Unit unit, double value) {
        if (!Double.isFinite(value)) {
            return UnitText.UNKNOWN;
        }
        return switch (unit) {
            case SHARE -> UnitText.percent(value);
            case BYTES -> UnitText.bytes(value) + "B";
            case BYTES_PER_SECOND -> UnitText.bytes(value) + "B/s";
            case PER_SECOND -> UnitText.count(value) + "/s";
            case COUNT -> UnitText.count(value);
            case SECONDS -> UnitText.latency(value);
        };
    }
}
