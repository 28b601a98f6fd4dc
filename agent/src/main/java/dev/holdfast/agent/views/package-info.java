/**
 * The questions that people have at three in the morning, and their answers: what was high, since when, and what is usual.
 *
 * <p>A {@code Topic} has measures, each a PromQL expression with levels at which it is of interest. {@code Examiner} evaluates them
 * over a stretch of time and over the same stretch of a day or a week before, and makes a {@code Diagnosis} of what stands out;
 * {@code DiagnosisText} says it in words and {@code DiagnosisJson} to programs.
 *
 * <p>Invariant: every number comes out of the PromQL expression beside it, so that whoever reads it can ask on. Knows no command
 * line. Thread rule: stateless, or not shared. Read first: {@link dev.holdfast.agent.views.Examiner}.
 */
@NullMarked
package dev.holdfast.agent.views;

import org.jspecify.annotations.NullMarked;
