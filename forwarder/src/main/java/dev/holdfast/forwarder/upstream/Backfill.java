package dev.holdfast.forwarder.upstream;

/** What an upstream that was never sent anything is given of the history that is there already. */
public enum Backfill {
    /** All of it, as far as the upstream takes its age. */
    ALL,
    /** None: only what is collected from now on. */
    NONE
}
