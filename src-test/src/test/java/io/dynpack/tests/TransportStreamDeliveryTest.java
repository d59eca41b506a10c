package io.dynpack.tests;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.dynpack.ingest.AssetInfo;
import io.dynpack.presentation.Finding;
import io.dynpack.tests.media.Ffmpeg;
import io.dynpack.tests.media.Fixtures;

import static org.assertj.core.api.Assertions.assertThat;

/** HLS with transport streams over HTTP: every playlist and every segment, in any order, whole, in parts and by HEAD. */
@ExtendWith(QuickstartOrigin.Provider.class)
class TransportStreamDeliveryTest {

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Random random = new Random(5);

    @TempDir
    Path scratch;

    @ParameterizedTest
    @ValueSource(strings = {"m3u8-aapl", "m3u8-aapl-v3", "m3u8-aapl-v3,audiotrack=", "m3u8-aapl,audio-only=true",
            "m3u8-aapl-v3,audio-only=true"})
    void everySegmentIsServed(String format, QuickstartOrigin origin) throws Exception {
        URI base = origin.publish(Fixtures.muxed());
        String asked = format.endsWith("=") ? format + audioName(base) : format;
        URI master = base.resolve("manifest(format=" + asked + ")");
        String text = text(master);
        List<URI> playlists = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.contains("URI=\"")) {
                playlists.add(master.resolve(line.replaceAll(".*URI=\"([^\"]*)\".*", "$1")));
            } else if (!line.startsWith("#")) {
                playlists.add(master.resolve(line));
            }
        }
        assertThat(playlists).hasSizeGreaterThanOrEqualTo(Fixtures.LEVELS.size());
        for (URI playlist : playlists) {
            segments(playlist);
        }
        // ffmpeg reads the playlists by itself, though it is choosy about names. All that is listed goes into its output: what
        // is not wanted it stops reading in the middle of a segment, and then finds fault with the packet that it cut itself
        assertThat(Ffmpeg.warnings(scratch, List.of("-allowed_segment_extensions", "ALL", "-extension_picky", "0", "-i",
                master.toString(), "-map", "0", "-c", "copy", "-f", "null", "-")).lines()
                .filter(line -> !line.contains("Skip ("))).isEmpty();
    }

    private String audioName(URI base) throws Exception {
        return text(base.resolve("manifest(format=m3u8-aapl)")).lines().filter(line -> line.contains("TYPE=AUDIO"))
                .map(line -> line.replaceAll(".*NAME=\"([^\"]*)\".*", "$1")).reduce((first, last) -> last).orElseThrow();
    }

    /** ADTS has no way to say which channels a program config element describes. */
    @Test
    void soundThatTransportStreamsDoNotCarryIsLeftOutOrRefused(QuickstartOrigin origin) throws Exception {
        URI base = origin.publish(Fixtures.programConfigElement());
        List<String> names = text(base.resolve("manifest(format=m3u8-cmaf)")).lines()
                .filter(line -> line.contains("TYPE=AUDIO"))
                .map(line -> line.replaceAll(".*URI=\"([^\"]*),format=m3u8-cmaf\\)\".*", "$1")).toList();
        assertThat(names).hasSize(2);
        String four = text(base.resolve("manifest(format=m3u8-aapl)"));
        List<String> carried = names.stream().filter(four::contains).toList();
        assertThat(carried).hasSize(1);
        String left = names.stream().filter(name -> !carried.contains(name)).findFirst().orElseThrow();
        refused(base.resolve(left + ",format=m3u8-aapl)"));
        String track = left.substring(left.lastIndexOf('(') + 1);
        refused(base.resolve("manifest(format=m3u8-aapl-v3,audiotrack=" + track + ")"));
        segments(base.resolve(carried.get(0) + ",format=m3u8-aapl)"));

        Path alone = Files.createDirectory(scratch.resolve("alone"));
        Files.copy(Fixtures.programConfigElement().resolve("quad.mp4"), alone.resolve("quad.mp4"));
        URI nothing = origin.publish(alone, "alone");
        assertThat(report("alone", origin)).anySatisfy(finding -> assertThat(finding.message())
                .contains("not carried in transport streams", "HLS v4 and v3 are refused"));
        refused(nothing.resolve("manifest(format=m3u8-aapl)"));
        refused(nothing.resolve("manifest(format=m3u8-aapl-v3)"));
        assertThat(text(nothing.resolve("manifest(format=m3u8-cmaf)"))).contains("mp4a.40.2");
    }

    /** What ingest says of an asset. */
    private static List<Finding> report(String asset, QuickstartOrigin origin) {
        return origin.context().createFluentProducerTemplate().to("dynpack:describe").withBody(asset).request(AssetInfo.class)
                .findings();
    }

    private void refused(URI uri) throws Exception {
        HttpResponse<byte[]> response = get(HttpRequest.newBuilder(uri));
        assertThat(response.statusCode()).as(uri.toString()).isEqualTo(415);
        assertThat(new String(response.body(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("<hresult>MPE_AUDIO_ENCODING_NOT_SUPPORTED</hresult>");
    }

    private void segments(URI playlist) throws Exception {
        List<URI> uris = text(playlist).lines().filter(line -> !line.startsWith("#")).map(playlist::resolve).toList();
        assertThat(uris).isNotEmpty();
        byte[][] parts = new byte[uris.size()][];
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            order.add(i);
        }
        Collections.shuffle(order, random);
        for (int i : order) {
            HttpResponse<byte[]> whole = get(HttpRequest.newBuilder(uris.get(i)));
            assertThat(whole.statusCode()).as(uris.get(i).toString()).isEqualTo(200);
            assertThat(whole.headers().firstValue("Content-Type")).contains("video/mp2t");
            parts[i] = whole.body();
            HttpResponse<byte[]> head = get(HttpRequest.newBuilder(uris.get(i)).method("HEAD",
                    HttpRequest.BodyPublishers.noBody()));
            assertThat(head.headers().firstValue("Content-Length")).contains("" + parts[i].length);
            int from = random.nextInt(parts[i].length);
            int to = from + random.nextInt(parts[i].length - from);
            HttpResponse<byte[]> range = get(HttpRequest.newBuilder(uris.get(i)).header("Range", "bytes=" + from + "-" + to));
            assertThat(range.statusCode()).isEqualTo(206);
            assertThat(range.body()).isEqualTo(Arrays.copyOfRange(parts[i], from, to + 1));
            String tag = whole.headers().firstValue("ETag").orElseThrow();
            assertThat(get(HttpRequest.newBuilder(uris.get(i)).header("If-None-Match", tag)).statusCode()).isEqualTo(304);
        }
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        if (!playlist.toString().contains("keyframes")) {
            Path ts = scratch.resolve("joined.ts");
            Files.write(ts, joined.toByteArray());
            assertThat(Ffmpeg.warnings(scratch, List.of("-xerror", "-i", ts.toString(), "-f", "null", "-"))).isEmpty();
        }
    }

    private String text(URI uri) throws Exception {
        HttpResponse<String> response = client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(uri.toString()).isEqualTo(200);
        return response.body();
    }

    private HttpResponse<byte[]> get(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }
}
