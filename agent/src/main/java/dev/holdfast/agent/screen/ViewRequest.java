package dev.holdfast.agent.screen;

/**
 * What is to be seen.
 *
 * @param live the newest there is, at every look anew; else the moment {@code atMs}
 * @param stepMs what rates are taken over
 * @param windowMs what histories go back
 * @param parts how many parts a history may have
 * @param host the {@code instance} of the host; empty for the agent's own, else the first there is
 */
record ViewRequest(boolean live, long atMs, long stepMs, long windowMs, int parts, String host) {}
