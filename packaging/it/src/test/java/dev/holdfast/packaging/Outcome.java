package dev.holdfast.packaging;

/**
 * How a command ended.
 *
 * @param status its exit status
 * @param output both of its outputs, as they came
 */
record Outcome(int status, String output) {
    boolean isOk() {
        return status == 0;
    }
}
