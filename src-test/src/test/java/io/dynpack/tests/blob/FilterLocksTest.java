package io.dynpack.tests.blob;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import com.azure.storage.blob.BlobContainerClient;

import io.dynpack.publishing.Catalog;
import io.dynpack.storage.azure.BlobAccount;
import io.dynpack.storage.azure.BlobLayout;
import io.dynpack.storage.azure.BlobStorage;
import io.dynpack.storage.azure.BlobTimes;
import io.dynpack.tests.QuickstartOrigin;
import io.dynpack.tests.manifest.Manifests;
import io.dynpack.tests.manifest.Rendition;
import io.dynpack.tests.manifest.Segment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every URL of an asset is tried under locators with filters: what they leave is the same as without them, byte for byte, and
 * nothing else is to be had in any format, under any spelling.
 */
@Tag("node")
@ExtendWith({Azurite.Provider.class, QuickstartOrigin.Provider.class})
class FilterLocksTest {
    private static final Map<String, Manifests> FORMATS = Map.of("m3u8-cmaf", Manifests.HLS, "m3u8-aapl", Manifests.HLS,
            "m3u8-aapl-v3", Manifests.HLS, "mpd-time-cmaf", Manifests.DASH, "mpd-time-csf", Manifests.DASH, "fmp4",
            Manifests.SMOOTH, "fmp4-v20", Manifests.SMOOTH);
    private static final List<Long> VIDEO_STARTS = List.of(0L, 60_060_000L, 120_120_000L, 180_180_000L);
    private static final long KEY_FRAMES = 20_020_000;
    private static final int PER_SEGMENT = 3;
    private static final Pattern OF_TRACK = Pattern.compile(
            "QualityLevels\\((\\d+)\\)/(Manifest|Fragments|KeyFrames)\\((\\w+)(?:=(\\w+))?,?(?:format=([\\w-]+))?(.*)\\)");

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private Path home;

    /** What a GET gave. */
    private record Answer(int status, String hash, int length, byte[] body) {}

    /**
     * What a locator leaves, as the contract has it.
     *
     * @param bitrates of video
     * @param audio    tracks of sound
     * @param first    fragment of video
     * @param end      behind the last one
     * @param sound    behind the last fragment of sound, which begins with the first one or the one before
     */
    private record Left(String name, List<Long> bitrates, List<String> audio, int first, int end, int firstSound, int sound,
            List<String> filters) {

        boolean keeps(String track, long bitrate) {
            return track.equals("video")
                    ? bitrates.contains(bitrate)
                    : audio.contains(track) && bitrate == LockedLadder.AUDIO_BITRATE;
        }

        boolean keeps(String track, int fragment) {
            return track.equals("video")
                    ? fragment >= first && fragment < end
                    : fragment >= firstSound && fragment < sound;
        }

        boolean isWholeTime() {
            return first == 0 && end == VIDEO_STARTS.size();
        }
    }

    private static final List<Left> LOCKS = List.of(
            new Left("tracks", LockedLadder.BITRATES.subList(2, 5), List.of("eng"), 0, 4, 0, 4, List.of("sd-only")),
            new Left("a part in the middle", LockedLadder.BITRATES, LockedLadder.AUDIO, 1, 2, 1, 2, List.of("second")),
            new Left("the first half", LockedLadder.BITRATES, LockedLadder.AUDIO, 0, 2, 0, 2, List.of("half")),
            new Left("tracks and a part", LockedLadder.BITRATES.subList(2, 5), List.of("eng"), 1, 2, 1, 2,
                    List.of("half", "SD-Only", "late")));

    private static void putFilters(Catalog catalog) {
        catalog.putAccountFilter(LockedLadder.sdOnly("sd-only")).join();
        catalog.putAccountFilter(LockedLadder.time("second", 60_060_000, 120_120_000)).join();
        catalog.putAccountFilter(LockedLadder.time("half", 0, 120_000_000)).join();
        catalog.putAccountFilter(LockedLadder.time("late", 60_100_000, 900_000_000)).join();
    }

    @Test
    void nothingPassesALockOverFiles(QuickstartOrigin origin) throws IOException {
        String asset = "locked";
        URI open = origin.publish(LockedLadder.in(home.resolve(asset)), asset);
        assertThat(open.getPath()).endsWith(LockedLadder.ISM + "/");
        putFilters(origin.catalog());
        List<String> files = files(origin.media().resolve(asset));
        for (Left left : LOCKS) {
            String path = LockedLadder.publish(origin.catalog(), asset, left.filters.toArray(String[]::new));
            tryEverything(open, origin.base().resolve(path), left, files, true);
        }
    }

    @Test
    void nothingPassesALockOverBlobs(Azurite azurite) throws IOException {
        String asset = "locked";
        BlobContainerClient media = azurite.container("media");
        BlobContainerClient documents = azurite.container("catalog");
        Path folder = LockedLadder.in(home.resolve(asset));
        BlobNode.upload(folder, media, asset + "/");
        Catalog catalog = new Catalog(new BlobStorage(BlobAccount.of(azurite.client()),
                new BlobLayout.OneContainer(documents.getBlobContainerName(), false), BlobTimes.DEFAULT), Clock.systemUTC());
        try (BlobNode node = new BlobNode(options -> {
            options.setConnectionString(azurite.connectionString());
            options.setAzureContainer(media.getBlobContainerName());
            options.setAzureCatalogContainer(documents.getBlobContainerName());
        })) {
            URI open = node.base().resolve(node.publish(asset));
            putFilters(catalog);
            for (Left left : List.of(LOCKS.get(0), LOCKS.get(2))) {
                String path = LockedLadder.publish(catalog, asset, left.filters.toArray(String[]::new));
                tryEverything(open, node.base().resolve(path), left, files(folder), false);
            }
        }
    }

    private static List<String> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private final Map<URI, Answer> opened = new HashMap<>();

    /** @param spellings whether what is locked is tried in other words too */
    private void tryEverything(URI open, URI locked, Left left, List<String> files, boolean spellings) {
        Set<String> urls = everything(open);
        int answered = 0;
        int refused = 0;
        for (String url : urls) {
            Answer whole = opened.computeIfAbsent(open.resolve(url), uri -> get(uri, -1));
            String what = left.name + " " + locked.resolve(url);
            Answer found = get(locked.resolve(url), -1);
            if (whole.status != 200 || !isLeft(url, left)) {
                assertThat(found.status).as(what).isBetween(400, 404);
                assertThat(found.length).as(what).isLessThan(1000);
                refused += whole.status == 200 ? 1 : 0;
                for (String other : spellings ? spellings(url) : List.<String>of()) {
                    assertThat(get(locked.resolve(other), -1).status).as(left.name + " " + other).isBetween(400, 404);
                }
            } else if (OF_TRACK.matcher(url).matches() && !url.contains("Manifest(")) {
                answered++;
                assertThat(found.status).as(what).isEqualTo(200);
                same(url, found, whole, open, left);
            } else {
                assertThat(found.status).as(what).isEqualTo(200);
            }
        }
        assertThat(answered).as("bodies of media under " + left.name).isGreaterThan(50);
        assertThat(refused).as("URLs refused under " + left.name).isGreaterThan(150);
        FORMATS.forEach((format, reader) -> lists(locked.resolve("manifest(format=" + format + ")"), locked, reader, left));
        files.forEach(file -> download(file, open, locked, left));
    }

    /** The body of the whole, or of a segment of a transport stream as much as is left: by fragments, from its beginning. */
    private void same(String url, Answer found, Answer whole, URI open, Left left) {
        Matcher of = OF_TRACK.matcher(url);
        assertThat(of.matches()).isTrue();
        int fragment = of.group(2).equals("Fragments") && of.group(4).matches("\\d+")
                ? fragment(of.group(3), Long.parseLong(of.group(4)), url)
                : -1;
        int cut = fragment + 1;
        while (fragment >= 0 && cut % PER_SEGMENT != 0 && cut < VIDEO_STARTS.size() && left.keeps(of.group(3), cut)) {
            cut++;
        }
        boolean isCut = fragment >= 0 && url.contains("m3u8-aapl") && cut % PER_SEGMENT != 0 && cut < VIDEO_STARTS.size();
        if (!isCut) {
            assertThat(found.hash).as(url).isEqualTo(whole.hash);
            return;
        }
        String from = url.replace("=" + of.group(4) + ",", "=" + starts(of.group(3), false).get(cut) + ",");
        int rest = opened.computeIfAbsent(open.resolve(from), uri -> get(uri, -1)).length;
        assertThat(found.length).as(url).isEqualTo(whole.length - rest);
        assertThat(found.hash).as(url).isEqualTo(get(open.resolve(url), found.length).hash);
    }

    /** Of what the manifests of a format list. */
    private void lists(URI manifest, URI ism, Manifests reader, Left left) {
        List<Rendition> renditions = reader.read(manifest, uri -> new String(get(uri, -1).body));
        assertThat(renditions).as(manifest.toString()).isNotEmpty();
        for (Rendition rendition : renditions) {
            List<Segment> segments = new ArrayList<>(rendition.segments());
            if (rendition.initialization() != null) {
                segments.add(rendition.initialization());
            }
            for (Segment segment : segments) {
                assertThat(isLeft(ism.relativize(segment.uri()).toString(), left)).as(segment.uri().toString()).isTrue();
                assertThat(get(segment.uri(), -1).status).as(segment.uri().toString()).isEqualTo(200);
            }
        }
    }

    /** A file has one track and all of its time. */
    private void download(String file, URI open, URI locked, Left left) {
        URI place = locked.resolve("../" + file);
        Answer whole = opened.computeIfAbsent(open.resolve("../" + file), uri -> get(uri, -1));
        Answer found = get(place, -1);
        boolean isOffered = file.endsWith(".mp4");
        assertThat(whole.status).as(file).isEqualTo(isOffered ? 200 : 404);
        boolean isLeft = left.isWholeTime() && isOffered && (file.contains("_eng_") || left.bitrates.stream()
                .anyMatch(bitrate -> file.endsWith("_" + bitrate / 1000 + ".mp4")));
        if (isLeft) {
            assertThat(found.hash).as(place.toString()).isEqualTo(whole.hash);
        } else {
            assertThat(found.status).as(left.name + " " + place).isEqualTo(404);
            assertThat(get(place, 100).status).as(left.name + " " + place).isEqualTo(404);
        }
    }

    /** Everything that a URL below the server manifest can name: what manifests list, and what they leave unsaid. */
    private Set<String> everything(URI open) {
        for (Rendition rendition : Manifests.SMOOTH.read(open.resolve("manifest"), uri -> new String(get(uri, -1).body))) {
            smoothStarts.put(rendition.kind().equals("video") ? "video" : rendition.id(),
                    rendition.segments().stream().map(Segment::time).toList());
        }
        assertThat(smoothStarts).hasSize(3).allSatisfy((track, starts) -> assertThat(starts).hasSize(VIDEO_STARTS.size()));
        Set<String> urls = new LinkedHashSet<>(List.of("manifest", "manifest(format=m3u8-cmaf,audio-only=true)",
                "manifest(format=m3u8-aapl,audio-only=true)", "manifest(format=m3u8-cmaf).m3u8"));
        FORMATS.forEach((format, reader) -> {
            urls.add("manifest(format=" + format + ")");
            for (Rendition rendition : reader.read(open.resolve("manifest(format=" + format + ")"),
                    uri -> new String(get(uri, -1).body))) {
                urls.add(open.relativize(rendition.manifest()).toString());
                rendition.segments().forEach(segment -> urls.add(open.relativize(segment.uri()).toString()));
            }
            List<String> tracks = new ArrayList<>(LockedLadder.AUDIO);
            tracks.add("video");
            for (String track : tracks) {
                for (long bitrate : track.equals("video") ? LockedLadder.BITRATES : List.of(LockedLadder.AUDIO_BITRATE)) {
                    String level = "QualityLevels(" + bitrate + ")/";
                    urls.add(level + "Fragments(" + track + "=i,format=" + format + ")");
                    for (long start : starts(track, format.startsWith("fmp4"))) {
                        urls.add(level + "Fragments(" + track + "=" + start + ",format=" + format + ")");
                        urls.add(level + "KeyFrames(" + track + "=" + start + ",format=" + format + ")");
                    }
                    for (int i = 0; i < 10 && track.equals("video"); i++) {
                        urls.add(level + "KeyFrames(video=" + i * KEY_FRAMES + ",format=" + format + ")");
                    }
                }
            }
        });
        for (String audio : LockedLadder.AUDIO) {
            urls.add("manifest(format=m3u8-aapl-v3,audioTrack=" + audio + ")");
            for (long bitrate : LockedLadder.BITRATES) {
                String level = "QualityLevels(" + bitrate + ")/";
                urls.add(level + "Manifest(video,format=m3u8-aapl-v3,audiotrack=" + audio + ")");
                VIDEO_STARTS.forEach(start -> urls
                        .add(level + "Fragments(video=" + start + ",format=m3u8-aapl-v3,audiotrack=" + audio + ")"));
            }
        }
        return urls;
    }

    /** The same in other words. */
    private static List<String> spellings(String url) {
        return List.of(url.replace("(", "%28").replace(")", "%29").replace("=", "%3D"),
                url.replace("QualityLevels", "qualitylevels").replace("Fragments", "fragments").replace("(video", "(VIDEO"),
                url.replaceAll("\\((\\w+=\\w+),(format=[\\w-]+)", "($1,%20$2") + "?any=thing");
    }

    private final Map<String, List<Long>> smoothStarts = new HashMap<>();

    /** Of all fragments of a track, in Smooth Streaming or else; the first of Smooth Streaming come out of its manifest. */
    private List<Long> starts(String track, boolean smooth) {
        if (smooth) {
            return smoothStarts.get(track);
        }
        return track.equals("video") ? VIDEO_STARTS : List.of(0L, 60_160_000L, 120_320_000L, 180_480_000L);
    }

    private int fragment(String track, long start, String url) {
        return starts(track, isSmooth(url)).indexOf(start);
    }

    private static boolean isSmooth(String url) {
        return !url.contains("format=") || url.contains("format=fmp4");
    }

    /** Whether a locator is to answer. */
    private boolean isLeft(String url, Left left) {
        Matcher of = OF_TRACK.matcher(url);
        Matcher audio = Pattern.compile("(?i)audioTrack=(\\w+)").matcher(url);
        if (audio.find() && !left.audio.contains(audio.group(1))) {
            return false;
        }
        if (!of.matches()) {
            return true;
        }
        String track = of.group(3);
        if (!left.keeps(track, Long.parseLong(of.group(1)))) {
            return false;
        }
        if (of.group(4) == null || of.group(4).equals("i")) {
            return true;
        }
        long time = Long.parseLong(of.group(4));
        if (of.group(2).equals("KeyFrames") && !isSmooth(url)) {
            return left.keeps(track, (int) (time / 60_060_000));
        }
        return left.keeps(track, fragment(track, time, url));
    }

    /** @param most bytes, the first ones; -1 for all */
    private Answer get(URI uri, int most) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        if (most >= 0) {
            request.header("Range", "bytes=0-" + (most - 1));
        }
        try {
            HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            boolean isText = uri.getPath().contains("anifest");
            return new Answer(response.statusCode(), HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
                    .digest(response.body())), response.body().length, isText ? response.body() : new byte[0]);
        } catch (Exception e) {
            throw new AssertionError(uri.toString(), e);
        }
    }
}
