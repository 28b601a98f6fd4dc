/** What a query may use of time and memory, and how it says that it may not. */
@NullMarked
package dev.holdfast.query.limits;

import org.jspecify.annotations.NullMarked;
