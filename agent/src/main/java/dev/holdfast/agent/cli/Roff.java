package dev.holdfast.agent.cli;

/** Writes a manual page in the man macros, as man and mandoc read them. Knows what must be escaped, and nothing of what it says. */
final class Roff {
    private final StringBuilder out = new StringBuilder();

    /** The first line of a page. */
    Roff title(String name, int section, String source) {
        out.append("'\\\" t\n.TH \"").append(text(name)).append("\" ").append(section);
        out.append(" \"\" \"").append(text(source)).append("\" \"Holdfast Manual\"\n");
        // A page is not stretched to both margins: flags would drift apart.
        out.append(".ad l\n.nh\n");
        return this;
    }

    Roff section(String heading) {
        out.append(".SH \"").append(text(heading)).append("\"\n");
        return this;
    }

    Roff subsection(String heading) {
        out.append(".SS \"").append(text(heading)).append("\"\n");
        return this;
    }

    /** Begins a paragraph. */
    Roff paragraph() {
        out.append(".PP\n");
        return this;
    }

    /** A line of running text; nothing for an empty one. */
    Roff line(String text) {
        if (!text.isBlank()) {
            out.append(atLineStart(text(text.strip()))).append('\n');
        }
        return this;
    }

    /** A line of text that has its escapes already. */
    Roff raw(String line) {
        out.append(atLineStart(line)).append('\n');
        return this;
    }

    /** A term, with its escapes, whose description follows. */
    Roff term(String term) {
        out.append(".TP\n").append(atLineStart(term)).append('\n');
        return this;
    }

    /** Lines as they are, indented. */
    Roff verbatim(Iterable<String> lines) {
        out.append(".RS 4\n.nf\n");
        for (String line : lines) {
            out.append(line.isEmpty() ? ".sp" : atLineStart(code(line))).append('\n');
        }
        out.append(".fi\n.RE\n");
        return this;
    }

    static String bold(String text) {
        return "\\fB" + code(text) + "\\fR";
    }

    static String italic(String text) {
        return "\\fI" + code(text) + "\\fR";
    }

    /** Prose: hyphens may stay hyphens. */
    static String text(String text) {
        return text.replace("\\", "\\e").replace("\"", "\\(dq");
    }

    /** What is typed: dashes, quotes, tildes and carets are those of ASCII. */
    static String code(String text) {
        return text(text)
                .replace("-", "\\-")
                .replace("'", "\\(aq")
                .replace("`", "\\(ga")
                .replace("~", "\\(ti")
                .replace("^", "\\(ha");
    }

    /** A line that begins with a dot or an apostrophe would be a request. */
    private static String atLineStart(String line) {
        return line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
