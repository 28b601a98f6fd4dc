package dev.holdfast.query.engine;

import com.google.re2j.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * A replacement with references to groups: {@code $1}, {@code $name}, <code>${name}</code>, and {@code $$} for a dollar.
 *
 * <p>A name without braces is as long as letters, digits and underscores go, so {@code $1x} is the group 1x, not the group
 * 1; a group that does not exist is empty. These are Go's rules.
 */
final class LabelTemplate {
    private final String template;

    LabelTemplate(String template) {
        this.template = template;
    }

    /** The text for a match. */
    String expand(Matcher match) {
        StringBuilder out = new StringBuilder();
        int pos = 0;
        while (pos < template.length()) {
            int dollar = template.indexOf('$', pos);
            if (dollar < 0) {
                return LabelText.checked(out.append(template, pos, template.length()))
                        .toString();
            }
            out.append(template, pos, dollar);
            pos = dollar + 1;
            if (template.startsWith("$", pos)) {
                out.append('$');
                pos++;
                continue;
            }
            boolean braces = template.startsWith("{", pos);
            int start = braces ? pos + 1 : pos;
            int end = start;
            while (end < template.length() && isNamePart(template.charAt(end))) {
                end++;
            }
            boolean closed = !braces || template.startsWith("}", end);
            if (end == start || !closed) {
                out.append('$'); // no reference after all
                continue;
            }
            String value = group(match, template.substring(start, end));
            LabelText.checked(out.append(value == null ? "" : value));
            pos = braces ? end + 1 : end;
        }
        return out.toString();
    }

    private static @Nullable String group(Matcher match, String name) {
        if (name.chars().allMatch(c -> c >= '0' && c <= '9')) {
            int index = name.length() > 4 ? Integer.MAX_VALUE : Integer.parseInt(name);
            return index <= match.groupCount() ? match.group(index) : null;
        }
        try {
            return match.group(name);
        } catch (IllegalArgumentException e) {
            return null; // no group of that name
        }
    }

    private static boolean isNamePart(char c) {
        return c == '_' || Character.isLetterOrDigit(c);
    }
}
