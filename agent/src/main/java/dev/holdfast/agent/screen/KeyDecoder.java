package dev.holdfast.agent.screen;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes keys of the characters that a terminal sends: xterm's sequences, in normal and in application mode, those of the Linux
 * console, rxvt and tmux. What it does not know it swallows whole, so that no rest of a sequence is taken for keys. One thread.
 */
final class KeyDecoder {
    private static final char ESCAPE = '\u001b';
    private static final int LONGEST = 32;

    private static final Map<String, Key.Name> SEQUENCES = Map.ofEntries(
            Map.entry("A", Key.Name.UP),
            Map.entry("B", Key.Name.DOWN),
            Map.entry("C", Key.Name.RIGHT),
            Map.entry("D", Key.Name.LEFT),
            Map.entry("H", Key.Name.HOME),
            Map.entry("F", Key.Name.END),
            Map.entry("Z", Key.Name.BACK_TAB),
            Map.entry("a", Key.Name.PAGE_UP),
            Map.entry("b", Key.Name.PAGE_DOWN),
            Map.entry("c", Key.Name.SHIFT_RIGHT),
            Map.entry("d", Key.Name.SHIFT_LEFT),
            Map.entry("M", Key.Name.ENTER), // of the keypad, after O
            Map.entry("1~", Key.Name.HOME),
            Map.entry("7~", Key.Name.HOME),
            Map.entry("4~", Key.Name.END),
            Map.entry("8~", Key.Name.END),
            Map.entry("5~", Key.Name.PAGE_UP),
            Map.entry("6~", Key.Name.PAGE_DOWN));

    private final StringBuilder sequence = new StringBuilder();

    /** Whether an escape has come that may be a key by itself or begin a sequence. */
    boolean isPending() {
        return sequence.length() > 0;
    }

    /** Takes a character; the keys that are complete with it. */
    List<Key> take(char c) {
        List<Key> keys = new ArrayList<>();
        if (sequence.length() == 0) {
            if (c == ESCAPE) {
                sequence.append(c);
            } else {
                single(c, keys);
            }
            return keys;
        }
        if (sequence.length() == 1) {
            if (c == '[' || c == 'O') {
                sequence.append(c);
            } else {
                sequence.setLength(0);
                if (c == ESCAPE) {
                    keys.add(Key.of(Key.Name.ESCAPE));
                    sequence.append(c);
                } // else it is Alt with a key, which means nothing here
            }
            return keys;
        }
        if (c == ESCAPE) { // the sequence before it broke off
            sequence.setLength(0);
            sequence.append(c);
            return keys;
        }
        sequence.append(c);
        if (c >= 0x40 && c <= 0x7e && !(c == '[' && sequence.length() == 3)) {
            Key.Name name = named(sequence.substring(2));
            sequence.setLength(0);
            if (name != null) {
                keys.add(Key.of(name));
            }
        } else if (sequence.length() > LONGEST) {
            sequence.setLength(0);
        }
        return keys;
    }

    /** Nothing came for a while: an escape that waits was a key. */
    List<Key> pause() {
        boolean alone = sequence.length() == 1;
        sequence.setLength(0);
        return alone ? List.of(Key.of(Key.Name.ESCAPE)) : List.of();
    }

    private static void single(char c, List<Key> keys) {
        switch (c) {
            case '\r', '\n' -> keys.add(Key.of(Key.Name.ENTER));
            case '\t' -> keys.add(Key.of(Key.Name.TAB));
            case '\b', '\u007f' -> keys.add(Key.of(Key.Name.BACKSPACE));
            case '\u0003' -> keys.add(Key.of(Key.Name.INTERRUPT));
            case '\u000c' -> keys.add(Key.of(Key.Name.REDRAW));
            case '\u0015' -> keys.add(Key.of(Key.Name.CLEAR_LINE));
            default -> {
                if (c >= ' ') {
                    keys.add(Key.text(c));
                }
            }
        }
    }

    /** The key of a sequence; with a modifier, {@code 1;2D} or {@code 5;2~}, the greater step of the same direction. */
    private static Key.@Nullable Name named(String text) {
        int semicolon = text.indexOf(';');
        if (semicolon < 0) {
            return SEQUENCES.get(text);
        }
        char end = text.charAt(text.length() - 1);
        Key.Name plain = SEQUENCES.get(end == '~' ? text.substring(0, semicolon) + "~" : Character.toString(end));
        if (plain == Key.Name.LEFT) {
            return Key.Name.SHIFT_LEFT;
        }
        return plain == Key.Name.RIGHT ? Key.Name.SHIFT_RIGHT : plain;
    }
}
