package dev.holdfast.agent.views;

import dev.holdfast.storage.TimeRange;
import java.util.List;

/**
 * What was found about a topic. Immutable.
 *
 * @param host the {@code instance} that was looked at; empty when there is no such label
 * @param fromMs first step
 * @param atMs last step
 * @param rateRange the range of rates, as PromQL writes it
 * @param usualOf what {@link Finding#usual()} is of, for people; empty when there is nothing to compare with
 * @param findings in the order of the measures, those of a measure by their level
 * @param absent measures of which there is no data
 * @param missing stretches without ticks, and why
 * @param stored from the first sample of the store to the last
 */
public record Diagnosis(
        Topic topic,
        String host,
        long fromMs,
        long atMs,
        long stepMs,
        String rateRange,
        String usualOf,
        List<Finding> findings,
        List<Measure> absent,
        List<Missing> missing,
        TimeRange stored) {
    /** A stretch without data. */
    record Missing(TimeRange range, String why) {}

    /** Whether there is anything at all. */
    public boolean hasData() {
        return !findings.isEmpty();
    }

    /** What stands out, the worst first. */
    List<Finding> standingOut() {
        return findings.stream()
                .filter(finding -> finding.severity() != Finding.Severity.USUAL)
                .sorted((a, b) -> a.severity().compareTo(b.severity()))
                .toList();
    }

    /** The worst that was found. */
    Finding.Severity severity() {
        List<Finding> worst = standingOut();
        return worst.isEmpty() ? Finding.Severity.USUAL : worst.get(0).severity();
    }
}
