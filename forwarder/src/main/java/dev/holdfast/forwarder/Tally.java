package dev.holdfast.forwarder;

import dev.holdfast.storage.LedgerState;

/**
 * What became of the requests of a part so far, and hence of the part. The ledger knows intervals, not series: when one
 * series of an interval was refused, the interval says so. One thread.
 */
final class Tally {
    private int refusedStatus;
    private int parkedStatus;
    private int presumedStatus;
    private long presumedSamples;
    private boolean unread;
    private boolean leftOut;
    private boolean takenLater;
    private boolean takenEver;

    /** Some samples were refused for good. */
    void refused(int status) {
        refusedStatus = status;
    }

    /** Some samples were not sent, and never will be: the protocol has no words for their series. */
    void leftOut() {
        leftOut = true;
    }

    /** Some samples were set aside. */
    void parked(int status) {
        parkedStatus = status;
    }

    /**
     * Samples were refused that the upstream probably has: they were sent before without a clear answer, and newer ones
     * are still to come. It is believed when some of those are taken.
     */
    void presumed(int status, long samples) {
        presumedStatus = status;
        presumedSamples += samples;
        takenLater = false;
    }

    /** Something was taken. */
    void taken() {
        takenLater = true;
        takenEver = true;
    }

    /** Whether anything was taken. */
    boolean wasTaken() {
        return takenEver;
    }

    /** Samples that the upstream had from an earlier attempt, as far as it turned out so. */
    long alreadyThere() {
        return takenLater ? presumedSamples : 0;
    }

    /** Samples that were presumed to be there and turned out to be refused. */
    long presumedWrongly() {
        return takenLater ? 0 : presumedSamples;
    }

    /** Some samples could not be read, and so were not sent. */
    void unread() {
        unread = true;
    }

    /** The state of the part: parked when anything may still come through, refused when something did not. */
    LedgerState state() {
        if (parkedStatus != 0 || unread) {
            return LedgerState.PARKED;
        }
        return refusedStatus != 0 || leftOut || presumedWrongly() > 0 ? LedgerState.REFUSED : LedgerState.DELIVERED;
    }

    /** The HTTP status that goes with the state, 0 for delivered, for what could not be read, and for what nobody was asked. */
    int detail() {
        if (parkedStatus != 0) {
            return parkedStatus;
        }
        return refusedStatus != 0 ? refusedStatus : presumedWrongly() > 0 ? presumedStatus : 0;
    }
}
