package dev.holdfast.agent.api;

import java.util.Locale;

/** What a client says of encodings that it takes (RFC 9110, section 12.5.3). Pure. */
final class Encoding {
    private Encoding() {}

    /** Whether gzip is asked for: named, or meant by a star, and not with a weight of zero. */
    static boolean takesGzip(String acceptEncoding) {
        boolean star = false;
        for (String part : acceptEncoding.toLowerCase(Locale.ROOT).split(",", 32)) {
            int semicolon = part.indexOf(';');
            String name = (semicolon < 0 ? part : part.substring(0, semicolon)).strip();
            boolean wanted = semicolon < 0 || weight(part.substring(semicolon + 1)) > 0;
            if (name.equals("gzip") || name.equals("x-gzip")) {
                return wanted;
            }
            star |= name.equals("*") && wanted;
        }
        return star;
    }

    /** The weight among the parameters of a part; 1 where there is none, 0 where it cannot be read. */
    static double weight(String parameters) {
        for (String parameter : parameters.split(";", 8)) {
            String text = parameter.strip();
            if (text.startsWith("q=")) {
                try {
                    return Double.parseDouble(text.substring(2));
                } catch (NumberFormatException e) {
                    return 0;
                }
            }
        }
        return 1;
    }
}
