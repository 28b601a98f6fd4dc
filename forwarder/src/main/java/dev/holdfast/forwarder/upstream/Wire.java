package dev.holdfast.forwarder.upstream;

/** The protocol that an upstream speaks. Immutable; any thread. */
public sealed interface Wire {
    /** Remote write 1.0, the default. */
    Wire DEFAULT = new RemoteWrite(Version.V1);

    /** A version of remote write. */
    enum Version {
        /** 1.0, which every receiver knows. */
        V1,
        /** 2.0, and nothing else. */
        V2,
        /** 2.0, and 1.0 once the receiver turns out not to store it. */
        AUTO
    }

    /** How series are named. */
    enum Naming {
        /** As they are stored: the names of node_exporter. */
        STORED,
        /** OpenTelemetry's, where its semantic conventions have one. */
        SEMCONV
    }

    /**
     * Prometheus remote write.
     *
     * @param version which one
     */
    record RemoteWrite(Version version) implements Wire {}

    /**
     * OTLP over HTTP, as protobuf.
     *
     * @param naming how series are named
     */
    record Otlp(Naming naming) implements Wire {}
}
