package dev.holdfast.agent.config;

import java.net.URI;
import java.util.Map;

/**
 * One upstream that speaks remote write.
 *
 * @param name what the agent knows it by; its delivery ledger is kept under this name
 * @param url where requests go
 * @param timeoutMs how long one request may take, milliseconds
 * @param headers added to every request
 * @param authentication how the agent shows who it is
 * @param tls whom to trust
 * @param queue batches and retries
 * @param order which data may go first
 * @param maxAgeMs samples older than this are not sent, milliseconds; 0 for no bound
 * @param backfill what a new upstream is sent of what was collected before it was configured
 */
public record RemoteWriteConfig(
        String name,
        URI url,
        long timeoutMs,
        Map<String, Secret> headers,
        Authentication authentication,
        TlsConfig tls,
        QueueConfig queue,
        Order order,
        long maxAgeMs,
        BackfillConfig backfill) {

    /** Copies the headers. */
    public RemoteWriteConfig {
        headers = Map.copyOf(headers);
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
