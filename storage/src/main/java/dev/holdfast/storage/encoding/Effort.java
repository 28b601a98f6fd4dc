package dev.holdfast.storage.encoding;

/** How much time an encoder may spend to save bytes. Both are lossless, and one decoder reads both. */
public enum Effort {
    /** For data that will soon be merged: bit-packed forms, several times faster both ways. */
    YOUNG,
    /** For data that stays: adaptive entropy coding, the densest form that is known here. */
    SEALED
}
