package dev.holdfast.query.ast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.re2j.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expressions whose program would take all memory are refused, and no others. */
class RegexSizeTest {
    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            a{1000}                    ; false
            (ab?[0-9]{2,5}){20}        ; false
            [{}{}]{3}                  ; false
            \\{1000\\}{10}             ; false
            a{,5}{x}                   ; false
            (a{100}){100}              ; false
            ((a{100}){100}){100}       ; true
            (((a{50}){50}){50})        ; true
            (?:(?:a|b){1,900}){900}    ; true
            ((a{0,999}){0,999})        ; true
            x((((((((((a{9}){9}){9}){9}){9}){9}){9}){9}){9}){9} ; true
            ([]a]{1000}){1000}         ; true
            (\\pL{1000}){1000}         ; true
            """)
    void theSizeIsThatOfTheRepetitionsWrittenOut(String expression, boolean tooLarge) {
        assertEquals(tooLarge, RegexSize.isTooLarge(expression), expression);
    }

    @Test
    void aMatcherSaysSo() {
        assertThrows(PatternSyntaxException.class, () -> AnchoredRegex.compile("((a{100}){100}){100}"));
        assertThrows(PatternSyntaxException.class, () -> AnchoredRegex.compile("(a|b)".repeat(10_000)));
    }
}
