package dev.holdfast.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultTableTest {
    @ParameterizedTest
    @CsvSource({
        "0.27600000000002184, 0.276",
        "1.0124999999999886, 1.0125",
        "4096, 4096",
        "123456789012, 123456789012",
        "1234567.891, 1234567.9",
        "0.00000012345678, 1.23457e-07",
        "-0.3333333333333333, -0.333333",
        "NaN, NaN",
        "Infinity, +Inf",
    })
    void aNumberIsShownSoThatItCanBeRead(double value, String expected) {
        assertEquals(expected, ResultTable.readable(value));
    }
}
