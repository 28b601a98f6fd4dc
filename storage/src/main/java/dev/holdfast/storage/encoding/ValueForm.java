package dev.holdfast.storage.encoding;

/** What kind of number a value is to the encoder: how short it can be made depends on this before all else. */
public enum ValueForm {
    /** An integer. */
    WHOLE,
    /** An integer that somebody divided or scaled: a fraction of few digits. */
    DECIMAL,
    /** Anything else: a measurement or a mean with all its digits, an infinity, a NaN. */
    FLOAT;

    /** An integer beyond it has so many digits that any double could be said with it. */
    private static final long FEW_DIGITS = 1L << 50;

    /** The form of a value, by its bits. Costs a few divisions, more than a hundred for a true float. */
    public static ValueForm of(long bits) {
        if (Scale.WHOLE.recover(bits) != Scale.NONE) {
            return WHOLE;
        }
        for (int i = 0; i < Scale.count(); i++) {
            long hidden = Scale.at(i).recover(bits);
            if (hidden != Scale.NONE && Math.abs(hidden) < FEW_DIGITS) {
                return DECIMAL;
            }
        }
        return FLOAT;
    }
}
