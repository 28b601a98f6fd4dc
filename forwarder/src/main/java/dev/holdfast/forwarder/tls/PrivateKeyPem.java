package dev.holdfast.forwarder.tls;

import java.io.IOException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;

/**
 * The private key in a PEM file. Java reads PKCS#8 alone (RFC 5958); the older forms of OpenSSL, PKCS#1 for RSA (RFC 8017)
 * and SEC1 for elliptic curves (RFC 5915), are what PKCS#8 has inside, so they are wrapped into it.
 */
final class PrivateKeyPem {
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA", "RSASSA-PSS");
    private static final byte[] VERSION_0 = {0x02, 1, 0};
    /** 1.2.840.113549.1.1.1 and the NULL that goes with it. */
    private static final byte[] RSA = {
        0x06, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1, 0x05, 0
    };
    /** 1.2.840.10045.2.1. */
    private static final byte[] EC = {0x06, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};

    private PrivateKeyPem() {}

    /**
     * The first key of a file.
     *
     * @throws IOException when there is none that can be used; the message names the file and shows nothing of it
     */
    static PrivateKey read(PemFile file) throws IOException {
        byte[] curve = new byte[0];
        for (PemFile.Block block : file.blocks()) {
            if (block.encrypted() || block.label().equals("ENCRYPTED PRIVATE KEY")) {
                throw new IOException(file.path() + ": the private key is encrypted, and nobody is there to give the"
                        + " password: decrypt it with openssl pkey, and keep it safe by the file's mode");
            }
            switch (block.label()) {
                case "EC PARAMETERS" -> curve = block.der();
                case "PRIVATE KEY" -> {
                    return key(file, block.der());
                }
                case "RSA PRIVATE KEY" -> {
                    return key(file, wrap(RSA, block.der()));
                }
                case "EC PRIVATE KEY" -> {
                    byte[] named = curveOf(file, block.der());
                    return key(file, wrap(join(EC, named.length == 0 ? curve : named), block.der()));
                }
                default -> {} // certificates, mostly: one file may hold both
            }
        }
        throw new IOException(file.path() + " holds no private key (PEM, \"BEGIN PRIVATE KEY\")");
    }

    private static PrivateKey key(PemFile file, byte[] pkcs8) throws IOException {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(pkcs8);
        Exception reason = null;
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException | NoSuchAlgorithmException | RuntimeException e) {
                reason = e; // not of this kind
            }
        }
        throw new IOException(
                file.path() + ": the private key is damaged, or of a kind that is not known (RSA, EC, Ed25519)",
                reason);
    }

    /** The curve's name out of a SEC1 key: version, key, then in [0] what it is for. Empty when it is left out. */
    private static byte[] curveOf(PemFile file, byte[] sec1) throws IOException {
        try {
            int at = Der.contentAt(sec1, 0);
            int end = Der.endOf(sec1, 0);
            while (at < end) {
                int next = Der.endOf(sec1, at);
                if (sec1[at] == (byte) 0xa0) {
                    return Arrays.copyOfRange(sec1, Der.contentAt(sec1, at), next);
                }
                at = next;
            }
            return new byte[0];
        } catch (IndexOutOfBoundsException e) {
            throw new IOException(file.path() + ": the private key is damaged", e);
        }
    }

    private static byte[] wrap(byte[] algorithm, byte[] key) {
        return Der.element(0x30, join(VERSION_0, join(Der.element(0x30, algorithm), Der.element(0x04, key))));
    }

    private static byte[] join(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
