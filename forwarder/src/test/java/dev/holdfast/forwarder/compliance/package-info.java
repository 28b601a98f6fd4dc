/**
 * What the compliance suites of remote write ask of a sender, asked of the real forwarder with the real store over real HTTP.
 *
 * <p>The names are those of Prometheus's suites: 149 cases in 17 files and 8 tests by themselves for 2.0, and 19 of the retired
 * suite for 1.0. They are asked more strictly than there: of every request and not of the newest; that must be retried means
 * that the same samples arrive; and each case that a sender of plain samples could pass by doing nothing asks what should be
 * there instead. {@code CountTest} counts them, {@code CanaryTest} shows that the checks find what they are for. Where a suite has a target that is
 * scraped, {@code Target} puts samples into the store.
 *
 * <p>Read first: {@code Sender}, then {@code ProtocolTest}.
 */
@NullMarked
package dev.holdfast.forwarder.compliance;

import org.jspecify.annotations.NullMarked;
