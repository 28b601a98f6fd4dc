package dev.holdfast.forwarder.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UcumTest {
    /** What Prometheus's OTLP receiver appends for a unit, unless the name has it; a unit that is not here as it is. */
    private static final Map<String, String> PROMETHEUS = Map.of(
            "s", "seconds", "By", "bytes", "Hz", "hertz", "Cel", "celsius", "V", "volts", "A", "amperes", "W", "watts",
            "J", "joules", "1", "ratio");

    /** The units that stand in names of the agent. */
    private static final List<String> WORDS = List.of(
            "seconds", "bytes", "celsius", "hertz", "volts", "amps", "watts", "joules", "ratio", "rpm", "sectors",
            "bits", "");

    @Test
    void noUnitIsAppendedToANameThatHasIt() {
        for (String word : WORDS) {
            String unit = Ucum.unit(word);
            boolean silent = unit.isEmpty() || unit.startsWith("{"); // annotations are not appended
            assertTrue(silent || PROMETHEUS.getOrDefault(unit, unit).equals(word), word + " is " + unit);
        }
    }

    @Test
    void theUsualUnitsHaveTheirCodes() {
        assertEquals("s", Ucum.unit("seconds"));
        assertEquals("By", Ucum.unit("bytes"));
        assertEquals("Cel", Ucum.unit("celsius"));
        assertEquals("", Ucum.unit("parsecs"));
    }
}
