package dev.holdfast.agent.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code tls_config}, with Prometheus's keys. Certificates and keys are files, so that they can be rotated. */
final class TlsReader {
    private TlsReader() {}

    static TlsConfig read(Section parent) {
        Section section = parent.optionalSection("tls_config");
        if (section == null) {
            return TlsConfig.DEFAULT;
        }
        for (String inline : List.of("ca", "cert", "key")) {
            section.refuse(inline, "is not supported: put it in a file and name that as " + inline + "_file");
        }
        section.refuse("max_version", "is not supported: the highest version that both sides know is used");
        Path caFile = section.path("ca_file");
        Path certFile = section.path("cert_file");
        Path keyFile = section.path("key_file");
        if ((certFile == null) != (keyFile == null)) {
            section.problem(
                    certFile == null ? "key_file" : "cert_file",
                    "a certificate and its key go together: give " + (certFile == null ? "cert_file" : "key_file")
                            + " as well");
        }
        String serverName = serverName(section);
        TlsConfig.Version minVersion =
                section.value("min_version", TlsConfig.Version.TLS12, TlsReader::version, Enum::name);
        boolean insecure = section.bool("insecure_skip_verify", false);
        if (insecure) {
            section.warn("insecure_skip_verify", "whoever sits in between can read what is sent, credentials included");
        }
        section.finish();
        boolean pair = certFile != null && keyFile != null;
        return new TlsConfig(caFile, pair ? certFile : null, pair ? keyFile : null, serverName, minVersion, insecure);
    }

    private static @Nullable String serverName(Section section) {
        section.know("server_name");
        return section.has("server_name") ? section.value("server_name", "", TlsReader::hostName, Yaml::quoted) : null;
    }

    private static String hostName(String text) {
        if (!text.matches("[A-Za-z0-9]([A-Za-z0-9.:_-]{0,251}[A-Za-z0-9])?")) {
            throw new IllegalArgumentException("\"" + text + "\" is not the name of a host");
        }
        return text;
    }

    /** A version by its name. */
    static TlsConfig.Version version(String text) {
        return switch (text) {
            case "TLS12" -> TlsConfig.Version.TLS12;
            case "TLS13" -> TlsConfig.Version.TLS13;
            case "TLS10", "TLS11" ->
                throw new IllegalArgumentException(
                        text + " is broken and not spoken any more (RFC 8996): write TLS12 or TLS13");
            default -> throw new IllegalArgumentException("\"" + text + "\" is not one of TLS12, TLS13");
        };
    }
}
