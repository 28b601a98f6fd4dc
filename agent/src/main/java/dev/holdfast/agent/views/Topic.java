package dev.holdfast.agent.views;

import java.util.List;

/** What may be asked about. */
public enum Topic {
    /** Processors. */
    CPU(
            "CPU",
            CpuMeasures.ALL,
            List.of(
                    "Which process it was: Holdfast stores no list of processes. While it goes on: top, pidstat 1, or",
                    "\"systemd-cgtop\"; afterwards the journal of that time, or process accounting (lastcomm).")),
    /** Memory and swap. */
    MEMORY(
            "Memory",
            MemoryMeasures.ALL,
            List.of(
                    "Which process has it: Holdfast stores no list of processes. While it goes on: ps --sort -rss, or",
                    "\"systemd-cgtop -m\"; for kills, journalctl -k with the time above names the victim.")),
    /** Disks and file systems. */
    DISK(
            "Disk",
            DiskMeasures.ALL,
            List.of(
                    "Which process reads or writes, and which files grow: Holdfast stores neither. While it goes on: iotop,",
                    "pidstat -d 1; for space: du -x --max-depth=1, and lsof +L1 for files that are deleted and open.")),
    /** Network interfaces and protocols. */
    NETWORK(
            "Network",
            NetworkMeasures.ALL,
            List.of(
                    "With whom, and by which process: Holdfast stores no connections. While it goes on: ss -tip, nethogs, or",
                    "tcpdump on the interface above; ethtool -S says more of its errors and drops."));

    private final String title;
    private final List<Measure> measures;
    private final List<String> notKnown;

    Topic(String title, List<Measure> measures, List<String> notKnown) {
        this.title = title;
        this.measures = measures;
        this.notKnown = notKnown;
    }

    String title() {
        return title;
    }

    /** The most telling first. */
    List<Measure> measures() {
        return measures;
    }

    /** What the store cannot say, and who can. */
    List<String> notKnown() {
        return notKnown;
    }
}
