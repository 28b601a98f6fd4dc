package dev.holdfast.forwarder.otlp;

/** Units as OTLP wants them (UCUM, case sensitive), from the words that stand in metric names. */
final class Ucum {
    private Ucum() {}

    /**
     * The code of a unit; empty for none, and for one without a code.
     *
     * <p>A receiver that writes Prometheus names appends the word of a unit that is not in the name, so that each code here
     * is one whose word is. That is why {@code amps} and {@code bits} have none: {@code amperes} and {@code bit} would be
     * appended.
     *
     * @param word as in a metric name, plural
     */
    static String unit(String word) {
        return switch (word) {
            case "seconds" -> "s";
            case "bytes" -> "By";
            case "hertz" -> "Hz";
            case "celsius" -> "Cel";
            case "volts" -> "V";
            case "watts" -> "W";
            case "joules" -> "J";
            case "ratio" -> "1";
            case "rpm" -> "rpm"; // not UCUM, but what the semantic conventions say for fans
            case "sectors" -> "{sector}";
            default -> "";
        };
    }
}
