package dev.holdfast.packaging;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The service on a machine, as its administrator sees it. */
final class Service {
    static final String NAME = "holdfast.service";
    private static final Pattern MISSED = Pattern.compile("\"lengthMs\":\\{[^}]*\"missed\":(\\d+)");

    private final Machine machine;

    Service(Machine machine) {
        this.machine = machine;
    }

    /** A property, as {@code systemctl show} has it. */
    String property(String name) {
        return machine.must("systemctl show -P " + name + " " + NAME).strip();
    }

    boolean isActive() {
        return property("ActiveState").equals("active");
    }

    /** Waits until it is active, which it is when ticks are stored. */
    void awaitActive() {
        Machine.await("active", 90, this::isActive);
    }

    /** Writes a drop-in of its own for the test; {@link Installation#makeGood} takes it away. */
    void override(String... lines) {
        machine.must("mkdir -p /run/systemd/system/" + NAME + ".d && printf '%s\\n' '[Service]' '"
                + String.join("' '", lines) + "' >/run/systemd/system/" + NAME
                + ".d/test.conf && systemctl daemon-reload");
    }

    /** A moment of the journal, for {@link #journal}. Not a cursor: behind one, journalctl leaves out the first line that it filters for. */
    String mark() {
        return machine.must("date +@%s.%6N").strip();
    }

    /** What the journal says of the service since then, its own lines and those of systemd. */
    String journal(String mark, String... options) {
        return machine.must("journalctl --sync; journalctl -q -o cat --no-pager -u " + NAME + " --since=" + mark + " "
                + String.join(" ", options));
    }

    /** Waits until the journal says something. */
    void awaitJournal(String mark, int timeoutSeconds, String text) {
        Machine.await(
                "\"" + text + "\" in the journal",
                timeoutSeconds,
                () -> journal(mark).contains(text));
    }

    /** The stored ticks of the last minutes. */
    Ticks ticks() {
        return Ticks.of(machine.must("holdfast query -o csv 'up[20m]'"));
    }

    /** Waits until more ticks are stored than now. */
    void awaitTicks() {
        int before = ticks().count();
        Machine.await("more ticks than " + before, 60, () -> ticks().count() >= before + 2);
    }

    /** Of the last minutes, how long nothing was collected, milliseconds. */
    long missedMs() {
        String gaps = machine.must("holdfast gaps --since 20m -o json");
        Matcher missed = MISSED.matcher(gaps);
        if (!missed.find()) {
            throw new AssertionError(gaps);
        }
        return Long.parseLong(missed.group(1));
    }

    /** CLOCK_MONOTONIC of when it became active last, milliseconds; comparable with {@code System.nanoTime}. */
    long activeSinceMs() {
        return Long.parseLong(property("ActiveEnterTimestampMonotonic")) / 1_000;
    }

    static long nowMs() {
        return System.nanoTime() / 1_000_000;
    }
}
