package dev.holdfast.query.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.query.ParseException;
import dev.holdfast.query.PromQl;
import dev.holdfast.storage.SeriesMatcher;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorTest {
    @Test
    void givesNameAndMatchers() {
        List<SeriesMatcher> matchers = PromQl.parseSelector("up{job=\"node\", instance!~\"a.*\"}");
        assertEquals(
                List.of("job=\"node\"", "instance!~\"a.*\"", "__name__=\"up\""),
                matchers.stream().map(Object::toString).toList());
    }

    @Test
    void takesWhatAQueryWouldRefuse() {
        assertTrue(PromQl.parseSelector("{}").isEmpty());
        assertEquals(1, PromQl.parseSelector("{__name__!=\"\"}").size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "up offset 5m", "up[5m]", "1", "sum(up)", "up + up", "{a=\"b\"", "a{__name__=\"b\"}"})
    void refusesAnythingElse(String text) {
        assertThrows(ParseException.class, () -> PromQl.parseSelector(text));
    }

    @Test
    void asksTheIndexWhereOneValueCanMatch() {
        assertEquals("b", only("{a=\"b\"}"));
        assertEquals("b.c", only("{a=~\"b\\\\.c\"}"));
        assertNull(only("{a=~\"b|c\"}"));
        assertNull(only("{a!=\"b\"}"));
        assertNull(only("{a!~\"b\"}"));
    }

    private static @Nullable String only(String selector) {
        return PromQl.parseSelector(selector).get(0).onlyValue();
    }

    @Test
    void anchorsRegularExpressions() {
        SeriesMatcher list = PromQl.parseSelector("{a=~\"eth0|wlan0|\"}").get(0);
        assertTrue(list.matches("eth0"));
        assertTrue(list.matches(""));
        assertFalse(list.matches("eth01"));
        SeriesMatcher dot = PromQl.parseSelector("{a=~\"x.y\"}").get(0);
        assertTrue(dot.matches("x\ny"));
        assertFalse(dot.matches("zx.y"));
        SeriesMatcher not = PromQl.parseSelector("{a!~\"lo|veth.*\"}").get(0);
        assertFalse(not.matches("veth12"));
        assertTrue(not.matches("lovely"));
    }
}
