package dev.holdfast.forwarder.testing;

import java.util.Random;

/**
 * One way for a receiver to treat one request badly.
 *
 * @param where where it goes wrong
 * @param stores whether the data is stored before that, where the request came through
 * @param status of the answer, where there is one; 0 for the honest one
 * @param shape of the answer
 * @param count what a 2.0 receiver says that it stored
 * @param retryAfter header, empty for none
 * @param at where to cut, in [0, 1)
 */
public record Fault(Where where, boolean stores, int status, Shape shape, Count count, String retryAfter, double at) {
    /** Where it goes wrong. */
    public enum Where {
        /** The connection is reset before anything is read. */
        AT_ONCE,
        /** It is reset inside the request's body. */
        IN_BODY,
        /** It is reset after the body, without an answer. */
        AFTER_BODY,
        /** There is no answer until the sender has had enough. */
        SILENT,
        /** It is reset inside the head of the answer. */
        IN_ANSWER,
        /** There is an answer. */
        ANSWERED
    }

    /** What the answer looks like. */
    public enum Shape {
        /** A head and a short text. */
        PLAIN,
        /** Byte by byte, but soon. */
        PIECEMEAL,
        /** The connection is closed after it, which is said. */
        CLOSES,
        /** The connection is closed after it, which is not said. */
        CLOSES_SILENTLY,
        /** An interim answer comes first. */
        CONTINUE_FIRST,
        /** Another interim answer comes first. */
        HINTS_FIRST,
        /** More is announced than comes. */
        TOO_SHORT,
        /** More comes than is announced. */
        TOO_LONG,
        /** Chunks that are none. */
        BAD_CHUNKS,
        /** Some megabytes. */
        HUGE,
        /** No end. */
        ENDLESS,
        /** Thousands of headers. */
        HEADERS,
        /** A head of which a byte comes now and then. */
        SLOW_HEAD,
        /** The same of a body. */
        SLOW_BODY,
        /** Not HTTP at all. */
        GARBAGE
    }

    /** What a 2.0 receiver says that it stored. */
    public enum Count {
        /** What it did. */
        RIGHT,
        /** Nothing. */
        SILENT,
        /** Fewer. */
        LOW,
        /** More than it was sent. */
        HIGH,
        /** A negative number. */
        NEGATIVE,
        /** No number. */
        WORDS
    }

    private static final int[] TROUBLE = {500, 502, 503, 504, 429};
    private static final int[] US = {401, 403, 404, 405, 407, 415, 301, 302, 307, 308};
    private static final String[] AFTER = {
        "",
        "0",
        "1",
        "7",
        "-5",
        "soon",
        "3.5",
        "999999999999",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Tue, 14 Nov 2023 23:59:00 GMT",
        "Fri, 31 Feb 2023 99:00:00 GMT"
    };

    /** Nothing goes wrong. */
    public static final Fault NONE = new Fault(Where.ANSWERED, true, 0, Shape.PLAIN, Count.RIGHT, "", 0);

    /**
     * Any of them. None is a lie that nobody could see through, such as an answer that says stored for what was not, or a
     * refusal of what was stored.
     *
     * @param refuses whether it may refuse data for no reason
     * @param miscounts whether counts may be wrong
     */
    public static Fault random(Random random, boolean refuses, boolean miscounts) {
        double at = random.nextDouble();
        boolean stores = random.nextBoolean();
        Where where = Where.ANSWERED;
        int roll = random.nextInt(100);
        if (roll < 36) {
            where = Where.values()[roll / 8];
            if (where == Where.SILENT && random.nextInt(4) > 0) {
                where = Where.AFTER_BODY; // waiting costs the most time
            }
        }
        Shape shape = random.nextInt(4) > 0 ? Shape.PLAIN : Shape.values()[random.nextInt(Shape.values().length)];
        Count count = miscounts && random.nextInt(4) == 0
                ? Count.values()[random.nextInt(Count.values().length)]
                : Count.RIGHT;
        String after = AFTER[random.nextInt(2) * random.nextInt(AFTER.length)];
        int status = status(random, refuses);
        boolean maybeStored = status == 0 || (status >= 500 && status < 600);
        boolean silent = where != Where.ANSWERED && where != Where.IN_ANSWER;
        boolean mayStore = silent || maybeStored;
        return new Fault(where, status == 0 || (stores && mayStore), status, shape, count, after, at);
    }

    private static int status(Random random, boolean refuses) {
        int roll = random.nextInt(100);
        if (roll < 35) {
            return 0;
        } else if (roll < 80) {
            return TROUBLE[random.nextInt(TROUBLE.length)];
        } else if (roll < 85) {
            return US[random.nextInt(US.length)];
        }
        int any = roll == 99 ? 999 : 100 + random.nextInt(500);
        boolean ofTheData = any >= 400 && any < 500;
        boolean success = any >= 200 && any < 300;
        return success ? 0 : ofTheData && !refuses ? 503 : any;
    }
}
