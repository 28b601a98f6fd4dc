/**
 * The test-script language in which PromQL's rules are pinned down: {@code load} samples, {@code eval} expressions,
 * compare.
 *
 * <p>Each instant evaluation is run three times: as it is, as the middle of a range query, and pinned by {@code @} at other
 * evaluation times; all must agree. The scripts lie in {@code src/test/resources/promql}.
 */
@NullMarked
package dev.holdfast.query.script;

import org.jspecify.annotations.NullMarked;
