package dev.holdfast.agent.config;

import dev.holdfast.agent.config.UpstreamConfig.Protocol;

/** Reads what is spoken with an upstream: {@code protocol} or {@code protobuf_message} of remote write, {@code naming} of OTLP. */
final class ProtocolReader {
    private ProtocolReader() {}

    static Protocol remoteWrite(Section section) {
        section.know("protobuf_message");
        Protocol fallback = Protocol.REMOTE_WRITE_1;
        boolean named = section.has("protobuf_message");
        if (named) {
            fallback = section.value(
                    "protobuf_message",
                    fallback,
                    ProtocolReader::message,
                    value -> value == Protocol.REMOTE_WRITE_2
                            ? "io.prometheus.write.v2.Request"
                            : "prometheus.WriteRequest");
        }
        boolean both = named && section.has("protocol");
        Protocol protocol = section.value("protocol", fallback, ProtocolReader::version, ProtocolReader::text);
        if (both && protocol != fallback) {
            section.problem("protobuf_message", "contradicts protocol: " + text(protocol) + "; leave it out");
        }
        return protocol;
    }

    static Protocol otlp(Section section) {
        return section.value(
                "naming",
                Protocol.OTLP_NODE,
                ProtocolReader::naming,
                value -> value == Protocol.OTLP_NODE ? "node" : "semconv");
    }

    private static Protocol version(String text) {
        return switch (text) {
            case "1.0", "1" -> Protocol.REMOTE_WRITE_1;
            case "2.0", "2" -> Protocol.REMOTE_WRITE_2;
            case "auto" -> Protocol.REMOTE_WRITE_AUTO;
            default -> throw new IllegalArgumentException("\"" + text + "\" is not one of auto, 1.0, 2.0");
        };
    }

    private static String text(Protocol protocol) {
        return switch (protocol) {
            case REMOTE_WRITE_2 -> "2.0";
            case REMOTE_WRITE_AUTO -> "auto";
            default -> "1.0";
        };
    }

    private static Protocol message(String text) {
        return switch (text) {
            case "prometheus.WriteRequest" -> Protocol.REMOTE_WRITE_1;
            case "io.prometheus.write.v2.Request" -> Protocol.REMOTE_WRITE_2;
            default ->
                throw new IllegalArgumentException("\"" + text + "\" is not a message; write prometheus.WriteRequest or"
                        + " io.prometheus.write.v2.Request");
        };
    }

    private static Protocol naming(String text) {
        return switch (text) {
            case "node" -> Protocol.OTLP_NODE;
            case "semconv" -> Protocol.OTLP_SEMCONV;
            default -> throw new IllegalArgumentException("\"" + text + "\" is neither node nor semconv");
        };
    }
}
