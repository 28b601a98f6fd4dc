package dev.holdfast.agent.views;

import dev.holdfast.query.ast.Quoting;

/**
 * A question to the store and how to judge the answer. Immutable.
 *
 * @param id its name for programs
 * @param title what it is, for people; the label's value is put after it
 * @param expression PromQL; {@code $r} stands for the range of rates, {@code $h} for the matcher of the host
 * @param label the label that tells its series apart; empty when there is one
 * @param unit of the values
 * @param kind how it is judged
 * @param alarm from this value on it is high, whatever is usual; infinite for never
 * @param notable below this value it is of no interest, however unusual
 */
record Measure(
        String id, String title, String expression, String label, Unit unit, Kind kind, double alarm, double notable) {
    /** How a measure is judged. */
    enum Kind {
        /** More than usual, over some time, is worth a word. The values are rates over the step. */
        RATE,
        /** The same of values of a moment. */
        LEVEL,
        /** What is left of something: falling in a line is worth a word, {@code alarm} is the seconds until it is used up. */
        REST,
        /** Any at all is worth a word. The values are how many there were in a step. */
        EVENT,
        /** Worth a word when it was not so before: a value from {@code alarm} on. */
        STATE
    }

    /** What the values are. */
    enum Unit {
        SHARE,
        BYTES,
        BYTES_PER_SECOND,
        PER_SECOND,
        COUNT,
        SECONDS
    }

    static Measure rate(
            String id, String title, String expression, String label, Unit unit, double alarm, double notable) {
        return new Measure(id, title, expression, label, unit, Kind.RATE, alarm, notable);
    }

    static Measure level(
            String id, String title, String expression, String label, Unit unit, double alarm, double notable) {
        return new Measure(id, title, expression, label, unit, Kind.LEVEL, alarm, notable);
    }

    static Measure event(String id, String title, String expression, String label, Unit unit, double least) {
        return new Measure(id, title, expression, label, unit, Kind.EVENT, least, least);
    }

    static Measure state(String id, String title, String expression, String label) {
        return new Measure(id, title, expression, label, Unit.COUNT, Kind.STATE, 0.5, 0.5);
    }

    static Measure rest(String id, String title, String expression, String label, double alarmSeconds) {
        return new Measure(id, title, expression, label, Unit.BYTES, Kind.REST, alarmSeconds, 0);
    }

    /** The expression for a range of rates and a host; of all hosts when that is empty. */
    String expression(String range, String host) {
        return filled(expression, range, host);
    }

    /** Any such expression, for a range and a host. */
    static String filled(String expression, String range, String host) {
        String matcher = host.isEmpty() ? "" : "instance=" + Quoting.quote(host);
        return expression
                .replace("$r", range)
                .replace("{$h}", matcher.isEmpty() ? "" : "{" + matcher + "}")
                .replace(",$h", matcher.isEmpty() ? "" : "," + matcher);
    }
}
