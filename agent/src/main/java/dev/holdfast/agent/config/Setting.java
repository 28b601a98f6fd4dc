package dev.holdfast.agent.config;

/**
 * One line of the effective configuration.
 *
 * @param depth how many mappings and lists it stands in
 * @param itemStart whether it begins an item of a list
 * @param key its key
 * @param value its value as YAML, masked when it is secret; empty for the key of a mapping or a list
 * @param origin where the value comes from; {@link Origin#DEFAULT} with an empty value for a mere heading
 */
public record Setting(int depth, boolean itemStart, String key, String value, Origin origin) {
    /** Whether it only introduces the lines below it. */
    public boolean isHeading() {
        return value.isEmpty();
    }
}
