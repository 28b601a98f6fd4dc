/**
 * What is measured, and when.
 *
 * <p>A {@link dev.holdfast.agent.sampling.Sampler} runs on a grid of ticks. At each it lets the
 * {@link dev.holdfast.agent.sampling.Collector}s put their samples in one batch, which goes to the store. Collectors read
 * the text files of /proc and /sys in place; what costs more than a few microseconds runs on a slower interval. OSHI
 * gives the inventory of the host, and everything on systems without /proc.
 *
 * <p>Invariants: names, labels and units are node_exporter's, listed in the
 * {@link dev.holdfast.agent.sampling.MetricCatalogue}; a counter is the kernel's own, never a difference; a tick that did
 * not run is counted by reason and never invented; a series that ends gets one stale marker; once every series is known a
 * tick allocates next to nothing.
 *
 * <p>Thread rule: everything here runs on the sampler's thread, except where a class says otherwise. Nothing reads the
 * clock but through {@link dev.holdfast.agent.sampling.Clock}. This room knows nothing of HTTP, configuration files or
 * the command line.
 *
 * <p>Read first: {@code Sampler}, then {@code CpuCollector} as an example of a collector. Next room: {@code daemon}.
 */
@NullMarked
package dev.holdfast.agent.sampling;

import org.jspecify.annotations.NullMarked;
