package dev.holdfast.forwarder.tls;

/** As much of ASN.1's distinguished encoding (X.690) as it takes to put one structure into another. */
final class Der {
    private Der() {}

    /** A tag, the length, the content. */
    static byte[] element(int tag, byte[] content) {
        int lengthBytes = content.length < 0x80 ? 0 : (39 - Integer.numberOfLeadingZeros(content.length)) / 8;
        byte[] out = new byte[2 + lengthBytes + content.length];
        out[0] = (byte) tag;
        out[1] = (byte) (lengthBytes == 0 ? content.length : 0x80 | lengthBytes);
        for (int i = 0; i < lengthBytes; i++) {
            out[2 + i] = (byte) (content.length >>> (8 * (lengthBytes - 1 - i)));
        }
        System.arraycopy(content, 0, out, 2 + lengthBytes, content.length);
        return out;
    }

    /**
     * Where the content of the element at an offset begins.
     *
     * @throws IndexOutOfBoundsException when the bytes end before it
     */
    static int contentAt(byte[] bytes, int at) {
        int first = bytes[at + 1] & 0xff;
        return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
    }

    /**
     * Where the element at an offset ends.
     *
     * @throws IndexOutOfBoundsException when the bytes end before it
     */
    static int endOf(byte[] bytes, int at) {
        int first = bytes[at + 1] & 0xff;
        long length = first;
        if (first >= 0x80) {
            length = 0;
            for (int i = 0; i < (first & 0x7f); i++) {
                length = (length << 8) | (bytes[at + 2 + i] & 0xff);
                if (length > bytes.length) {
                    throw new IndexOutOfBoundsException("length=" + length);
                }
            }
        }
        long end = contentAt(bytes, at) + length;
        if (end > bytes.length) {
            throw new IndexOutOfBoundsException("end=" + end);
        }
        return (int) end;
    }
}
