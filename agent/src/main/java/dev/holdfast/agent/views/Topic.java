package dev.holdfast.agent.views;

import java.util.List;

/** What may be asked about. */
public enum Topic {
    /** Processors. */
    CPU("CPU"),
    /** Memory and swap. */
    MEMORY("Memory"),
    /** Disks and file systems. */
    DISK("Disk"),
    /** Network interfaces and protocols. */
    NETWORK("Network");

    private final String title;

    Topic(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** What is asked, the most telling first. */
    List<Measure> measures() {
        return switch (this) {
            case CPU -> CpuMeasures.ALL;
            case MEMORY -> MemoryMeasures.ALL;
            case DISK -> DiskMeasures.ALL;
            case NETWORK -> NetworkMeasures.ALL;
        };
    }

    /** What the store cannot say, and who can; lines. */
    List<String> notKnown() {
        return switch (this) {
            case CPU ->
                List.of(
                        "Which process it was: Holdfast stores no list of processes. While it goes on: top, pidstat 1, or",
                        "\"systemd-cgtop\"; afterwards the journal of that time, or process accounting (lastcomm).");
            case MEMORY ->
                List.of(
                        "Which process has it: Holdfast stores no list of processes. While it goes on: ps --sort -rss, or",
                        "\"systemd-cgtop -m\"; for kills, journalctl -k with the time above names the victim.");
            case DISK ->
                List.of(
                        "Which process reads or writes, and which files grow: Holdfast stores neither. While it goes on: iotop,",
                        "pidstat -d 1; for space: du -x --max-depth=1, and lsof +L1 for files that are deleted and open.");
            case NETWORK ->
                List.of(
                        "With whom, and by which process: Holdfast stores no connections. While it goes on: ss -tip, nethogs, or",
                        "tcpdump on the interface above; ethtool -S says more of its errors and drops.");
        };
    }
}
