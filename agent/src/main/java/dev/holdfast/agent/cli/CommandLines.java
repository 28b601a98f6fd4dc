package dev.holdfast.agent.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Knows every command by name, and runs the one that a command line names. */
final class CommandLines {
    private static final Map<String, Function<Console, Object>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("run", RunCommand::new);
        COMMANDS.put("query", QueryCommand::new);
        COMMANDS.put("top", TopCommand::new);
        COMMANDS.put("explain", ExplainCommand::new);
        COMMANDS.put("series", SeriesCommand::new);
        COMMANDS.put("labels", LabelsCommand::new);
        COMMANDS.put("status", StatusCommand::new);
        COMMANDS.put("gaps", GapsCommand::new);
        COMMANDS.put("resend", ResendCommand::new);
        COMMANDS.put("verify", VerifyCommand::new);
        COMMANDS.put("compact", CompactCommand::new);
        COMMANDS.put("import", ImportCommand::new);
        COMMANDS.put("export", ExportCommand::new);
        COMMANDS.put("delete", DeleteCommand::new);
        COMMANDS.put("reload", ReloadCommand::new);
        COMMANDS.put("config", ConfigCommand::new);
        COMMANDS.put("serve", ServeCommand::new);
        COMMANDS.put("completion", CompletionCommand::new);
        COMMANDS.put("version", VersionCommand::new);
    }

    private static final int HELP_COLUMNS = 100;
    /** The library takes no less than 55, and needs some more for texts. */
    private static final int HELP_COLUMNS_MIN = 60;

    private static final int HELP_COLUMNS_MAX = 120;

    private CommandLines() {}

    /** The names, in the order of the help. */
    static List<String> names() {
        return List.copyOf(COMMANDS.keySet());
    }

    /** The model of a command, with its common options; of the program for any other word. */
    static CommandSpec spec(String name, Console console) {
        CommandLine root = root(name, console);
        CommandLine command = root.getSubcommands().get(name);
        return (command == null ? root : command).getCommandSpec();
    }

    /** Runs a command line; the status. */
    static int execute(List<String> args, Console console) throws Exception {
        if (args.isEmpty()) {
            console.out().print(Overview.TEXT);
            return ExitStatus.OK;
        }
        CommandLine root = root(args.get(0), console.withZone(ZoneText.asked(args, console.zone())));
        root.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
        root.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
        Terminal terminal = console.terminal();
        root.setUsageHelpWidth(
                terminal.outIsTerminal()
                        ? Math.max(HELP_COLUMNS_MIN, Math.min(HELP_COLUMNS_MAX, terminal.columns()))
                        : HELP_COLUMNS);
        root.setColorScheme(CommandLine.Help.defaultColorScheme(
                console.terminal().colours() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        // Not CommandLine.execute: it prints what went wrong itself, in its own words.
        try {
            CommandLine meant = root.getSubcommands().getOrDefault(args.get(0), root);
            ParseResult parsed = root.parseArgs(
                    NegatedExpr.marked(args, meant.getCommandSpec()).toArray(new String[0]));
            Integer help = CommandLine.executeHelpRequest(parsed);
            return help != null ? help : new CommandLine.RunLast().execute(parsed);
        } catch (CommandLine.ParameterException e) {
            throw new Failure(ExitStatus.USAGE, mistake(e), e);
        } catch (CommandLine.ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /** Only the command that is meant is set up, since reading the annotations of all would take a while. */
    private static CommandLine root(String first, Console console) {
        CommandLine root = new CommandLine(CommandSpec.forAnnotatedObject(new RootCommand(console)));
        Function<Console, Object> meant = first.equals(DocsCommand.NAME) ? DocsCommand::new : COMMANDS.get(first);
        if (meant != null) {
            root.addSubcommand(first, meant.apply(console));
        } else {
            COMMANDS.forEach((name, make) -> root.addSubcommand(name, make.apply(console)));
        }
        root.getSubcommands().values().forEach(CommandLines::addCommonOptions);
        return root;
    }

    private static void addCommonOptions(CommandLine command) {
        command.addMixin("common", new CommonOptions());
        GroupedOptions.install(command.getCommandSpec());
        command.getSubcommands().values().forEach(CommandLines::addCommonOptions);
    }

    private static String mistake(CommandLine.ParameterException e) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        if (e instanceof CommandLine.UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String word = unmatched.getUnmatched().get(0);
            List<String> near = unmatched.getSuggestions();
            String help = near.isEmpty() || near.get(0).equals(word) ? "" : "did you mean \"" + near.get(0) + "\"? ";
            String what = name.equals("holdfast") && !word.startsWith("-") ? "no such command" : "not understood";
            return what + ", \"" + word + "\": " + help + "\"" + name + " --help\" lists what there is";
        }
        String reason = String.valueOf(e.getMessage()).replace('\n', ' ');
        String first = reason.substring(0, 1).toLowerCase(Locale.ROOT) + reason.substring(1);
        return first + "; see \"" + name + " --help\"";
    }
}
