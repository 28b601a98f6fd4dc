package dev.holdfast.agent.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads {@code headers} (names and values) and Prometheus's {@code http_headers} (names, each with one value, secret or file). */
final class HeadersReader {
    private static final String OF_THE_PROTOCOL = "is set by the protocol and cannot be changed";

    /** The protocol's and HTTP's own, in lower case. */
    static final Set<String> RESERVED = Set.of(
            "content-encoding",
            "content-type",
            "content-length",
            "content-transfer-encoding",
            "user-agent",
            "retry-attempt",
            "host",
            "transfer-encoding",
            "connection",
            "keep-alive",
            "upgrade",
            "te",
            "trailer",
            "expect",
            "date",
            "via",
            "origin",
            "access-control-request-headers",
            "access-control-request-method");

    private HeadersReader() {}

    static Map<String, HeaderConfig> read(Section parent) {
        // Names of headers know no case.
        Map<String, HeaderConfig> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        parent.map("headers", true).forEach((name, value) -> {
            check(parent, "headers", name);
            if (!value.isEmpty() && !sendable(value)) {
                parent.problem("headers", "the value of " + name + " has characters that cannot be sent");
            }
            headers.put(name, new HeaderConfig(new Secret(value), null));
        });
        Section section = parent.optionalSection("http_headers");
        if (section != null) {
            for (String name : section.names()) {
                Section header = section.section(name);
                check(section, name, name);
                if (headers.containsKey(name)) {
                    section.problem(name, "is given twice");
                }
                headers.put(name, one(section, name, header));
            }
            section.finish();
        }
        return headers;
    }

    private static HeaderConfig one(Section section, String name, Section header) {
        List<HeaderConfig> found = new ArrayList<>();
        for (String key : List.of("values", "secrets")) {
            header.values(key, HeadersReader::value, Secret::toString)
                    .forEach(secret -> found.add(new HeaderConfig(secret, null)));
        }
        header.values("files", header::filePath, path -> Yaml.quoted(path.toString()))
                .forEach(path -> found.add(new HeaderConfig(null, path)));
        header.finish();
        if (found.size() == 1) {
            return found.get(0);
        }
        section.problem(
                name,
                found.isEmpty()
                        ? "has no value: give one under values, secrets or files"
                        : "has " + found.size() + " values; a header has one here");
        return new HeaderConfig(new Secret(""), null);
    }

    private static Secret value(String text) {
        if (!sendable(text)) {
            throw new IllegalArgumentException("the value is empty or has characters that cannot be sent");
        }
        return new Secret(text);
    }

    private static boolean sendable(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= ' ' && c < 127);
    }

    private static void check(Section section, String key, String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.equals("authorization") || lower.equals("proxy-authorization")) {
            section.problem(key, "write the header " + name + " as basic_auth or authorization");
        } else if (RESERVED.contains(lower) || lower.startsWith("x-prometheus-remote-write-")) {
            section.problem(key, "the header " + name + " " + OF_THE_PROTOCOL);
        } else if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
            section.problem(key, "\"" + name + "\" cannot be the name of a header");
        }
    }
}
