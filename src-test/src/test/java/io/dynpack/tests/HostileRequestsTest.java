package io.dynpack.tests;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.dynpack.tests.http.AccessLines;
import io.dynpack.tests.http.LogLines;
import io.dynpack.tests.http.RawHttp;
import io.dynpack.tests.http.Reply;
import io.dynpack.tests.media.Fixtures;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests that nobody means well with: a quick answer, 4xx, and nothing of them in it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(QuickstartOrigin.Provider.class)
class HostileRequestsTest {

    private static final Duration QUICK = Duration.ofMillis(500);
    private static final String MARK = "zebra";

    /** Every header that the origin or its server may ever send. */
    private static final Set<String> KNOWN = Set.of("content-type", "content-length", "content-encoding", "content-range",
            "accept-ranges", "cache-control", "expires", "date", "etag", "vary", "allow", "retry-after", "connection",
            "access-control-allow-origin", "access-control-allow-methods", "access-control-allow-headers",
            "access-control-expose-headers", "access-control-max-age", "cdn-origin-assist-prefetch-path");

    private final RawHttp http;
    private final String ism;

    HostileRequestsTest(QuickstartOrigin origin) {
        http = new RawHttp(origin.base());
        ism = origin.publish(Fixtures.ladder()).getRawPath();
        assertThat(http.get(ism + "manifest").status()).isEqualTo(200);
    }

    Stream<String> targets() {
        String locator = ism.replaceFirst("[^/]+/$", "");
        Stream<String> traversal = Stream.of("../../../../etc/passwd", "..%2f..%2f..%2fetc%2fpasswd",
                "%2e%2e/%2e%2e/%2e%2e/etc/passwd", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "..%252f..%252fetc%252fpasswd",
                "..%5c..%5cetc%5cpasswd", "..\\..\\etc\\passwd", "....//....//etc/passwd", "..;/..;/etc/passwd",
                "%c0%ae%c0%ae/%c0%ae%c0%ae/etc/passwd", "%uff0e%uff0e/etc/passwd", "..%00/zebra.mp4", "zebra.mp4%00.ism",
                "%2fetc%2fpasswd", "//etc/passwd", "./ladder/../../data/catalog", "..%2fladder%2fladder.ism",
                "%2e%2e%2fzebra.mp4", "ladder.ism/../../../etc/passwd", "zebra%0d%0aSet-Cookie:%20zebra=1.mp4",
                "%ff%fe%00.mp4", "%", "%2", "%zz", "%e0%80%af..%e0%80%afzebra").map(path -> locator + path);
        Stream<String> broken = Stream.of("manifest(", "manifest)", "manifest()", "manifest((format=m3u8-cmaf))",
                "manifest(format=m3u8-cmaf", "manifest(format=m3u8-cmaf))", "manifest(format)", "manifest(=)",
                "manifest(format==)", "manifest(,,,,)", "manifest(format=m3u8-cmaf,format=mpd-time-cmaf)", "manifest(zebra=1)",
                "manifest(format=zebra)", "manifest(filter=a;b;c;d;e)", "manifest(format=m3u8-cmaf)(x)",
                "manifest(format=m3u8-cmaf).zebra", "QualityLevels()/Fragments(video=0)",
                "QualityLevels(-1)/Fragments(video=0)",
                "QualityLevels(99999999999999999999999)/Fragments(video=0)", "QualityLevels(1e9)/Fragments(video=0)",
                "QualityLevels(0x10)/Fragments(video=0)", "QualityLevels(%31%30)/Fragments(video=0)",
                "QualityLevels(1)/Fragments(video=99999999999999999999)", "QualityLevels(1)/Fragments(video=-1)",
                "QualityLevels(1)/Fragments(video=)", "QualityLevels(1)/Fragments(=0)", "QualityLevels(1)/Fragments()",
                "QualityLevels(1)/Fragments(video=9223372036854775807)", "QualityLevels(1)/Zebra(video=0)",
                "QualityLevels(1)/Fragments(video=0", "QualityLevels(1)/KeyFrames(video=i)", "QualityLevels(1",
                "QualityLevels(1)",
                "QualityLevels(1)/", "QualityLevels(1)/Manifest(video)", "QualityLevels(1)/Fragments(%00=0)", "zebra", "",
                "manifest/zebra", "QualityLevels(٣)/Fragments(video=0)").map(path -> ism + path);
        Stream<String> lengthy = Stream.of(locator + "a".repeat(3000) + ".mp4", locator + "a".repeat(300) + ".mp4",
                locator + "a".repeat(300) + ".ism/manifest", locator + "a".repeat(3000) + ".ism/manifest",
                ism + "manifest(filter=" + "z".repeat(3500) + ")",
                locator + "a/".repeat(1500) + "b.mp4", ism + "manifest(" + "(".repeat(3000) + ")",
                ism + "manifest(" + "a=b,".repeat(900) + "c=d)", "/" + "z".repeat(7000));
        Stream<String> others = Stream.of("/zebra", "/zebra/", "/" + MARK + "/ladder.ism/manifest", "/./zebra",
                "/00000000-0000-0000-0000-000000000000/ladder.ism/manifest", "/ladder/ladder.ism",
                "/catalog/assets/ladder.json",
                "/7c1d0a52-3be4-4f0e-8a6b-5d2f9e61c0a/x.ism/manifest", "/clientaccesspolicy.xml", "/?zebra");
        return Stream.of(traversal, broken, lengthy, others).flatMap(s -> s).filter(t -> !t.equals("/?zebra"));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void refusesQuicklyAndRepeatsNothing(String target) {
        Reply reply = http.get(target);
        assertThat(reply.status()).as(reply.toString()).isBetween(400, 499);
        assertThat(Duration.ofNanos(reply.nanos())).isLessThan(QUICK);
        assertThat(KNOWN).containsAll(reply.names().stream().map(n -> n.toLowerCase(Locale.ROOT)).toList());
        assertThat(reply.toString()).doesNotContain(MARK, "zzzz", "root:", "passwd", "Exception", "java.");
        assertThat(reply.text()).contains("<hresult>MPE_");
    }

    /** What stands in front closes some paths, and would leave these open. */
    @ParameterizedTest
    @ValueSource(strings = {"/assets.json/", "//assets.json", "/%61ssets.json", "/published%2ejson", "/explain.json/?url=/x",
            "/filters.json//", "/app.js/", "/clearkey/", "/./assets.json"})
    void noPathOfThePageHasAnotherSpelling(String target) {
        Reply reply = http.get(target);
        assertThat(reply.status()).isBetween(400, 499);
        assertThat(reply.text()).contains("<hresult>MPE_");
    }

    /** Whoever follows a link would have the cookies that it names. */
    @Test
    void whatFailsOnThePageHasNoHeaderOfTheRequest() {
        for (String url : List.of("%00", "x%0aforged", "")) {
            Reply reply = http.get("/explain.json?url=" + url + "&Set-Cookie=sid%3Dzebra&Location=http://zebra/", "X-Zebra: 1");
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.names()).doesNotContain("Set-Cookie", "Location", "X-Zebra");
        }
        assertThat(http.request("POST", "/published.json").status()).isEqualTo(405);
    }

    /** A page of another site, open in the browser of whoever runs this, can make the name of its site lead here. */
    @ParameterizedTest
    @ValueSource(strings = {"/assets.json", "/published.json", "/filters.json", "/explain.json?url=/x"})
    void whatThePageShowsIsNotForOtherSites(String target) {
        for (String host : List.of("localhost", "localhost:8080", "127.0.0.1:9", "[::1]")) {
            assertThat(http.send(get(target, host)).status()).as(host).isEqualTo(200);
        }
        for (String host : List.of("zebra.example", "zebra.example:8080", "localhost.zebra.example",
                "127.0.0.1.zebra.example")) {
            assertThat(http.send(get(target, host)).status()).as(host).isEqualTo(403);
        }
        assertThat(http.send(get(ism + "manifest(format=m3u8-cmaf)", "zebra.example")).status()).as("media").isEqualTo(200);
    }

    private static String get(String target, String host) {
        return "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
    }

    /** RFC 9112, 3.2.2. */
    @Test
    void aTargetMayNameTheHost() {
        Reply reply = http.get("http://zebra" + ism + "manifest(format=m3u8-cmaf)");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).startsWith("#EXTM3U");
    }

    @Test
    void refusesPathsOfAHundredKilobytes() {
        for (String target : List.of("/" + "z".repeat(100_000), ism + "manifest(format=" + "z".repeat(100_000) + ")",
                ism + "manifest?" + MARK.repeat(20_000))) {
            Reply reply = http.get(target);
            assertThat(reply.status()).isEqualTo(414);
            assertThat(reply.text()).contains("<hresult>MPE_URL_TOO_LONG</hresult>");
            assertThat(Duration.ofNanos(reply.nanos())).isLessThan(QUICK);
            assertThat(reply.toString()).doesNotContain("zzzz", MARK);
        }
        Reply headers = http.get(ism + "manifest", "X-Big: " + MARK.repeat(20_000));
        assertThat(headers.status()).isEqualTo(431);
        assertThat(headers.toString()).doesNotContain(MARK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "MKCOL", "get", "Get", "ZEBRA", "PURGE",
            "M-SEARCH"})
    void refusesOtherMethods(String method) {
        Reply reply = http.request(method, ism + "manifest", "Content-Length: 0", "X-Zebra: " + MARK);
        assertThat(reply.status()).as(reply.toString()).isEqualTo(405);
        assertThat(reply.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
        assertThat(reply.text()).contains("<hresult>MPE_METHOD_NOT_ALLOWED</hresult>");
        assertThat(reply.toString().toLowerCase(Locale.ROOT)).doesNotContain(MARK);
        assertThat(Duration.ofNanos(reply.nanos())).isLessThan(QUICK);
    }

    /** The router of Vert.x would answer in its own words and write an error into the log for each. */
    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS *", "GET *", "OPTIONS zebra", "GET zebra/manifest", "GET ?zebra"})
    void refusesTargetsWithoutPath(String line) {
        Reply reply = http.send(line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        refusedAsMalformed(reply);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Host: zebra b/../c\r\n", "Host: zebra\r\nHost: localhost\r\n"})
    void refusesAnythingButOneHost(String host) {
        refusedAsMalformed(http.send("GET " + ism + "manifest HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n"));
    }

    @Test
    void servesClientsOlderThanTheHostHeader() {
        assertThat(http.send("GET " + ism + "manifest HTTP/1.0\r\n\r\n").status()).isEqualTo(200);
    }

    /** It is spoken only where an option says so. */
    @Test
    void speaksNoHttp2InClear() {
        Reply begun = http.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0");
        assertThat(begun.status()).as(begun.toString()).isIn(0, 400, 501, 505);
        Reply upgrading = http.get(ism + "manifest", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA");
        assertThat(upgrading.status()).isEqualTo(200);
    }

    private static void refusedAsMalformed(Reply reply) {
        assertThat(reply.status()).as(reply.toString()).isEqualTo(400);
        assertThat(reply.text()).contains("<hresult>MPE_BAD_URL_SYNTAX</hresult>");
        assertThat(reply.toString()).doesNotContain(MARK, "Exception");
        assertThat(Duration.ofNanos(reply.nanos())).isLessThan(QUICK);
    }

    @Test
    void refusesToBeAProxy() {
        Reply connect = http.send("CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\nConnection: close\r\n\r\n");
        assertThat(connect.status()).isIn(0, 400, 404, 405);
        Reply absolute = http.get("http://example.org/zebra");
        assertThat(absolute.status()).isBetween(400, 499);
        assertThat(absolute.toString()).doesNotContain(MARK, "example.org");
    }

    @Test
    void takesNoFormsAndNoBodies() {
        String form = "zebra=1&Set-Cookie=zebra";
        for (String type : List.of("application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "text/plain")) {
            Reply reply = http.send("POST " + ism + "manifest HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type
                    + "\r\nContent-Length: " + form.length() + "\r\nConnection: close\r\n\r\n" + form);
            assertThat(reply.status()).as(reply.toString()).isIn(400, 405);
            assertThat(reply.toString()).doesNotContain(MARK, "Exception");
            assertThat(Duration.ofNanos(reply.nanos())).isLessThan(QUICK);
        }
    }

    /** The server refuses these by itself, and no route sees them. */
    @Test
    void whatTheServerRefusesIsInTheAccessLog() throws Exception {
        try (AccessLines lines = new AccessLines()) {
            http.send("GET zebra/manifest HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(lines.next("GET zebra/manifest 400 [1-9]\\d+ \\d+us MISS")).isNotNull();
            http.get("/%zz?" + MARK);
            assertThat(lines.next("GET /%zz 400 .*")).isNotNull();
            http.send("HEAD * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(lines.next("HEAD \\* 400 0 .*")).isNotNull();
            http.send("GET zebra\u001b[2J\u009b HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(lines.next("GET zebra%1B\\[2J%9B 400 .*")).isNotNull();
            http.get("/" + "z".repeat(100_000));
            assertThat(lines.next("- - 414 .*")).isNotNull();
            http.get(ism + "manifest", "X-Big: " + MARK.repeat(20_000));
            assertThat(lines.next("GET " + Pattern.quote(ism) + "manifest 431 .*")).isNotNull().doesNotContain(MARK);
            http.send("GET /zebra ZEBRA\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(lines.next("- - 400 .*")).isNotNull();
        }
    }

    @Test
    void whatPlayersSayIsInTheLogOfObjectsAndTheRestOfAQueryIsNot() throws Exception {
        try (LogLines lines = new LogLines("io.dynpack.access-json", Level.DEBUG)) {
            assertThat(http.get(ism + "manifest?token=" + MARK + "&CMCD=bl%3D1800", "CMCD-Session: sid=\"tell\"",
                    "CMCD-Request: su").status()).isEqualTo(200);
            assertThat(lines.next(".*/manifest\",\"status\":200.*")).doesNotContain(MARK).contains("\"client\":\"127.0.0.1\"",
                    "\"cmcd\":{\"bl\":1800,\"sid\":\"tell\",\"su\":true}");
        }
    }

    @Test
    void reflectsNothing() {
        String query = "?Set-Cookie=zebra&Location=https://zebra.example/&Access-Control-Allow-Origin=zebra&ETag=zebra"
                + "&Cache-Control=zebra&Content-Type=zebra&X-Zebra=zebra&CamelHttpResponseCode=302&CamelDynpackAsset=zebra"
                + "&a=%0d%0aSet-Cookie:zebra&Range=bytes=0-1&If-None-Match=*&If-Match=zebra&Accept-Encoding=gzip&CamelHttpUri=/zebra";
        String[] headers = {"Set-Cookie: zebra=1", "Location: zebra", "authorization: Bearer zebra", "x-zebra: zebra",
                "Cookie: zebra", "X-Forwarded-Host: zebra", "CamelHttpResponseCode: 302", "CamelHttpPath: /zebra",
                "Vary: zebra", "cache-control: zebra", "Server-Timing: zebra", "link: zebra", "Content-Disposition: zebra",
                "Retry-After: zebra", "Origin: https://zebra.example", "Referer: zebra", "CamelDynpackAsset: zebra"};
        for (String target : List.of(ism + "manifest", ism + "manifest(format=m3u8-cmaf)", ism + "nothing", "/nothing",
                ism + "QualityLevels(1)/Fragments(video=0)")) {
            Reply plain = http.get(target);
            for (Reply reply : List.of(http.get(target + query), http.get(target, headers),
                    http.get(target + query, headers))) {
                assertThat(reply.status()).isEqualTo(plain.status());
                assertThat(reply.timeless()).isEqualTo(plain.timeless());
                assertThat(reply.toString()).doesNotContain(MARK);
                assertThat(KNOWN).containsAll(reply.names().stream().map(n -> n.toLowerCase(Locale.ROOT)).toList());
            }
        }
    }

    @Test
    void survivesBrokenProtocol() {
        for (String text : List.of("\r\n\r\n", "GET\r\n\r\n", "zebra\r\n\r\n", "GET " + ism + "manifest HTTP/9.9\r\n\r\n",
                "GET /zebra HTTP/1.1\r\nHost: a\r\nHost: b\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                        + "0\r\n\r\n",
                "GET " + ism + "manifest HTTP/1.1\r\nzebra\r\nConnection: close\r\n\r\n", "\0\1\2\3\r\n\r\n")) {
            Reply reply = http.send(text.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
            assertThat(reply.status()).as(text).isIn(0, 400, 404, 405, 501);
            assertThat(reply.toString()).doesNotContain(MARK);
        }
        assertThat(http.get(ism + "manifest").status()).isEqualTo(200);
    }
}
