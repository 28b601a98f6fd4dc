package dev.holdfast.agent.chart;

/** What the numbers of a chart measure, and so how they are written. */
@SuppressWarnings("ImmutableEnumChecker") // what it has is never changed, and never given away
public enum Unit {
    /** Nothing that is known: thousands are {@code k}, millions {@code M}. */
    NONE(1000, "", "k", "M", "G", "T", "P"),
    /** Bytes, in powers of 1024, as everywhere in Holdfast. */
    BYTES(1024, " B", " KiB", " MiB", " GiB", " TiB", " PiB"),
    /** Bytes a second, in powers of 1024. */
    BYTES_PER_SECOND(1024, " B/s", " KiB/s", " MiB/s", " GiB/s", " TiB/s", " PiB/s"),
    /** Lengths of time: from nanoseconds to days. */
    SECONDS(1, " ns", " \u00b5s", " ms", " s", " min", " h", " d"),
    /** Hundredths. */
    PERCENT(1, "%"),
    /** Temperatures. */
    CELSIUS(1, " \u00b0C");

    /** The factors of {@link #SECONDS}, and from which value on each is used. */
    private static final double[] SECOND_FACTORS = {1e-9, 1e-6, 1e-3, 1, 60, 3600, 86_400};

    private static final double[] SECONDS_FROM = {0, 1e-6, 1e-3, 1, 120, 7200, 172_800};

    private final int base;
    private final String[] names;

    Unit(int base, String... names) {
        this.base = base;
        this.names = names;
    }

    /**
     * How values up to a bound are written.
     *
     * @param factor what a value is divided by
     * @param name what stands behind the number
     */
    public record Scale(double factor, String name) {}

    /** The scale for values whose magnitude goes up to a bound: numbers stay below a thousand or so where there is a name for it. */
    public Scale scale(double largest) {
        if (this == SECONDS) {
            int at = 0;
            while (at + 1 < names.length && largest >= SECONDS_FROM[at + 1]) {
                at++;
            }
            // Zero is no nanosecond.
            at = largest == 0 ? 3 : at;
            return new Scale(SECOND_FACTORS[at], names[at]);
        }
        int at = 0;
        double factor = 1;
        while (at + 1 < names.length && largest / factor >= Math.min(base, 1000)) {
            factor *= base;
            at++;
        }
        return new Scale(factor, names[at]);
    }

    /** A value on its own, to four digits: {@code 1.234 GiB}, {@code 12.5 ms}, {@code 45.2%}. */
    public String text(double value) {
        return Decimals.compact(value, this);
    }
}
