package dev.holdfast.agent.cli;

/** Texts of the help, for where there is less room. Stateless. */
final class HelpText {
    private HelpText() {}

    /** The first sentence of a description, without its full stop; doubled dollars are picocli's single ones. */
    static String firstSentence(String[] description) {
        String text = plain(description.length == 0 ? "" : description[0]);
        int end = text.indexOf(". ");
        String first = end < 0 ? text : text.substring(0, end);
        int colon = first.indexOf(": ");
        first = colon > 0 && first.length() > 60 ? first.substring(0, colon) : first;
        return first.endsWith(".") || first.endsWith(",") ? first.substring(0, first.length() - 1) : first;
    }

    /** A text without picocli's escapes. */
    static String plain(String text) {
        return text.replace("$$", "$").replace("%%", "%").replace("%n", "\n");
    }
}
