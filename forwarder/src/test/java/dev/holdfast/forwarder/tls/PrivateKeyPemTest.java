package dev.holdfast.forwarder.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPrivateKey;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys as OpenSSL writes them. */
class PrivateKeyPemTest {
    @TempDir
    Path directory = Path.of("");

    @Test
    void theOlderFormsAreTheSameKeys() throws Exception {
        assertArrayEquals(encoded(resource("rsa-pkcs8.pem")), encoded(resource("rsa-pkcs1.pem")));
        assertEquals(curvePoint(resource("ec-pkcs8.pem")), curvePoint(resource("ec-sec1.pem")));
    }

    @Test
    void theCurveMayStandInABlockOfItsOwnOnly() throws Exception {
        // As it does in keys from before the curve was written into them: [0] is cut out of the key.
        PemFile file = PemFile.read(resource("ec-sec1.pem"));
        byte[] key = file.blocks().get(1).der();
        int at = 0;
        while (key[at] != (byte) 0xa0) {
            at = at == 0 ? Der.contentAt(key, 0) : Der.endOf(key, at);
        }
        byte[] content = new byte[at - Der.contentAt(key, 0)];
        System.arraycopy(key, Der.contentAt(key, 0), content, 0, content.length);
        String parameters = pem("EC PARAMETERS", file.blocks().get(0).der());
        String bare = pem("EC PRIVATE KEY", Der.element(0x30, content));
        assertEquals(curvePoint(resource("ec-pkcs8.pem")), curvePoint(write(parameters + bare)));
        IOException e = assertThrows(IOException.class, () -> encoded(write(bare)));
        assertTrue(String.valueOf(e.getMessage()).contains("damaged"), e.getMessage());
    }

    @Test
    void anEdwardsKeyIsRead() throws Exception {
        assertEquals(
                "EdDSA",
                PrivateKeyPem.read(PemFile.read(resource("ed25519-pkcs8.pem"))).getAlgorithm());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa-pkcs8-encrypted.pem", "ec-sec1-encrypted.pem"})
    void anEncryptedKeyIsRefusedWithWhatToDo(String name) throws Exception {
        Path file = resource(name);
        IOException e = assertThrows(IOException.class, () -> encoded(file));
        assertEquals(
                file + ": the private key is encrypted, and nobody is there to give the password: decrypt it with"
                        + " openssl pkey, and keep it safe by the file's mode",
                e.getMessage());
    }

    @Test
    void whatIsCutOffAnywhereIsNamedAndNothingOfItIsShown() throws Exception {
        for (String name : new String[] {"rsa-pkcs1.pem", "ec-sec1.pem", "ec-pkcs8.pem"}) {
            String whole = Files.readString(resource(name), StandardCharsets.US_ASCII);
            byte[] key = encoded(resource(name));
            for (int length = 0; length < whole.strip().length(); length += 7) {
                Path file = write(whole.substring(0, length));
                IOException e = assertThrows(IOException.class, () -> encoded(file));
                assertTrue(String.valueOf(e.getMessage()).contains(file.toString()), e.getMessage());
                assertFalse(String.valueOf(e).contains(whole.substring(40, 60)));
            }
            assertArrayEquals(key, encoded(write(whole.replace("\n", "\r\n") + "\nremarks\n")));
        }
    }

    @Test
    void everyByteOfAKeyMayBeWrong() throws Exception {
        for (String name : new String[] {"rsa-pkcs1.pem", "ec-sec1.pem"}) {
            PemFile file = PemFile.read(resource(name));
            PemFile.Block block = file.blocks().get(file.blocks().size() - 1);
            for (int at = 0; at < block.der().length; at++) {
                byte[] bytes = block.der().clone();
                bytes[at] ^= (byte) 0xff;
                Path wrong = write(pem(block.label(), bytes));
                try {
                    encoded(wrong); // a wrong number may be a number
                } catch (IOException e) {
                    assertTrue(String.valueOf(e.getMessage()).contains(wrong.toString()), e.getMessage());
                }
            }
        }
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + java.util.Base64.getEncoder().encodeToString(der) + "\n-----END "
                + label + "-----\n";
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("key.pem"), text);
    }

    /** The number and its curve; the encodings differ by the public key, which may be left out. */
    private static String curvePoint(Path file) throws IOException {
        ECPrivateKey key = (ECPrivateKey) PrivateKeyPem.read(PemFile.read(file));
        return key.getS() + " of " + key.getParams().getOrder();
    }

    private static byte[] encoded(Path file) throws IOException {
        return PrivateKeyPem.read(PemFile.read(file)).getEncoded();
    }

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(PrivateKeyPemTest.class.getResource(name), name)
                .toURI());
    }
}
