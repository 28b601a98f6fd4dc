package dev.holdfast.agent.views;

import dev.holdfast.agent.text.TimeText;
import dev.holdfast.agent.text.UnitText;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;

/** Findings in plain words. Pure. */
final class FindingWords {
    private static final double A_YEAR_SECONDS = 366 * 86_400.0;

    private final Diagnosis diagnosis;
    private final ZoneId zone;

    FindingWords(Diagnosis diagnosis, ZoneId zone) {
        this.diagnosis = diagnosis;
        this.zone = zone;
    }

    /** What it is of: {@code disk busy vda}. */
    static String name(Finding finding) {
        return finding.name().isEmpty()
                ? finding.measure().title()
                : finding.measure().title() + " " + finding.name();
    }

    static String value(Measure measure, double value) {
        return DiagnosisText.number(measure.unit(), value);
    }

    /** The worst in a few words. */
    String headline(Finding finding) {
        return switch (finding.measure().kind()) {
            case RATE, LEVEL ->
                name(finding) + " " + value(finding.measure(), finding.curve().max()) + when(finding);
            case EVENT, STATE -> name(finding) + when(finding);
            case REST -> name(finding) + " falls" + when(finding) + left(finding);
        };
    }

    /** A whole sentence. */
    String sentence(Finding finding) {
        Measure measure = finding.measure();
        Curve curve = finding.curve();
        String begin = switch (measure.kind()) {
            case RATE, LEVEL ->
                name(finding) + ": " + now(finding) + value(measure, curve.max()) + " at most, at "
                        + clock(curve.timeMs(curve.highest())) + when(finding);
            case EVENT ->
                name(finding) + ": " + UnitText.count(Math.max(1, Math.rint(finding.total()))) + when(finding);
            case STATE -> name(finding) + when(finding);
            case REST ->
                name(finding) + ": " + value(measure, curve.last()) + ", falling by "
                        + UnitText.bytes(finding.fallPerSecond() * 3600) + "B an hour" + when(finding)
                        + left(finding);
        };
        return begin + usual(finding) + ".";
    }

    /** When nothing stands out. */
    String quiet(Finding finding) {
        Measure measure = finding.measure();
        String name = name(finding);
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1) + " was "
                + value(measure, finding.curve().average()) + " on average and "
                + value(measure, finding.curve().max()) + " at most" + usual(finding) + ".";
    }

    private static String now(Finding finding) {
        double last = finding.curve().last();
        return finding.untilMs() != 0 || Double.isNaN(last) ? "" : value(finding.measure(), last) + " now, ";
    }

    private String when(Finding finding) {
        if (finding.untilMs() != 0) {
            long lengthMs = Math.max(diagnosis.stepMs(), finding.untilMs() - finding.sinceMs());
            return ", from " + clock(finding.sinceMs()) + " to " + clock(finding.untilMs()) + " ("
                    + TimeText.age(lengthMs) + ")";
        }
        String since = ", since " + (finding.longer() ? "before " : "") + clock(finding.sinceMs());
        return since + " (" + TimeText.age(Math.max(diagnosis.stepMs(), diagnosis.atMs() - finding.sinceMs())) + ")";
    }

    private String left(Finding finding) {
        double seconds = finding.secondsLeft();
        if (!Double.isFinite(seconds) || seconds > A_YEAR_SECONDS) {
            return "";
        }
        long endMs = diagnosis.atMs() + Math.round(seconds * 1000);
        return "; at this rate none is left in " + TimeText.age(Math.round(seconds) * 1000) + ", at " + clock(endMs);
    }

    private String usual(Finding finding) {
        if (Double.isNaN(finding.usual())
                || finding.measure().kind() == Measure.Kind.EVENT
                || finding.measure().kind() == Measure.Kind.STATE) {
            return "";
        }
        String usual = value(finding.measure(), finding.usual());
        return finding.severity() == Finding.Severity.HIGH
                        && finding.usual() >= 0.8 * finding.level()
                        && finding.measure().kind() != Measure.Kind.REST
                ? "; no news, " + diagnosis.usualOf() + " it was " + usual
                : "; " + diagnosis.usualOf() + " " + usual;
    }

    /** A time of day, with its day when that is not the one of the moment asked about. */
    String clock(long timestampMs) {
        LocalDate day = day(timestampMs);
        String clock = DiagnosisText.clock(timestampMs, zone);
        return day.equals(day(diagnosis.atMs())) ? clock : day + " " + clock;
    }

    private LocalDate day(long timestampMs) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(timestampMs), zone);
    }

    /** Broken at blanks into lines of a width. */
    static String wrapped(String text, int width, String indent) {
        StringBuilder out = new StringBuilder();
        int length = 0;
        for (String word : text.split("(?<= )", -1)) {
            if (length + word.stripTrailing().length() > width && length > indent.length()) {
                out.setLength(out.toString().stripTrailing().length());
                out.append('\n').append(indent);
                length = indent.length();
            }
            out.append(word);
            length += word.length();
        }
        return out.toString();
    }
}
