package dev.holdfast.agent.api;

/** A question that cannot be answered, as the client is told. */
final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Whose fault it is, with the word and the status that Prometheus has for it. */
    enum Type {
        BAD_DATA("bad_data", 400),
        EXECUTION("execution", 422),
        CANCELED("canceled", 499),
        TIMEOUT("timeout", 503),
        INTERNAL("internal", 500),
        UNAVAILABLE("unavailable", 503),
        NOT_FOUND("not_found", 404);

        private final String word;
        private final int status;

        Type(String word, int status) {
            this.word = word;
            this.status = status;
        }

        String word() {
            return word;
        }

        int status() {
            return status;
        }
    }

    private final Type type;

    ApiException(Type type, String message) {
        super(message);
        this.type = type;
    }

    /** A parameter is missing or wrong. */
    static ApiException badData(String message) {
        return new ApiException(Type.BAD_DATA, message);
    }

    /** One parameter is wrong, for a reason. */
    static ApiException invalid(String parameter, String reason) {
        return badData("invalid parameter \"" + parameter + "\": " + reason);
    }

    Type type() {
        return type;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
