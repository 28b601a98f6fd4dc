package dev.holdfast.storage;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a store could not read, each finding once, the first thousand. Any thread. */
final class DamageLog {
    private static final int MAX_FINDINGS = 1000;

    private final Set<Damage> damages = new LinkedHashSet<>();

    synchronized void add(Damage damage) {
        if (damages.size() < MAX_FINDINGS) {
            damages.add(damage);
        }
    }

    synchronized List<Damage> all() {
        return new ArrayList<>(damages);
    }
}
