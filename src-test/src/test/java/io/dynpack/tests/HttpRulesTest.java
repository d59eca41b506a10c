package io.dynpack.tests;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.dynpack.publishing.EnabledProtocols;
import io.dynpack.publishing.LocatorRequest;
import io.dynpack.publishing.StreamingLocator;
import io.dynpack.publishing.StreamingPolicy;
import io.dynpack.tests.ResponseKinds.Kind;
import io.dynpack.tests.http.RawHttp;
import io.dynpack.tests.http.Reply;
import io.dynpack.tests.media.Fixtures;

import static org.assertj.core.api.Assertions.assertThat;

/** The rules of HTTP on every kind of response, and what locators and policies allow. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(QuickstartOrigin.Provider.class)
class HttpRulesTest {

    private final QuickstartOrigin origin;
    private final RawHttp http;
    private final URI ladder;
    private final List<Kind> kinds;

    HttpRulesTest(QuickstartOrigin origin) {
        this.origin = origin;
        http = new RawHttp(origin.base());
        ladder = origin.publish(Fixtures.ladder());
        kinds = ResponseKinds.of(origin);
    }

    List<Kind> kinds() {
        return kinds;
    }

    List<Kind> texts() {
        return kinds.stream().filter(Kind::text).toList();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void statesLengthTypeTagAndLifetime(Kind kind) {
        Reply get = http.get(kind.target());
        assertThat(get.status()).isEqualTo(200);
        assertThat(get.length()).isEqualTo(get.body().length).isPositive();
        assertThat(get.header("Transfer-Encoding")).isNull();
        assertThat(get.header("Content-Type")).isEqualTo(kind.type());
        assertThat(get.header("ETag")).matches("\"[^\"]+\"");
        assertThat(get.header("Accept-Ranges")).isEqualTo("bytes");
        assertThat(get.header("Access-Control-Allow-Origin")).isEqualTo("*");
        long seconds = kind.text() ? 2 : 259_200;
        assertThat(get.header("Cache-Control")).isEqualTo("max-age=" + seconds);
        assertDated(get);
        ZonedDateTime expires = ZonedDateTime.parse(get.header("Expires"), DateTimeFormatter.RFC_1123_DATE_TIME);
        assertThat(Duration.between(Instant.now().plusSeconds(seconds), expires.toInstant()).abs())
                .isLessThan(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void answersHeadAsGetWithoutBody(Kind kind) {
        Reply get = http.get(kind.target());
        Reply head = http.request("HEAD", kind.target());
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.timeless()).isEqualTo(get.timeless());
        assertThat(http.request("HEAD", kind.target(), "Range: bytes=0-3").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void sendsNothingToWhoHasItAlready(Kind kind) {
        String tag = http.get(kind.target()).header("ETag");
        for (String tags : List.of(tag, "W/" + tag, "\"other\", " + tag, "*")) {
            Reply reply = http.get(kind.target(), "If-None-Match: " + tags);
            assertThat(reply.status()).as(tags).isEqualTo(304);
            assertThat(reply.body()).isEmpty();
            assertThat(reply.header("ETag")).isEqualTo(tag);
            assertThat(reply.header("Cache-Control")).startsWith("max-age=");
        }
        assertThat(http.request("HEAD", kind.target(), "If-None-Match: " + tag).status()).isEqualTo(304);
        assertThat(http.get(kind.target(), "If-None-Match: \"other\"").status()).isEqualTo(200);
        assertThat(http.get(kind.target(), "If-None-Match: " + tag.replace("\"", "")).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void sendsOnlyTheVersionThatIsAskedFor(Kind kind) {
        String target = kind.target();
        String tag = http.get(target).header("ETag");
        for (String tags : List.of(tag, "\"other\", " + tag, tag + " ,W/\"other\"", "*",
                "\"a\"" + ", \"a\"".repeat(99) + "," + tag)) {
            String match = "If-Match: " + tags;
            assertThat(http.get(target, match).status()).as(tags).isEqualTo(200);
            assertThat(http.request("HEAD", target, match).status()).as(tags).isEqualTo(200);
            assertThat(http.get(target, match, "Range: bytes=0-3").status()).as(tags).isEqualTo(206);
            assertThat(http.get(target, match, "If-None-Match: " + tag).status()).as(tags).isEqualTo(304);
        }
        assertThat(http.get(target, "If-Match: \"other\"", "If-Match: " + tag).status()).isEqualTo(200);
        for (String tags : List.of("\"other\"", "W/" + tag, tag.replace("\"", ""), "\"other\", *", "")) {
            String match = "If-Match: " + tags;
            refused(http.get(target, match), 412, "MPE_PRECONDITION_FAILED");
            refused(http.get(target, match, "If-None-Match: " + tag), 412, "MPE_PRECONDITION_FAILED");
            refused(http.get(target, match, "Range: bytes=0-3", "If-Range: " + tag), 412, "MPE_PRECONDITION_FAILED");
            refused(http.get(target, match, "Range: bytes=999999999-"), 412, "MPE_PRECONDITION_FAILED");
            Reply head = http.request("HEAD", target, match);
            assertThat(head.status()).as(tags).isEqualTo(412);
            assertThat(head.body()).isEmpty();
            assertThat(http.request("OPTIONS", target, match).status()).as(tags).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @MethodSource("texts")
    void takesTheTagOfTheEncodingThatWouldBeSent(Kind kind) {
        String plain = "If-Match: " + http.get(kind.target()).header("ETag");
        String zipped = "If-Match: " + http.get(kind.target(), "Accept-Encoding: gzip").header("ETag");
        assertThat(http.get(kind.target(), "Accept-Encoding: gzip", zipped).status()).isEqualTo(200);
        assertThat(http.get(kind.target(), plain).status()).isEqualTo(200);
        refused(http.get(kind.target(), "Accept-Encoding: gzip", plain), 412, "MPE_PRECONDITION_FAILED");
        refused(http.get(kind.target(), zipped), 412, "MPE_PRECONDITION_FAILED");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void sendsRanges(Kind kind) {
        Reply whole = http.get(kind.target());
        int length = whole.body().length;
        range(kind, "bytes=0-9", whole, 0, 10);
        range(kind, "bytes=5-", whole, 5, length);
        range(kind, "bytes=-7", whole, length - 7, length);
        range(kind, "bytes=-999999999999", whole, 0, length);
        range(kind, "bytes=" + (length - 1) + "-" + length + 50, whole, length - 1, length);
        for (String unsatisfiable : List.of("bytes=" + length + "-", "bytes=" + length + "-" + length + 1, "bytes=-0")) {
            Reply reply = http.get(kind.target(), "Range: " + unsatisfiable);
            assertThat(reply.status()).as(unsatisfiable).isEqualTo(416);
            assertThat(reply.header("Content-Range")).isEqualTo("bytes */" + length);
            assertThat(reply.text()).contains("MPE_STORAGE_INVALID_RANGE");
        }
        for (String ignored : List.of("bytes=0-1,4-5", "bytes=5-2", "lines=1-2", "bytes=a-b", "bytes=-", "bytes=",
                "bytes=99999999999999999999-")) {
            Reply reply = http.get(kind.target(), "Range: " + ignored);
            assertThat(reply.status()).as(ignored).isEqualTo(200);
            assertThat(reply.body()).isEqualTo(whole.body());
        }
    }

    private void range(Kind kind, String range, Reply whole, int start, int end) {
        Reply reply = http.get(kind.target(), "Range: " + range);
        assertThat(reply.status()).as(range).isEqualTo(206);
        assertThat(reply.header("Content-Range")).isEqualTo("bytes " + start + "-" + (end - 1) + "/" + whole.body().length);
        assertThat(reply.length()).isEqualTo(end - start);
        assertThat(reply.header("ETag")).isEqualTo(whole.header("ETag"));
        assertThat(reply.body()).isEqualTo(Arrays.copyOfRange(whole.body(), start, end));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void sendsTheRangeOnlyOfWhatTheClientHas(Kind kind) {
        String tag = http.get(kind.target()).header("ETag");
        assertThat(http.get(kind.target(), "Range: bytes=0-9", "If-Range: " + tag).status()).isEqualTo(206);
        for (String other : List.of("\"other\"", "W/" + tag, "Wed, 21 Oct 2015 07:28:00 GMT")) {
            assertThat(http.get(kind.target(), "Range: bytes=0-9", "If-Range: " + other).status()).as(other).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void compressesTextOnly(Kind kind) throws IOException {
        Reply plain = http.get(kind.target());
        Reply reply = http.get(kind.target(), "Accept-Encoding: br, gzip;q=0.8");
        assertThat(plain.header("Content-Encoding")).isNull();
        if (!kind.text()) {
            assertThat(reply.timeless()).isEqualTo(plain.timeless());
            assertThat(reply.header("Vary")).isNull();
            return;
        }
        assertThat(reply.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(reply.header("Vary")).isEqualTo("Accept-Encoding").isEqualTo(plain.header("Vary"));
        assertThat(reply.header("ETag")).isNotEqualTo(plain.header("ETag"));
        assertThat(reply.length()).isEqualTo(reply.body().length);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(reply.body())).readAllBytes()).isEqualTo(plain.body());
        String tag = reply.header("ETag");
        assertThat(http.get(kind.target(), "Accept-Encoding: gzip", "If-None-Match: " + tag).status()).isEqualTo(304);
        assertThat(http.get(kind.target(), "If-None-Match: " + tag).status()).isEqualTo(200);
        assertThat(http.get(kind.target(), "Accept-Encoding: gzip;q=0, identity").header("Content-Encoding")).isNull();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void namesTheNextFragmentToPrefetchers(Kind kind) {
        String next = "CDN-Origin-Assist-Prefetch-Path";
        assertThat(http.get(kind.target()).header(next)).isNull();
        String path = http.get(kind.target(), "CDN-Origin-Assist-Prefetch-Enabled: 1").header(next);
        if (!kind.target().contains("/Fragments(") || kind.name().endsWith("init")) {
            assertThat(path).isNull();
        } else {
            assertThat(path).startsWith("Fragments(");
            Reply following = http.get(URI.create(kind.target()).resolve(path).toString(),
                    "CDN-Origin-Assist-Prefetch-Request: 1");
            assertThat(following.status()).isEqualTo(200);
            assertThat(following.header("ETag")).isNotEqualTo(http.get(kind.target()).header("ETag"));
        }
    }

    @ParameterizedTest
    @MethodSource("texts")
    void givesNoHostAndNoAbsoluteUrl(Kind kind) {
        assertThat(http.get(kind.target(), "X-Forwarded-Host: elsewhere.example").text())
                .doesNotContain("127.0.0.1").doesNotContain("localhost").doesNotContain("elsewhere");
    }

    @Test
    void answersPreflightAndOptions() {
        for (String target : List.of(kinds.get(0).target(), "/nothing/here", "/00000000-0000-0000-0000-000000000000/a.mp4")) {
            Reply reply = http.request("OPTIONS", target, "Origin: https://player.example",
                    "Access-Control-Request-Method: GET", "Access-Control-Request-Headers: range");
            assertThat(reply.status()).as(target).isEqualTo(200);
            assertThat(reply.length()).isZero();
            assertDated(reply);
            assertThat(reply.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
            assertThat(reply.header("Access-Control-Allow-Origin")).isEqualTo("*");
            assertThat(reply.header("Access-Control-Allow-Methods")).contains("GET", "HEAD");
            assertThat(reply.header("Access-Control-Allow-Headers").toLowerCase(java.util.Locale.ROOT)).contains("range");
            assertThat(reply.header("Access-Control-Allow-Credentials")).isNull();
        }
        assertThat(http.get(kinds.get(0).target(), "Origin: https://player.example").header("Access-Control-Expose-Headers"))
                .contains("Date", "CDN-Origin-Assist-Prefetch-Path");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"m3u8-cmaf|x.ism/manifest(format=m3u8-cmaf)|404|MPE_RESOURCE_NOT_FOUND",
            "unknown format|ladder.ism/manifest(format=mpeg)|415|MPE_OUTPUT_FORMAT_NOT_SUPPORTED",
            "broken parentheses|ladder.ism/manifest(format=m3u8-cmaf|400|MPE_BAD_URL_SYNTAX",
            "unknown track|ladder.ism/QualityLevels(1)/Fragments(nothing=0)|404|MPE_EGRESS_TRACK_NOT_FOUND",
            "unknown level|ladder.ism/QualityLevels(1)/Fragments(video=0)|404|MPE_MANIFEST_MEDIA_ENTRY_NOT_FOUND",
            "unknown filter|ladder.ism/manifest(filter=nothing)|404|MPE_EGRESS_FILTER_NOT_FOUND",
            "encryption|ladder.ism/manifest(format=m3u8-cmaf,encryption=cbc)|403|MPE_ENC_ENCRYPTION_NOT_SET_IN_DELIVERY_POLICY",
            "no such file|nothing.mp4|404|MPE_STORAGE_RESOURCE_NOT_FOUND"})
    void saysWhatIsWrong(String what, String path, int status, String code) {
        refused(http.get(locatorPath() + path), status, code);
        refused(http.get(locatorPath() + path, "If-Match: \"other\""), status, code);
    }

    @Test
    void refusesATimeAtWhichNothingStarts() {
        String target = kinds.stream().filter(k -> k.name().equals("DASH_CMAF video segment")).findFirst().orElseThrow()
                .target();
        refused(http.get(target.replaceFirst("=\\d+,", "=1,")), 404, "MPE_FRAGMENT_TIMESTAMP_NOT_FOUND");
    }

    /** RFC 9110, 6.6.1. */
    private static void assertDated(Reply reply) {
        ZonedDateTime date = ZonedDateTime.parse(reply.header("Date"), DateTimeFormatter.RFC_1123_DATE_TIME);
        assertThat(Duration.between(Instant.now(), date.toInstant()).abs()).isLessThan(Duration.ofSeconds(5));
    }

    /** The AMS body, its length, and ten seconds in caches where it is a 404. */
    private static void refused(Reply reply, int status, String code) {
        assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
        assertDated(reply);
        assertThat(reply.length()).isEqualTo(reply.body().length);
        assertThat(reply.header("Content-Type")).isEqualTo("text/xml");
        assertThat(reply.text()).contains("<serverError>", "<status>" + status + "</status>", "<hresult>" + code + "</hresult>",
                "<activityId>", "<serviceId>");
        assertThat(reply.header("Cache-Control")).isEqualTo(status == 404 ? "max-age=10" : "no-store");
        assertThat(reply.header("Access-Control-Allow-Origin")).isEqualTo("*");
    }

    private String locatorPath() {
        return ladder.resolve("..").getRawPath();
    }

    @ParameterizedTest
    @CsvSource({"ladder.ism", "ladder.ismc", "LADDER.ISM", "ladder_256x144_120.mp4.dynx", "..%2fladder.mp4", ".hidden"})
    void handsOutNoManifestsAndIndexesAsFiles(String file) {
        Reply reply = http.get(locatorPath() + file);
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.text()).contains("<hresult>MPE_");
    }

    @Test
    void knowsLocatorsOnlyBetweenTheirTimes() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        String manifest = "ladder.ism/manifest(format=mpd-time-cmaf)";
        refused(http.get(locator(null, now.plusSeconds(3600).toString(), null) + manifest), 404, "MPE_RESOURCE_NOT_FOUND");
        refused(http.get(locator(null, null, now.minusSeconds(1).toString()) + manifest), 404, "MPE_RESOURCE_NOT_FOUND");
        String ending = locator(null, null, now.plusSeconds(60).toString());
        String segment = kinds.stream().filter(k -> k.name().equals("DASH_CMAF video segment")).findFirst().orElseThrow()
                .target().replace(locatorPath(), ending);
        Reply reply = http.get(segment);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(Integer.parseInt(reply.header("Cache-Control").replace("max-age=", ""))).isBetween(1, 60);
    }

    @Test
    void doesWhatThePolicyAllows() {
        String download = Fixtures.LEVELS.get(4).file();
        String only = locator(StreamingPolicy.DOWNLOAD_ONLY, null, null);
        assertThat(http.get(only + download, "Range: bytes=0-9").status()).isEqualTo(206);
        for (StreamingFormat format : StreamingFormat.values()) {
            refused(http.get(only + "ladder.ism/" + format.manifest()), 403, "MPE_OUTPUT_FORMAT_BLOCKED");
        }
        String streaming = locator(StreamingPolicy.CLEAR_STREAMING_ONLY, null, null);
        refused(http.get(streaming + download), 403, "MPE_OUTPUT_FORMAT_BLOCKED");
        assertThat(http.get(streaming + "ladder.ism/manifest").status()).isEqualTo(200);
        origin.catalog().putPolicy(StreamingPolicy.clear("dash-only", new EnabledProtocols(false, true, false, false))).join();
        String dash = locator("dash-only", null, null);
        for (StreamingFormat format : StreamingFormat.values()) {
            boolean enabled = format.name().startsWith("DASH");
            Reply reply = http.get(dash + "ladder.ism/" + format.manifest());
            assertThat(reply.status()).as(format.toString()).isEqualTo(enabled ? 200 : 403);
        }
    }

    /** Publishes the ladder again and gives the path of its locator, with a slash at the end. */
    private String locator(String policy, String start, String end) {
        StreamingLocator locator = origin.catalog().publish(LocatorRequest
                .of("ladder", policy == null ? StreamingPolicy.DOWNLOAD_AND_CLEAR_STREAMING : policy).withTimes(start, end))
                .join();
        return "/" + locator.streamingLocatorId() + "/";
    }
}
