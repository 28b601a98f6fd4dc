/** What it takes to ask a Prometheus server the same questions: the same data, many questions, and an ear for answers. */
@NullMarked
package dev.holdfast.query.differential;

import org.jspecify.annotations.NullMarked;
