package dev.holdfast.agent.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * {@code holdfast complete}, which only the scripts of {@link CompletionScript} call, at every press of a key; so it comes before the
 * command-line library.
 *
 * <p>{@code complete words WORD...} takes the words behind the program's name up to the cursor, the last one unfinished; {@code complete
 * bash BREAKS LINE} takes the line. The answer is a line with what is to be done, and a line a choice: the word, a tab, and what
 * it is. For bash the word is what goes into the line.
 */
final class CompleteCommand {
    static final String NAME = "complete";

    private CompleteCommand() {}

    /** Runs a command line that begins with the name; never complains. */
    static int run(List<String> args, Console console) {
        boolean bash = args.size() == 4 && args.get(1).equals("bash");
        boolean words = args.size() >= 3 && args.get(1).equals("words");
        if (!bash && !words) {
            return ExitStatus.USAGE;
        }
        try {
            if (bash) {
                forBash(new ShellLine(args.get(3), args.get(2)), console);
            } else {
                Completions found = new WordCompletion(console).complete(args.subList(2, args.size()));
                print(found.kind(), found.choices(), console);
            }
            return ExitStatus.OK;
        } catch (RuntimeException e) {
            // Nothing to offer is better than an error in the middle of a line that is being typed.
            if (!console.variable("HOLDFAST_COMPLETE_DEBUG").isEmpty()) {
                e.printStackTrace(console.err());
            }
            return ExitStatus.SOFTWARE;
        }
    }

    private static void forBash(ShellLine line, Console console) {
        List<String> words = line.words();
        Completions found = new WordCompletion(console).complete(words.subList(1, words.size()));
        List<Completions.Choice> choices = new ArrayList<>();
        for (Completions.Choice choice : found.choices()) {
            choices.add(new Completions.Choice(line.insertion(choice.word()), ""));
        }
        boolean pieces = found.kind() == Completions.Kind.PIECES;
        if (pieces && line.isQuoted() && choices.size() == 1) {
            // Behind the only choice bash would close the quote: with a second one it stops where they part.
            choices.add(new Completions.Choice(choices.get(0).word() + ' ', ""));
        }
        if (found.kind() == Completions.Kind.FILES || found.kind() == Completions.Kind.DIRECTORIES) {
            choices = List.of(new Completions.Choice(line.replaced(), ""));
        }
        print(found.kind(), choices, console);
    }

    private static void print(Completions.Kind kind, List<Completions.Choice> choices, Console console) {
        StringBuilder out = new StringBuilder();
        out.append(kind.name().toLowerCase(Locale.ROOT)).append('\n');
        for (Completions.Choice choice : choices) {
            // A name may have any character; a line cannot.
            if (choice.word().indexOf('\n') < 0 && choice.word().indexOf('\t') < 0) {
                out.append(choice.word()).append('\t').append(choice.says()).append('\n');
            }
        }
        console.out().print(out);
    }
}
