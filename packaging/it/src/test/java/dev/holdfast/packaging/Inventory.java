package dev.holdfast.packaging;

import java.util.SortedSet;
import java.util.TreeSet;

/** Everything on a machine that a package may leave: files, users, groups, units, processes of its user. */
final class Inventory {
    /** What changes by itself: kernel, logs, runtime state of others; dpkg's own records, of which the status is looked at apart. */
    private static final String CHANGING =
            "-path /proc -o -path /sys -o -path /dev -o -path /share -o -path /disk -o -path /tmp"
                    + " -o -path /var/tmp -o -path /run/log -o -path /run/systemd/units -o -path /run/systemd/journal"
                    + " -o -path /var/log/dpkg.log -o -path /var/log/journal -o -path /run/systemd/propagate -o -path /root";

    private Inventory() {}

    static SortedSet<String> of(Machine machine) {
        return new TreeSet<>(machine.must("find / \\( " + CHANGING + " \\) -prune -o -printf 'file %p\\n';"
                        + " getent passwd | sed 's/:.*//; s/^/user /'; getent group | sed 's/:.*//; s/^/group /';"
                        + " systemctl list-units --all --plain --no-legend 'holdfast*' | sed 's/ .*//; s/^/unit /';"
                        + " dpkg -l 2>/dev/null | sed -n 's/^[a-z][a-z] *\\([^ ]*\\).*/package \\1/p'")
                .lines()
                .toList());
    }

    /** What is in one and not in the other, {@code +} for what is new. */
    static SortedSet<String> difference(SortedSet<String> before, SortedSet<String> after) {
        SortedSet<String> difference = new TreeSet<>();
        after.stream().filter(entry -> !before.contains(entry)).forEach(entry -> difference.add("+ " + entry));
        before.stream().filter(entry -> !after.contains(entry)).forEach(entry -> difference.add("- " + entry));
        return difference;
    }
}
