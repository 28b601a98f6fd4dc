package dev.holdfast.agent.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** From what a terminal sends to what the screen then shows. */
class KeysTest {
    private static final HostView.Moment MOMENT = ViewFixture.moment(null);

    private final Controls controls = new Controls(ZoneId.of("UTC"));

    @Test
    void sequencesOfSeveralTerminalsAreKeys() {
        assertEquals(List.of(Key.Name.LEFT, Key.Name.RIGHT), names("\u001b[D\u001bOC"));
        assertEquals(List.of(Key.Name.SHIFT_LEFT, Key.Name.SHIFT_RIGHT), names("\u001b[1;2D\u001b[c"));
        assertEquals(List.of(Key.Name.PAGE_UP, Key.Name.PAGE_DOWN), names("\u001b[5~\u001b[6;5~"));
        assertEquals(
                List.of(Key.Name.HOME, Key.Name.HOME, Key.Name.END, Key.Name.END),
                names("\u001b[H\u001b[1~\u001bOF\u001b[8~"));
        assertEquals(List.of(Key.Name.TAB, Key.Name.BACK_TAB, Key.Name.BACKSPACE), names("\t\u001b[Z\u007f"));
        assertEquals(List.of(Key.Name.ESCAPE), names("\u001b"));
        assertEquals(List.of(Key.Name.TEXT), names("\u001b[12;99Rq"), "a report that nobody asked for is swallowed");
        assertEquals(List.of(Key.Name.TEXT), names("\u001bxq"), "Alt with a key is no key");
        assertEquals(List.of(Key.Name.TEXT), names("\u001b[[Aq"), "F1 of the Linux console");
    }

    @Test
    void noiseThrowsNothing() {
        Random random = new Random(3);
        KeyDecoder decoder = new KeyDecoder();
        ScreenState state = ViewFixture.state();
        String likely = "\u001b[O0123456789;~ABCDHFq/b? \r\u007f+-tTn\t";
        for (int i = 0; i < 200_000; i++) {
            char c = random.nextInt(20) == 0
                    ? (char) random.nextInt(0xffff)
                    : likely.charAt(random.nextInt(likely.length()));
            for (Key key : decoder.take(c)) {
                state = controls.press(state, key, MOMENT);
            }
            assertTrue(state.typed().length() <= 100);
        }
    }

    @Test
    void arrowsTravelInTime() {
        ScreenState back = press(ViewFixture.state(), "\u001b[D");
        assertFalse(back.live());
        assertEquals(MOMENT.atMs() - 1_000, back.atMs());
        assertEquals(
                MOMENT.atMs() - 10_000,
                press(ViewFixture.state(), "\u001b[1;2D").atMs());
        assertEquals(
                MOMENT.atMs() - 300_000, press(ViewFixture.state(), "\u001b[5~").atMs());
        assertEquals(MOMENT.firstMs(), press(ViewFixture.state(), "\u001b[H").atMs());
        assertTrue(press(back, "\u001b[F").live());
        assertTrue(press(back, "\u001b[C").live(), "a step past the newest is live again");
        assertTrue(press(ViewFixture.state(), "t").message().contains("newest"));
        assertFalse(press(ViewFixture.state(), " ").live());
        assertTrue(press(ViewFixture.state(), "  ").live());
        ScreenState first = press(ViewFixture.state(), "\u001b[H");
        assertEquals(
                MOMENT.firstMs(),
                controls.press(first, Key.of(Key.Name.LEFT), MOMENT.at(first.atMs()))
                        .atMs());
    }

    @Test
    void aStepGetsOnWhereTheNextTickIsMissing() {
        ScreenState asked = ViewFixture.state().at(MOMENT.atMs() - 59_000);
        HostView.Moment seen = MOMENT.at(MOMENT.atMs() - 60_000);
        assertEquals(
                MOMENT.atMs() - 58_000,
                controls.press(asked, Key.of(Key.Name.RIGHT), seen).atMs());
    }

    @Test
    void aStepLeavesAGap() {
        HostView.Gap gap = new HostView.Gap(MOMENT.atMs() - 900_000, MOMENT.atMs() - 300_000, "agent stopped");
        HostView.Moment inside = ViewFixture.moment(gap);
        ScreenState state = ViewFixture.state().at(MOMENT.atMs() - 600_000);
        assertEquals(
                gap.fromMs(),
                controls.press(state, Key.of(Key.Name.LEFT), inside).atMs());
        assertEquals(
                gap.toMs(),
                controls.press(state, Key.of(Key.Name.RIGHT), inside).atMs());
    }

    @Test
    void aTimeIsTyped() {
        ScreenState typed = press(ViewFixture.state(), "b11:30");
        assertEquals("11:30", typed.typed());
        ScreenState there = press(typed, "\r");
        assertEquals(MOMENT.atMs() - 1_800_000, there.atMs());
        assertEquals(ScreenState.Prompt.NONE, there.prompt());
        assertTrue(press(there, "bnow\r").live());
        ScreenState wrong = press(ViewFixture.state(), "bnonsense\r");
        assertEquals(ScreenState.Prompt.TIME, wrong.prompt(), "what was typed can be mended");
        assertTrue(wrong.message().contains("not a time"), wrong.message());
        assertTrue(press(wrong, "\u001b").live());
        assertEquals(
                MOMENT.firstMs(), press(ViewFixture.state(), "byesterday\r").atMs());
    }

    @Test
    void theFilterWorksAsItIsTyped() {
        assertEquals("sd", press(ViewFixture.state(), "/sd").filter());
        assertEquals("s", press(ViewFixture.state(), "/sd\u007f").filter());
        assertEquals("sdq", press(ViewFixture.state(), "/sdq\r").filter(), "q is a letter there");
        assertEquals("", press(ViewFixture.state(), "/sd\u001b").filter());
        assertEquals("", press(ViewFixture.state(), "/sd\r\u001b").filter());
    }

    @Test
    void panesWindowsHelpAndTheEnd() {
        assertEquals(Pane.DISK, press(ViewFixture.state(), "3").pane());
        assertEquals(Pane.ALL, press(ViewFixture.state(), "30").pane());
        assertEquals(Pane.CPU, press(ViewFixture.state(), "\t").pane());
        assertEquals(Pane.DELIVERY, press(ViewFixture.state(), "\u001b[Z").pane());
        assertEquals(600_000, press(ViewFixture.state(), "+").windowMs());
        assertEquals(120_000, press(ViewFixture.state(), "-").windowMs());
        assertEquals(60_000, press(ViewFixture.state(), "------").windowMs());
        assertTrue(press(ViewFixture.state(), "?").help());
        assertFalse(press(ViewFixture.state(), "??").help());
        assertTrue(press(ViewFixture.state(), "q").quit());
        assertTrue(press(ViewFixture.state(), "/\u0003").quit());
    }

    private ScreenState press(ScreenState from, String characters) {
        ScreenState state = from;
        for (Key key : keys(characters)) {
            state = controls.press(state, key, MOMENT);
        }
        return state;
    }

    private static List<Key> keys(String characters) {
        KeyDecoder decoder = new KeyDecoder();
        List<Key> keys = new ArrayList<>();
        for (int i = 0; i < characters.length(); i++) {
            keys.addAll(decoder.take(characters.charAt(i)));
        }
        keys.addAll(decoder.pause());
        return keys;
    }

    private static List<Key.Name> names(String characters) {
        return keys(characters).stream().map(Key::name).toList();
    }
}
