package dev.holdfast.agent.daemon;

import dev.holdfast.forwarder.Backlog;
import dev.holdfast.forwarder.Outlook;
import dev.holdfast.forwarder.SendTotals;

/**
 * An upstream at one moment, in numbers. Immutable.
 *
 * @param name of the upstream
 * @param backlog how far it is behind
 * @param totals what it was sent
 * @param outlook how fast it goes, and when it is done
 * @param nowMs the moment, milliseconds since the epoch
 */
public record UpstreamLook(String name, Backlog backlog, SendTotals totals, Outlook outlook, long nowMs) {}
