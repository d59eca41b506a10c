package io.dynpack.tests;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What the page on caches says of answers, row by row, is what they are. */
@ExtendWith(QuickstartOrigin.Provider.class)
class CachingTableTest {
    private static final Path PAGE = Path.of("../camel-dynpack-component/src/main/docs/cdn.md");
    private static final Path SAMPLE = Path.of("../examples/quickstart/sample/clockwork");
    private static final String LEVEL = "QualityLevels(88165)/";
    /** What the quickstart sets the option to. */
    private static final String MANIFEST_MAX_AGE = "max-age=2";
    private static final Map<String, Function<URI, List<URI>>> REQUESTS = Map.of(
            "manifest, playlist", ism -> List.of(ism.resolve("manifest"), ism.resolve("manifest(format=mpd-time-cmaf)"),
                    ism.resolve(LEVEL + "Manifest(video,format=m3u8-cmaf)")),
            "segment, init segment, key frame, file", ism -> List.of(ism.resolve(LEVEL + "Fragments(video=0,format=m3u8-cmaf)"),
                    ism.resolve(LEVEL + "Fragments(video=i,format=m3u8-cmaf)"),
                    ism.resolve(LEVEL + "KeyFrames(video=0,format=m3u8-cmaf)"), ism.resolve("../clockwork_256x144_90.mp4")),
            "404", ism -> List.of(ism.resolve(LEVEL + "Fragments(video=1,format=m3u8-cmaf)"),
                    ism.resolve("/" + UUID.randomUUID() + "/clockwork.ism/manifest")),
            "any other error", ism -> List.of(ism.resolve("manifest(format=of-nobody)"), ism.resolve("manifest(format=")),
            "content key, licence (`/?kid=…`, `/clearkey`)", ism -> List.of(ism.resolve("/?kid=" + UUID.randomUUID())));

    static Stream<String> rows() throws Exception {
        List<String> rows = Files.readString(PAGE).lines().dropWhile(line -> !line.startsWith("| answer |")).skip(2)
                .takeWhile(line -> line.startsWith("|"))
                // a storage that is silent and a playlist with a token have tests of their own
                .filter(line -> !line.startsWith("| 503 |") && !line.contains("`token=`")).toList();
        assertThat(rows).hasSameSizeAs(REQUESTS.keySet());
        return rows.stream();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void answersAreAsTheTableSays(String row, QuickstartOrigin origin) throws Exception {
        List<String> cells = Stream.of(row.substring(1).split("\\|")).map(String::strip).toList();
        String caching = cells.get(1).replaceFirst(",.*", "").replace("`", "")
                .replace("max-age of manifestMaxAge", MANIFEST_MAX_AGE)
                .replace("max-age of fragmentMaxAge", "max-age=" + 3 * 24 * 3600);
        for (URI url : REQUESTS.get(cells.get(0)).apply(origin.publish(SAMPLE))) {
            HttpResponse<byte[]> answer = get(url, "Origin", "https://example.org");
            assertThat(answer.headers().firstValue("Cache-Control")).as(url.toString()).hasValue(caching);
            assertThat(answer.headers().firstValue("Vary").orElse("none")).isEqualTo(cells.get(2).replace("`", ""));
            assertThat(answer.headers().firstValue("ETag").map(tag -> tag.startsWith("\"") ? "strong" : "weak").orElse("none"))
                    .isEqualTo(cells.get(3));
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
            int partial = get(url, "Range", "bytes=0-9").statusCode();
            assertThat(cells.size() > 4 && !cells.get(4).isEmpty() ? cells.get(4) : Integer.toString(answer.statusCode()))
                    .isEqualTo(Integer.toString(partial));
        }
    }

    @Test
    void cachesMayAskForTheFollowingSegment(QuickstartOrigin origin) throws Exception {
        URI url = origin.publish(SAMPLE).resolve(LEVEL + "Fragments(video=0,format=mpd-time-cmaf)");
        assertThat(get(url, "Accept", "*/*").headers().firstValue("CDN-Origin-Assist-Prefetch-Path")).isEmpty();
        int segments = 1;
        for (String next = next(url); next != null; next = next(url)) {
            url = url.resolve(next);
            segments++;
        }
        assertThat(segments).as("of 24 seconds").isEqualTo(4);
    }

    private static String next(URI url) throws Exception {
        HttpResponse<byte[]> answer = get(url, "CDN-Origin-Assist-Prefetch-Enabled", "1");
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.headers().firstValue("CDN-Origin-Assist-Prefetch-Path").orElse(null);
    }

    private static HttpResponse<byte[]> get(URI url, String header, String value) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(url).version(HttpClient.Version.HTTP_1_1).header(header, value);
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }
}
