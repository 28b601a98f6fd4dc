package dev.holdfast.agent.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code api} and {@code query}: where the agent answers questions, to whom, and what a question may cost. */
final class ApiReader {
    private static final long MAX_SAMPLES = 1_000_000_000;
    private static final int MAX_CONCURRENCY = 1_000;
    private static final int LONGEST_NAME = 253;

    private ApiReader() {}

    static ApiConfig api(Section section) {
        Listen found = section.value("listen", new Listen(ListenConfig.DEFAULT), Listen::parse, Listen::toString);
        ListenConfig listen = found.address();
        List<String> allowedHosts = section.values("allowed_hosts", ApiReader::hostName, Yaml::quoted);
        ApiConfig.Tls tls = tls(section);
        Authentication authentication = AuthenticationReader.readOfClients(section);
        boolean insecure = section.bool("insecure", false);
        boolean open = tls == null && authentication.equals(Authentication.NONE);
        if (listen != null && !listen.isLoopback() && open && !insecure) {
            section.problem(
                    "listen",
                    listen
                            + " is open to other hosts, with neither TLS nor authentication: give api.tls, api.basic_auth"
                            + " or api.authorization, listen on " + ListenConfig.DEFAULT
                            + ", or say api.insecure: true when everybody may read");
        } else if (listen != null && !listen.isLoopback() && tls == null && !open) {
            section.warn("listen", "credentials come over http, which everybody on the way can read; give api.tls");
        }
        section.finish();
        return new ApiConfig(listen, allowedHosts, tls, authentication, insecure);
    }

    static QueryConfig query(Section section) {
        long maxSamples = section.integer("max_samples", 0, 0, MAX_SAMPLES);
        long timeoutMs = section.durationMs("timeout", 120_000, 100, 86_400_000);
        long maxConcurrency = section.integer("max_concurrency", 0, 0, MAX_CONCURRENCY);
        long lookbackMs = section.durationMs("lookback_delta", 300_000, 1, 86_400_000);
        section.finish();
        return new QueryConfig(maxSamples, timeoutMs, (int) maxConcurrency, lookbackMs);
    }

    /** Around an address that may be none, since a value of the file is never null. */
    private record Listen(@Nullable ListenConfig address) {
        static Listen parse(String text) {
            return new Listen(ListenConfig.parse(text));
        }

        @Override
        public String toString() {
            return Yaml.quoted(ListenConfig.text(address));
        }
    }

    private static ApiConfig.@Nullable Tls tls(Section parent) {
        Section section = parent.optionalSection("tls");
        if (section == null) {
            return null;
        }
        Path certFile = section.path("cert_file");
        Path keyFile = section.path("key_file");
        Path clientCaFile = section.path("client_ca_file");
        TlsConfig.Version minVersion =
                section.value("min_version", TlsConfig.Version.TLS12, TlsReader::version, Enum::name);
        if (certFile == null || keyFile == null) {
            String missing = certFile == null ? "cert_file" : "key_file";
            section.problem(missing, "is missing: a certificate and its key go together");
        }
        section.finish();
        return certFile == null || keyFile == null
                ? null
                : new ApiConfig.Tls(certFile, keyFile, clientCaFile, minVersion);
    }

    private static String hostName(String text) {
        boolean plain = text.chars().allMatch(c -> c > ' ' && c < 127 && c != '/' && c != '"');
        if (text.isEmpty() || text.length() > LONGEST_NAME || !plain) {
            throw new IllegalArgumentException("\"" + text + "\" is not the name of a host");
        }
        return text;
    }
}
