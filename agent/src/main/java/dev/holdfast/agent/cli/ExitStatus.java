package dev.holdfast.agent.cli;

/** What a process ends with, after {@code sysexits.h}. */
final class ExitStatus {
    static final int OK = 0;
    /** The answer to a question of yes or no is no. */
    static final int NO = 1;
    /** The command line is wrong. */
    static final int USAGE = 64;
    /** The input, the expression or the stored data is wrong. */
    static final int DATA = 65;
    /** The input is not there. */
    static final int NO_INPUT = 66;
    /** Something that is needed is not there. */
    static final int UNAVAILABLE = 69;
    /** A mistake of ours. */
    static final int SOFTWARE = 70;
    /** A file that is to be made cannot be. */
    static final int CANNOT_CREATE = 73;
    /** Reading or writing failed. */
    static final int IO = 74;
    /** It may work later. */
    static final int TEMPORARY = 75;
    /** Not allowed. */
    static final int NO_PERMISSION = 77;
    /** The configuration is wrong. */
    static final int CONFIG = 78;

    private ExitStatus() {}
}
