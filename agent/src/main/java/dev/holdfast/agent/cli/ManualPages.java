package dev.holdfast.agent.cli;

import dev.holdfast.agent.config.ConfigTemplate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** All manual pages by their path below a {@code man} directory: holdfast(1), one a command, and holdfast.yaml(5). */
final class ManualPages {
    private final Console console;

    ManualPages(Console console) {
        this.console = console;
    }

    /** The pages; the same for the same program, whenever and wherever they are made. */
    Map<String, String> all() {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("man1/holdfast.1", program());
        for (String name : CommandLines.names()) {
            CommandSpec spec = CommandLines.spec(name, console);
            pages.put("man1/" + ManPage.name(spec) + ".1", ManPage.of(spec));
        }
        pages.put("man5/holdfast.yaml.5", configuration());
        return pages;
    }

    private String program() {
        Roff page = new Roff().title("HOLDFAST", 1, "holdfast " + VersionNumber.get());
        page.section("NAME").raw("holdfast \\- a host metrics agent that keeps its own history");
        page.section("SYNOPSIS")
                .raw(Roff.bold("holdfast") + " " + Roff.italic("COMMAND") + " [" + Roff.italic("OPTIONS") + "] ...");
        page.section("DESCRIPTION")
                .line("Samples this host into a time-series database of its own, answers queries about it, and forwards"
                        + " everything upstream whenever the network allows.")
                .line("Every command takes --help; each has a page of its own.");
        page.section("COMMANDS");
        List<String> others = new ArrayList<>();
        for (String name : CommandLines.names()) {
            CommandSpec spec = CommandLines.spec(name, console);
            page.term("\\fB" + Roff.code(ManPage.name(spec)) + "\\fR(1)");
            page.line(String.join(" ", spec.usageMessage().header()));
            others.add(ManPage.name(spec) + "(1)");
        }
        page.section("EXIT STATUS");
        page.term("0").line("Success; an empty answer is one.");
        page.term("1").line("The answer to a question of yes or no is no: status --check.");
        page.term("64").line("The command line is wrong.");
        page.term("65").line("The input, the expression or the stored data is wrong.");
        page.term("66").line("What is to be read is not there.");
        page.term("69").line("Something that is needed is not there.");
        page.term("70").line("A mistake of Holdfast's.");
        page.term("73").line("A file that is to be made cannot be.");
        page.term("74").line("Reading or writing failed.");
        page.term("75").line("It may work later: something else is using the directory, or the time was up.");
        page.term("77").line("Not allowed.");
        page.term("78").line("The configuration is wrong.");
        page.term("130").line("Ended by Ctrl-C, which is how query --watch ends.");
        page.section("FILES");
        page.term(Roff.italic("/etc/holdfast/holdfast.yaml")).line("The configuration; see holdfast.yaml(5).");
        page.term(Roff.italic("/var/lib/holdfast")).line("The data of the system's agent.");
        page.term(Roff.italic("~/.local/share/holdfast")).line("The data where the one above is not there.");
        page.section("ENVIRONMENT");
        page.term(Roff.bold("HOLDFAST_DATA")).line("The data directory, where no --data names one.");
        page.term(Roff.bold("TZ")).line("The time zone in which times are read and shown, where no --tz names one.");
        page.term(Roff.bold("NO_COLOR"))
                .line("Not empty: no colours; lines of a chart are then told apart by letters.");
        page.term(Roff.bold("LC_ALL") + ", " + Roff.bold("LC_CTYPE") + ", " + Roff.bold("LANG"))
                .line("The first that is set decides: with another charset than UTF-8 charts are drawn in ASCII.");
        page.term(Roff.bold("COLUMNS") + ", " + Roff.bold("LINES"))
                .line("The size to print for, where it is not the terminal's.");
        page.section("SEE ALSO").line(String.join(", ", others) + ", holdfast.yaml(5)");
        return page.toString();
    }

    private static String configuration() {
        Roff page = new Roff().title("HOLDFAST.YAML", 5, "holdfast " + VersionNumber.get());
        page.section("NAME").raw("holdfast.yaml \\- the configuration of the holdfast agent");
        page.section("DESCRIPTION")
                .line("The agent needs no configuration.")
                .line(
                        "What there is to configure stands in one YAML file, which \"holdfast run --config FILE\" reads, \"holdfast"
                                + " config check FILE\" checks, and \"holdfast reload\" has the running agent read again.")
                .line(
                        "Below is every key with its default, as \"holdfast config init\" writes it; what is commented out is"
                                + " optional.");
        page.section("KEYS").verbatim(ConfigTemplate.text().lines().toList());
        page.section("SEE ALSO").line("holdfast(1), holdfast-config(1), holdfast-run(1), holdfast-reload(1)");
        return page.toString();
    }
}
