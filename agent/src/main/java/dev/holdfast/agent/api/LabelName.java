package dev.holdfast.agent.api;

/** Names of labels as a path of the API has them: as they are, or escaped when they are more than letters. Pure. */
final class LabelName {
    private static final String ESCAPED = "U__";
    private static final int LONGEST_CODE = 8;

    private LabelName() {}

    /** Whether a name was a name before there were others: letters, digits and underscores. */
    static boolean isPlain(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
            if (!letter && !(c >= '0' && c <= '9' && i > 0)) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    /**
     * The name that an escaped one stands for: behind {@code U__} a doubled underscore is one, and a hexadecimal number between
     * underscores is a code point. What is not escaped, or wrongly, is given as it is.
     */
    static String unescape(String name) {
        if (!name.startsWith(ESCAPED)) {
            return name;
        }
        StringBuilder out = new StringBuilder();
        int i = ESCAPED.length();
        while (i < name.length()) {
            char c = name.charAt(i++);
            if (c != '_') {
                out.append(c);
                continue;
            }
            if (i < name.length() && name.charAt(i) == '_') {
                out.append('_');
                i++;
                continue;
            }
            int end = name.indexOf('_', i);
            int code = end < 0 ? -1 : codePoint(name.substring(i, end));
            if (code < 0) {
                return name;
            }
            out.appendCodePoint(code);
            i = end + 1;
        }
        return out.toString();
    }

    private static int codePoint(String hex) {
        if (hex.isEmpty() || hex.length() > LONGEST_CODE) {
            return -1;
        }
        long code = 0;
        for (int i = 0; i < hex.length(); i++) {
            int digit = Character.digit(hex.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            code = code << 4 | digit;
        }
        boolean surrogate = code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE;
        return code > Character.MAX_CODE_POINT || surrogate ? -1 : (int) code;
    }
}
