package dev.holdfast.agent.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.upstream.Credentials;
import dev.holdfast.forwarder.upstream.Secret;
import dev.holdfast.storage.SeriesMatcher;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The parts of a request, each by itself: parameters, paths, names, encodings, hosts, credentials. */
class RequestPartsTest {
    @Test
    void parametersOfTheFormComeFirstAndAllAreKept() {
        Parameters parameters = new Parameters();
        parameters.add("match[]=up&match%5B%5D=%7Ba%3D%22b+c%22%7D&empty=&bare");
        parameters.add("match[]=url&limit=3");
        assertEquals(List.of("up", "{a=\"b c\"}", "url"), parameters.all("match[]"));
        assertEquals("up", parameters.first("match[]"));
        assertEquals("3", parameters.first("limit"));
        assertFalse(parameters.has("empty"));
        assertFalse(parameters.has("bare"));
        assertFalse(parameters.has("absent"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%zz", "a=%2", "%=1", "a=1;b=2"})
    void aFormThatIsNoneIsTheClientsMistake(String form) {
        ApiException e = assertThrows(ApiException.class, () -> new Parameters().add(form));
        assertTrue(e.text().startsWith("error parsing form values: "), e.text());
    }

    @Test
    void thousandsOfParametersAreRefused() {
        assertThrows(ApiException.class, () -> new Parameters().add("a&".repeat(5_000)));
    }

    /** In these the server is as it is in the agent, whoever loads it first: see the properties in agent/pom.xml. */
    @Test
    void theTestsAreStartedWithTheSettingsOfTheServer() {
        List<String> given = ManagementFactory.getRuntimeMXBean().getInputArguments();
        ApiServer.SETTINGS.forEach((name, value) -> assertTrue(given.contains("-D" + name + "=" + value), name));
    }

    @Test
    void aRouteIsFoundByItsPathAlone() {
        assertEquals(Route.QUERY, Route.of("/api/v1/query"));
        assertEquals(Route.LABEL_VALUES, Route.of("/api/v1/label/job/values"));
        assertEquals("job", Route.labelName("/api/v1/label/job/values"));
        assertNull(Route.of("/api/v1/query/"));
        assertNull(Route.of("/api/v1/label//values"));
        assertNull(Route.of("/api/v1/label/a/b/values"));
        assertNull(Route.of("/api/v1/label/values"));
        assertNull(Route.of("/api/v1/label/"));
        assertTrue(Route.LABELS.takes("POST"));
        assertFalse(Route.LABEL_VALUES.takes("POST"));
        assertFalse(Route.QUERY.takes("DELETE"));
    }

    @ParameterizedTest
    @CsvSource({
        "job, job",
        "U__job, job",
        "U__http_2e_status, http.status",
        "U__a__b, a_b",
        "U___1f600_, \ud83d\ude00",
        "U___d800_, U___d800_",
        "U___zz_, U___zz_",
        "U___110000_, U___110000_",
        "U__a_2e, U__a_2e",
        "U__, ''",
    })
    void anEscapedNameStandsForOneOfAnyCharacters(String escaped, String name) {
        assertEquals(name, LabelName.unescape(escaped));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            gzip                      | true
            GZIP                      | true
            deflate, gzip;q=1.0       | true
            gzip;q=0                  | false
            gzip;q=0.0, identity      | false
            gzip;q=0.001              | true
            *                         | true
            *;q=0                     | false
            *, gzip;q=0               | false
            identity                  | false
            ''                        | false
            gzip;q=x                  | false
            """)
    void gzipIsSentOnlyWhenAskedFor(String header, boolean gzip) {
        assertEquals(gzip, Encoding.takesGzip(header));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1 | true
            application/openmetrics-text; version=0.0.1; q=0.5, text/plain;q=0.9                | false
            text/plain                                                                          | false
            */*                                                                                 | false
            ''                                                                                  | false
            """)
    void openMetricsIsSentToWhoeverWouldRatherHaveIt(String accept, boolean openMetrics) {
        assertEquals(openMetrics, ExpositionWriter.wantsOpenMetrics(accept));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            localhost:9469       | true
            LOCALHOST            | true
            a.localhost          | true
            localhost.:9469      | true
            127.0.0.1            | true
            127.1.2.3:80         | true
            127.1                | true
            ::1                  | true
            [::1]:9469           | true
            ''                   | true
            ship.example         | true
            SHIP.example:9469    | true
            a.fleet.example      | true
            fleet.example        | false
            evil.example         | false
            localhost.evil.example | false
            192.0.2.7            | false
            [2001:db8::1]        | false
            [::1                 | false
            127.0.0.1.evil.example | false
            """)
    void onlyOurOwnNamesAreAnswered(String host, boolean allowed) {
        HostCheck check = new HostCheck(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 9469),
                List.of("Ship.example", "*.fleet.example"));
        assertEquals(allowed, check.allows(host));
    }

    @Test
    void whereEveryAddressIsListenedOnAnyAddressIsOursAndNoNameIs() throws UnknownHostException {
        HostCheck check = new HostCheck(new InetSocketAddress(InetAddress.getByName("0.0.0.0"), 9469), List.of());
        assertTrue(check.allows("192.0.2.7:9469"));
        assertTrue(check.allows("[2001:db8::1]"));
        assertFalse(check.allows("evil.example"));
        // These look like addresses; for each of them a name server would be asked.
        for (String neither : List.of("1.2.3.4.5", "999.1.1.1", "1.2.3..", ".", "[zz:1]", "zz:1:2", "4294967296")) {
            assertFalse(check.allows(neither), neither);
        }
        assertTrue(new HostCheck(new InetSocketAddress(InetAddress.getByName("192.0.2.7"), 1), List.of())
                .allows("192.0.2.7:9469"));
        assertTrue(new HostCheck(new InetSocketAddress(1), List.of("*")).allows("evil.example"));
    }

    @Test
    void credentialsAreComparedWhole() {
        Access basic = new Access(new Credentials.Basic("u", Secret.of("p")));
        assertTrue(basic.allows("Basic dTpw"));
        assertTrue(basic.allows("basic dTpw"));
        assertFalse(basic.allows("Basic dTpwcA=="));
        assertFalse(basic.allows("Bearer dTpw"));
        assertFalse(basic.allows("dTpw"));
        assertFalse(basic.allows(""));
        Access bearer = new Access(Credentials.bearer(Secret.of("t0ken")));
        assertTrue(bearer.allows("Bearer t0ken"));
        assertFalse(bearer.allows("Bearer t0ke"));
        assertFalse(bearer.allows("Bearer"));
        assertFalse(bearer.allows("t0ken"));
        assertEquals("Bearer realm=\"holdfast\"", bearer.challenge());
        assertTrue(new Access(null).allows(""));
    }

    @Test
    void aSecretInAFileMayBeRotatedAndNobodyComesInWithoutIt(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("token"), "old\n");
        Access access = new Access(Credentials.bearer(Secret.inFile(file)));
        assertTrue(access.allows("Bearer old"));
        Files.writeString(file, "new");
        assertFalse(access.allows("Bearer old"));
        assertTrue(access.allows("Bearer new"));
        Files.delete(file);
        assertFalse(access.allows("Bearer new"));
        assertFalse(access.allows("Bearer "));
        assertFalse(access.allows(""));
    }

    @Test
    void theTableOfSocketsTellsWhoIsGone(@TempDir Path proc) throws IOException {
        String head = "  sl  local_address rem_address   st tx_queue rx_queue\n";
        Files.writeString(
                proc.resolve("tcp"),
                head + "   0: 0100007F:24FD 0100007F:9C40 01 00000000:00000000\n"
                        + "   1: 0100007F:24FD 0100007F:9C41 08 00000000:00000000\n");
        Files.writeString(
                proc.resolve("tcp6"),
                head
                        + "   0: 0000000000000000FFFF00000100007F:24FD 0000000000000000FFFF00000100007F:9C42 01 00000000:0\n");
        SocketTable table = SocketTable.read(proc);
        InetSocketAddress ours = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0x24FD);
        assertFalse(table.isGone(ours, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0x9C40)));
        assertTrue(table.isGone(ours, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0x9C41)));
        assertFalse(table.isGone(ours, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0x9C42)));
        assertTrue(table.isGone(ours, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0x9C43)));
        assertFalse(SocketTable.read(proc.resolve("absent"))
                .isGone(ours, new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)));
    }

    @Test
    void aWalkOverManySeriesEndsWithItsDeadline() {
        SeriesMatcher any = SeriesMatcher.of("job", value -> true, "any");
        AtomicInteger left = new AtomicInteger(1_000);
        SeriesMatcher watched = SeriesMatcher.watched(any, () -> {
            if (left.getAndDecrement() == 0) {
                throw new ApiException(ApiException.Type.TIMEOUT, "late");
            }
        });
        for (int i = 0; i < 1_000; i++) {
            assertTrue(watched.matches("node"));
        }
        assertThrows(ApiException.class, () -> watched.matches("node"));
        // The index is asked as before.
        SeriesMatcher equal = SeriesMatcher.equal("job", "a");
        assertEquals("a", SeriesMatcher.watched(equal, () -> {}).onlyValue());
    }
}
