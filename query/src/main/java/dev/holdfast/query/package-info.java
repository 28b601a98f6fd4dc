/** PromQL: parser, typed tree and evaluator, over the public API of storage. No files, no clock. */
@NullMarked
package dev.holdfast.query;

import org.jspecify.annotations.NullMarked;
