package io.dynpack.asset;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.dynpack.packaging.NotCarriedException;
import io.dynpack.packaging.Packagings;
import io.dynpack.presentation.Finding;
import io.dynpack.presentation.Level;
import io.dynpack.url.Format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** HEVC is in Smooth Streaming where the client manifest says so; nobody reads it for anything else. */
class ClientManifestReaderTest {
    private final TestStorage storage = new TestStorage();
    private long millis = 1_000_000;
    private final Clock clock = ((InstantSource) () -> Instant.ofEpochMilli(millis)).withZone(ZoneOffset.UTC);
    private final AssetCache cache = new AssetCache(storage,
            new AssetLoader(storage, new IndexCache(storage, 1 << 24), new CueCache(storage, 1 << 20), 60_000_000), clock,
            Duration.ofSeconds(5),
            Duration.ofSeconds(5), 100);

    private static byte[] media(String file) {
        try (InputStream in = ClientManifestReaderTest.class.getResourceAsStream("/media/" + file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String ism(String file, String head) {
        return """
                <?xml version="1.0" encoding="utf-8"?>
                <smil xmlns="http://www.w3.org/2001/SMIL20/Language"><head>%s</head><body><switch>
                <video src="%s" systemBitrate="900"/>
                </switch></body></smil>
                """.formatted(head, file);
    }

    /** @param levels bitrate and FourCC of each */
    private static String ismc(String stream, String... levels) {
        StringBuilder text = new StringBuilder("<SmoothStreamingMedia MajorVersion=\"2\" MinorVersion=\"2\" Duration=\"1\">\n"
                + "<StreamIndex Type=\"audio\" Name=\"video\"><QualityLevel Bitrate=\"900\" FourCC=\"HEV1\"/></StreamIndex>\n"
                + "<StreamIndex Type=\"Video\"" + stream + ">\n");
        for (int i = 0; i < levels.length; i += 2) {
            text.append("<QualityLevel Bitrate=\"").append(levels[i]).append("\" FourCC=\"").append(levels[i + 1])
                    .append("\"/>\n");
        }
        return text + "</StreamIndex></SmoothStreamingMedia>\n";
    }

    private void store(String file, String ismc, String text) {
        storage.with("a/show.ism", ism(file, "<meta name=\"clientManifestRelativePath\" content=\"show.ismc\"/>"))
                .with("a/" + file, media(file));
        if (text != null) {
            storage.with("a/" + ismc, text);
        }
    }

    private LoadedAsset get() {
        return cache.get("a/", "show.ism", TrackAdditions.NONE).join();
    }

    private static Level level(LoadedAsset asset) {
        return asset.presentation().streams().get(0).levels().get(0);
    }

    private static void refused(LoadedAsset asset) {
        assertThat(level(asset).smoothFourcc()).isNull();
        for (Format format : List.of(Format.FMP4, Format.FMP4_V20)) {
            assertThatThrownBy(() -> new Packagings().of(format).carried(asset.presentation().all()))
                    .isInstanceOf(NotCarriedException.class).hasMessageStartingWith("the codec h")
                    .hasMessageContaining("is not carried in Smooth Streaming unless the client manifest (.ismc) lists it");
        }
        assertThat(Packagings.limits(asset.presentation())).extracting(Finding::message).singleElement().asString()
                .contains("Smooth Streaming is refused");
    }

    @ParameterizedTest
    @CsvSource({"hvc1.mp4, show.ismc, HVC1, '', 900", "hvc1.mp4, SHOW.ismC, HEV1, ' Name=\"\"', 900",
            "hev1.mp4, show.ismc, hev1, ' Name=\"VIDEO\"', 900", "hev1.mp4, Show.ismc, hvc1, '', 123"})
    void theFourccIsThatOfTheClientManifest(String file, String name, String fourcc, String stream, long bitrate) {
        store(file, name, ismc(stream, "7", "H264", Long.toString(bitrate), fourcc));
        LoadedAsset asset = get();
        assertThat(level(asset).smoothFourcc()).isEqualTo(fourcc);
        assertThat(asset.clientManifest().name()).isEqualTo("a/" + name);
        assertThat(new Packagings().of(Format.FMP4).carried(asset.presentation().all()).streams()).hasSize(1);
        assertThat(Packagings.limits(asset.presentation())).isEmpty();
        assertThat(asset.presentation().findings()).isEmpty();
    }

    @Test
    void eachLevelHasItsOwn() {
        store("hvc1.mp4", "show.ismc", ismc("", "100", "HEV1", "900", "HVC1"));
        assertThat(level(get()).smoothFourcc()).isEqualTo("HVC1");
    }

    @Test
    void whatSaysNothingOfTheStreamIsAsNone() {
        store("hvc1.mp4", "show.ismc", ismc("", "900", "H264"));
        refused(get());
        store("hvc1.mp4", "show.ismc", ismc(" Name=\"other\"", "900", "HVC1"));
        millis += 5000;
        refused(get());
        store("hvc1.mp4", "show.ismc", ismc("", "900", "HVC1"));
        storage.with("a/show.ism", ism("hvc1.mp4", ""));
        millis += 5000;
        refused(get());
    }

    /** It is told, and costs nothing else. */
    @ParameterizedTest
    @ValueSource(strings = {"", "<smil/>", "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><SmoothStreamingMedia/>",
            "<SmoothStreamingMedia", "large"})
    void whatNobodyCanReadIsAsNone(String text) {
        store("hvc1.mp4", "show.ismc", text.equals("large") ? " ".repeat((4 << 20) + 1) : text);
        LoadedAsset asset = get();
        refused(asset);
        assertThat(asset.presentation().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Finding.Severity.WARNING);
            assertThat(finding.file()).isEqualTo("a/show.ismc");
            assertThat(finding.message()).contains("is no client manifest").doesNotContain("null");
        });
    }

    /** What else lies there may be anything, and as much as there is room for. */
    @Test
    @Timeout(20)
    void nothingButTheLevelsIsMadeOfIt() {
        StringBuilder text = new StringBuilder("<SmoothStreamingMedia><StreamIndex Type=\"video\">");
        while (text.length() < 4_000_000) {
            text.append("<x/>");
        }
        store("hvc1.mp4", "show.ismc", text + "<QualityLevel Bitrate=\"1e9\" FourCC=\"hEv1\"/>"
                + "<QualityLevel/></StreamIndex></SmoothStreamingMedia>");
        assertThat(level(get()).smoothFourcc()).isEqualTo("hEv1");
    }

    @Test
    void itIsFollowedAsTheServerManifestIs() {
        store("hvc1.mp4", "show.ismc", null);
        LoadedAsset without = get();
        refused(without);
        int listings = storage.listings;
        millis += 5000;
        assertThat(get()).isSameAs(without);
        assertThat(storage.listings).as("an absence is not looked for in any case again").isEqualTo(listings);
        storage.with("a/show.ismc", ismc("", "900", "HVC1"));
        millis += 5000;
        LoadedAsset with = get();
        assertThat(level(with).smoothFourcc()).isEqualTo("HVC1");
        assertThat(with.version()).isNotEqualTo(without.version());
        storage.with("a/show.ismc", ismc("", "900", "HEV1"));
        millis += 5000;
        LoadedAsset other = get();
        assertThat(level(other).smoothFourcc()).isEqualTo("HEV1");
        assertThat(other.version()).isNotEqualTo(with.version());
        storage.remove("a/show.ismc");
        millis += 5000;
        LoadedAsset again = get();
        refused(again);
        assertThat(again.version()).isEqualTo(without.version());
    }

    @Test
    void itIsReadForHevcAlone() {
        store("avc1.mp4", "show.ismc", ismc("", "900", "HVC1"));
        LoadedAsset asset = get();
        assertThat(level(asset).smoothFourcc()).isNull();
        assertThat(asset.clientManifest()).isNull();
        assertThat(storage.reads).noneMatch(read -> read.startsWith("a/show.ismc"));
        assertThat(storage.listings).isZero();
    }

    /** A name that leads out of the asset is none. */
    @Test
    void namesStayInTheFolder() {
        store("hvc1.mp4", "show.ismc", ismc("", "900", "HVC1"));
        storage.with("a/show.ism",
                ism("hvc1.mp4", "<meta name=\"clientManifestRelativePath\" content=\"../a/show.ismc\"/>"));
        refused(get());
    }

    @Test
    void aStorageThatDoesNotAnswerFailsTheLoad() {
        store("hvc1.mp4", "show.ismc", ismc("", "900", "HVC1"));
        storage.busy = name -> name.endsWith(".ismc");
        assertThatThrownBy(this::get).hasCauseInstanceOf(io.dynpack.storage.StorageException.class);
        storage.busy = name -> false;
        millis += 5000;
        assertThat(level(get()).smoothFourcc()).isEqualTo("HVC1");
    }
}
