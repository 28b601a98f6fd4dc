package dev.holdfast.storage.encoding;

/** One way to write a column: which column, which predictor, which body, and how many bytes that is thought to take. */
final class Candidate {
    int columnIndex;
    Predictor predictor = Predictor.NONE;
    long slope;
    long bias;
    boolean zigzag;
    boolean packed;
    long estimateBits;

    void copyFrom(Candidate other) {
        columnIndex = other.columnIndex;
        predictor = other.predictor;
        slope = other.slope;
        bias = other.bias;
        zigzag = other.zigzag;
        packed = other.packed;
        estimateBits = other.estimateBits;
    }
}
