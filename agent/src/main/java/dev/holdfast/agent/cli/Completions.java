package dev.holdfast.agent.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * What may stand where the cursor is.
 *
 * @param kind what comes after a choice, or who else is to be asked
 * @param choices whole words, each beginning with what is there already
 */
record Completions(Kind kind, List<Choice> choices) {
    /** How a shell treats the choices. */
    enum Kind {
        /** Whole words: a blank comes after. */
        WORDS,
        /** Pieces of a word: nothing comes after. */
        PIECES,
        /** The shell knows the files. */
        FILES,
        /** The shell knows the directories. */
        DIRECTORIES
    }

    /**
     * One of several.
     *
     * @param word the whole word, as the program gets it
     * @param says a few words on it, or the empty string
     */
    record Choice(String word, String says) {}

    static final Completions NONE = new Completions(Kind.WORDS, List.of());

    /** Of some words those that begin so. */
    static Completions words(String prefix, Iterable<String> words) {
        return beginningWith(Kind.WORDS, prefix, "", words);
    }

    /** The same with something before each; for a word of which a part is fixed. */
    static Completions beginningWith(Kind kind, String prefix, String before, Iterable<String> words) {
        List<Choice> choices = new ArrayList<>();
        for (String word : words) {
            if (word.startsWith(prefix)) {
                choices.add(new Choice(before + word, ""));
            }
        }
        return new Completions(kind, choices);
    }
}
