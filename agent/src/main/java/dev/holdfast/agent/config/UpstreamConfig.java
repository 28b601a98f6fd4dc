package dev.holdfast.agent.config;

import java.net.URI;
import java.util.Map;

/**
 * One upstream.
 *
 * @param name what the agent knows it by; its delivery ledger is kept under this name
 * @param url where requests go
 * @param protocol what is spoken there
 * @param timeoutMs how long one request may take, milliseconds
 * @param headers added to every request, by name
 * @param authentication how the agent shows who it is
 * @param tls whom to trust, and what to show
 * @param queue batches and retries
 * @param order which data may go first
 * @param maxAgeMs samples older than this are not sent, milliseconds; 0 for no bound
 * @param backfill what a new upstream is sent of what was collected before it was configured
 * @param limit how much it may be sent
 * @param maxUndeliveredAgeMs the agent is not ready while the oldest sample to be sent is older, milliseconds; 0 for never
 */
public record UpstreamConfig(
        String name,
        URI url,
        Protocol protocol,
        long timeoutMs,
        Map<String, HeaderConfig> headers,
        Authentication authentication,
        TlsConfig tls,
        QueueConfig queue,
        Order order,
        long maxAgeMs,
        BackfillConfig backfill,
        LimitConfig limit,
        long maxUndeliveredAgeMs) {

    /** Copies the headers. */
    public UpstreamConfig {
        headers = Map.copyOf(headers);
    }

    /** The same but for when the agent is not ready, which is nothing that the upstream is sent or asked. */
    UpstreamConfig withMaxUndeliveredAgeMs(long value) {
        return new UpstreamConfig(
                name,
                url,
                protocol,
                timeoutMs,
                headers,
                authentication,
                tls,
                queue,
                order,
                maxAgeMs,
                backfill,
                limit,
                value);
    }

    /** What is spoken with an upstream. */
    public enum Protocol {
        /** Remote write 1.0. */
        REMOTE_WRITE_1,
        /** Remote write 2.0. */
        REMOTE_WRITE_2,
        /** Remote write 2.0 where the receiver stores it, else 1.0. */
        REMOTE_WRITE_AUTO,
        /** OTLP over HTTP, with the names that the samples are stored under. */
        OTLP_NODE,
        /** OTLP over HTTP, with the names of OpenTelemetry's semantic conventions. */
        OTLP_SEMCONV
    }

    /** Which samples may be sent before which. */
    public enum Order {
        /** One lane, oldest first: what a receiver needs that refuses anything older than it has. */
        STRICT,
        /** Fresh samples first, the backlog inside the receiver's out-of-order window. */
        WINDOW,
        /** Fresh samples first, the backlog in any order. */
        FREE
    }
}
