package dev.holdfast.agent.cli;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.TreeSet;

/** {@code --tz}: looked for before a command is made, since a command knows its zone from the beginning. */
final class ZoneText {
    private static final String OPTION = "--tz";

    private ZoneText() {}

    /** The zone that a command line asks for, else the one of the host. */
    static ZoneId asked(List<String> args, ZoneId host) {
        ZoneId zone = host;
        for (int i = 0; i < args.size() && !args.get(i).equals("--"); i++) {
            String arg = args.get(i);
            if (arg.startsWith(OPTION + "=")) {
                zone = parse(arg.substring(OPTION.length() + 1));
            } else if (arg.equals(OPTION) && i + 1 < args.size()) {
                zone = parse(args.get(i + 1));
            }
        }
        return zone;
    }

    private static ZoneId parse(String text) {
        String word = text.strip();
        try {
            return ZoneId.of(word.equalsIgnoreCase("utc") || word.equals("Z") ? "UTC" : word);
        } catch (DateTimeException e) {
            String help = "write it like UTC, Europe/Berlin or +02:00";
            for (String known : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
                int city = known.lastIndexOf('/') + 1;
                if (known.equalsIgnoreCase(word) || known.substring(city).equalsIgnoreCase(word.replace(' ', '_'))) {
                    help = "did you mean " + known + "?";
                    break;
                }
            }
            throw new Failure(ExitStatus.USAGE, "no such time zone, --tz: \"" + text + "\"; " + help, e);
        }
    }
}
