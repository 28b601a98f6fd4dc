package dev.holdfast.storage.testing;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Refuses some operations with an I/O error: those of some kinds, on files whose names match, from the n-th such on, once
 * or until {@link #heal()}. One thread at a time.
 */
public final class Faults implements Interceptor {
    private final Set<Operation.Kind> kinds;
    private final Pattern files;
    private final long nth;
    private final boolean persistent;
    private long seen;
    private long injected;
    private boolean healed;
    private String last = "none";

    private Faults(Set<Operation.Kind> kinds, Pattern files, long nth, boolean persistent) {
        this.kinds = kinds;
        this.files = files;
        this.nth = nth;
        this.persistent = persistent;
    }

    /** Fails the n-th operation of some kinds, counted from 1 and from the moment at which this is set. */
    public static Faults once(Set<Operation.Kind> kinds, long nth) {
        return new Faults(kinds, Pattern.compile(".*"), nth, false);
    }

    /** Fails every operation of some kinds from the n-th on, until healed. */
    public static Faults from(Set<Operation.Kind> kinds, long nth) {
        return new Faults(kinds, Pattern.compile(".*"), nth, true);
    }

    /** The same for files whose whole names match only. */
    public Faults onFiles(String pattern) {
        return new Faults(kinds, Pattern.compile(pattern), nth, persistent);
    }

    /** Every kind of operation. */
    public static Set<Operation.Kind> everything() {
        return EnumSet.allOf(Operation.Kind.class);
    }

    /** No more failures. */
    public void heal() {
        healed = true;
    }

    /** How many operations were refused. */
    public long injected() {
        return injected;
    }

    /** The operation that was refused last. */
    public String last() {
        return last;
    }

    @Override
    public void before(Operation operation) throws IOException {
        if (healed
                || !kinds.contains(operation.kind())
                || !files.matcher(operation.file()).matches()) {
            return;
        }
        seen++;
        if (seen == nth || (persistent && seen > nth)) {
            injected++;
            last = operation.toString();
            throw new IOException(operation.file() + ": Input/output error (injected at " + operation + ")");
        }
    }
}
