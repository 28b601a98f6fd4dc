package dev.holdfast.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromDoubleTest {
    @ParameterizedTest
    @CsvSource({
        "0x0.0p0, 0",
        "-0x0.0p0, -0",
        "1.0, 1",
        "-1.5, -1.5",
        "0.1, 0.1",
        "100000.0, 100000",
        "123456789.125, 123456789.125",
        "1e-6, 0.000001",
        "0.0000012, 0.0000012",
        "9.9e-7, 9.9e-07",
        "1e-7, 1e-07",
        "1.25e-10, 1.25e-10",
        "1e20, 100000000000000000000",
        "1.5e20, 150000000000000000000",
        "1e21, 1e+21",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "4.9e-324, 5e-324",
        "2.2250738585072014e-308, 2.2250738585072014e-308",
        "9007199254740993, 9007199254740992",
        "NaN, NaN",
        "Infinity, +Inf",
        "-Infinity, -Inf",
    })
    void writesNumbersAsPrometheusDoes(double value, String text) {
        assertEquals(text, PromDouble.format(value));
    }

    /** Cases in which Double.toString before JDK 19 gives a digit too many, or the wrong last one. */
    @ParameterizedTest
    @CsvSource({
        "2.0E-3, 0.002",
        "2.2E-322, 2.2e-322",
        "1.0E23, 1e+23",
        "2.0E22, 2e+22",
        "9.5E-323, 9.4e-323",
        "8.41E21, 8.41e+21",
        "2.98023223876953125E-8, 2.9802322387695312e-08",
        "5.684341886080802E-14, 5.684341886080802e-14",
        "1.8014398509481984E16, 18014398509481984",
        "3.0E-44, 3e-44",
    })
    void usesNoDigitTooMany(double value, String text) {
        assertEquals(text, PromDouble.format(value));
    }

    @Test
    void readsBackToTheSameBitsAndIsShortest() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 20_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isNaN(value) || Double.isInfinite(value)) {
                continue;
            }
            String text = PromDouble.format(value);
            assertEquals(value, PromDouble.parse(text), () -> "bits " + Double.doubleToLongBits(value));
            assertTrue(digits(text) <= digits(Double.toString(value)), text);
        }
    }

    private static int digits(String text) {
        return new BigDecimal(text).stripTrailingZeros().precision();
    }

    @ParameterizedTest
    @CsvSource({"1e-7, 0.0000001", "1e21, 1000000000000000000000", "-2.5, -2.5", "1e300, 1e300"})
    void fixedNotationHasNoExponent(double value, BigDecimal text) {
        assertEquals(text.toPlainString(), PromDouble.formatFixed(value));
    }

    @ParameterizedTest
    @CsvSource({"+Inf, Infinity", "-inf, -Infinity", "NaN, NaN", "1e3, 1000", "+.5, 0.5", "-0, -0.0"})
    void readsWhatItWrites(String text, double value) {
        assertEquals(value, PromDouble.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1f", "1d", " 1", "1 ", "0x1p3", "one", "1e", "--1"})
    void refusesWhatIsNoNumber(String text) {
        assertThrows(NumberFormatException.class, () -> PromDouble.parse(text));
    }
}
