package dev.holdfast.agent.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads how an upstream is authenticated to: {@code basic_auth}, {@code authorization}, or Prometheus's older tokens. */
final class AuthenticationReader {
    private AuthenticationReader() {}

    static Authentication read(Section parent) {
        List<Authentication> found = new ArrayList<>();
        Section basic = parent.optionalSection("basic_auth");
        if (basic != null) {
            found.add(basic(basic));
        }
        Section header = parent.optionalSection("authorization");
        if (header != null) {
            found.add(header(header));
        }
        Secret token = parent.secret("bearer_token");
        Path tokenFile = parent.path("bearer_token_file");
        onlyOne(parent, "bearer_token", token, tokenFile);
        if (token != null || tokenFile != null) {
            found.add(new Authentication.Header("Bearer", token, tokenFile));
        }
        if (found.size() > 1) {
            String last = header != null ? "authorization" : "bearer_token";
            parent.problem(last, "only one of basic_auth, authorization and bearer_token can be used");
        }
        return found.isEmpty() ? Authentication.NONE : found.get(0);
    }

    /** How clients authenticate to us: {@code basic_auth} or {@code authorization}. */
    static Authentication readOfClients(Section parent) {
        Section basicSection = parent.optionalSection("basic_auth");
        Authentication basic = basicSection == null ? Authentication.NONE : basic(basicSection);
        Section headerSection = parent.optionalSection("authorization");
        Authentication header = headerSection == null ? Authentication.NONE : header(headerSection);
        if (basicSection != null && headerSection != null) {
            parent.problem("authorization", "only one of basic_auth and authorization can be used");
        }
        return basicSection != null ? basic : header;
    }

    private static Authentication basic(Section section) {
        String username = section.value("username", "", AuthenticationReader::username, Yaml::quoted);
        Secret password = section.secret("password");
        Path passwordFile = section.path("password_file");
        section.refuse("username_file", "is not supported: write username, with ${VAR} when it must not stand here");
        if (password == null && passwordFile == null) {
            section.problem("password", "is missing: give password or password_file");
        }
        onlyOne(section, "password", password, passwordFile);
        section.finish();
        return new Authentication.Basic(username, password, passwordFile);
    }

    private static Authentication header(Section section) {
        String type = section.value("type", "Bearer", AuthenticationReader::type, Yaml::quoted);
        Secret credentials = section.secret("credentials");
        Path credentialsFile = section.path("credentials_file");
        if (credentials == null && credentialsFile == null) {
            section.problem("credentials", "is missing: give credentials or credentials_file");
        }
        onlyOne(section, "credentials", credentials, credentialsFile);
        section.finish();
        return new Authentication.Header(type, credentials, credentialsFile);
    }

    private static String username(String text) {
        if (text.indexOf(':') >= 0 || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a user name has no colon and no control characters");
        }
        return text;
    }

    private static String type(String text) {
        if (text.equalsIgnoreCase("basic")) {
            throw new IllegalArgumentException("Basic has a section of its own: use basic_auth");
        }
        if (text.isEmpty() || !text.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException("must be one word, for example Bearer");
        }
        return text;
    }

    private static void onlyOne(Section section, String key, @Nullable Secret value, @Nullable Path file) {
        if (value != null && file != null) {
            section.problem(key, "is given as well as " + key + "_file; only one can be used");
        }
    }
}
