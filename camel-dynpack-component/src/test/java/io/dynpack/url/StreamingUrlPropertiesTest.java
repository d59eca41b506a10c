package io.dynpack.url;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

class StreamingUrlPropertiesTest {
    private static final String BASE = "/7c1d0a52-3be4-4f0e-8a6b-5d2f9e61c0aa/harbour.ism/";

    @Property(tries = 2000)
    void whatPrintsParses(@ForAll("urls") StreamingUrl url) {
        assertThat(url.path()).matches("[A-Za-z0-9_.%/(),=;-]+");
        assertThat(StreamingUrl.parse(url.path())).isEqualTo(url);
    }

    @Property(tries = 2000)
    void relativeUrlsResolveToThePath(@ForAll("urls") StreamingUrl url) {
        if (url instanceof StreamingUrl.OfTrack ofTrack) {
            assertThat(url.path()).endsWith("/" + ofTrack.relativeToManifest());
            assertThat(ofTrack.relativeToManifest()).endsWith("/" + ofTrack.relativeToPlaylist());
        }
    }

    @Property(tries = 3000)
    void anyTextIsParsedOrRefused(@ForAll("hostile") String tail) {
        parsesOrRefuses(tail);
        parsesOrRefuses(BASE + tail);
        parsesOrRefuses(BASE + "QualityLevels(1)/" + tail);
        parsesOrRefuses(BASE + "QualityLevels(1)/Fragments(" + tail + ")");
        parsesOrRefuses(BASE + "manifest(" + tail + ")");
    }

    @Example
    void longRepetitionsAreFast() {
        long start = System.nanoTime();
        for (String unit : List.of("(", ")", ",", "=", ";", " ", "%20", "%", "../", "a=b,", "filter=a;", ".m3u8",
                "QualityLevels(")) {
            for (int i = 0; i < 200; i++) {
                parsesOrRefuses(BASE + "manifest(" + unit.repeat(4000 / unit.length()));
                parsesOrRefuses(BASE + "manifest(filter=" + unit.repeat(3900 / unit.length()) + ")");
            }
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    private static void parsesOrRefuses(String path) {
        assertThatCode(() -> {
            try {
                StreamingUrl url = StreamingUrl.parse(path);
                assertThat(StreamingUrl.parse(url.path())).isEqualTo(url);
            } catch (UrlException e) {
                assertThat(e.code()).isNotNull();
            }
        }).doesNotThrowAnyException();
    }

    @Provide
    Arbitrary<String> hostile() {
        Arbitrary<String> pieces = Arbitraries.of("(", ")", ",", "=", ";", "/", "\\", " ", "%", "%2", "%00", "%2e", "%2F",
                "%c0%af",
                "%ff", "\ud83d", "\udfac", "manifest", "Fragments", "KeyFrames", "QualityLevels", "format", "m3u8-cmaf",
                "filter",
                "type", "keyframes", "video", "i", "all", "0", "99999999999999999999", ".", "..", ".ism", ".m3u8", "é",
                "\u0000", "?");
        return Arbitraries.oneOf(pieces.list().ofMaxSize(12).map(list -> String.join("", list)),
                Arbitraries.strings().all().ofMaxLength(40));
    }

    @Provide
    Arbitrary<StreamingUrl> urls() {
        Arbitrary<UUID> ids = Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(UUID::new);
        Arbitrary<String> isms = text(40).map(name -> name.replace('/', '_') + ".ism");
        Arbitrary<Long> numbers = Arbitraries.longs().greaterOrEqual(0);
        Arbitrary<StreamingUrl> manifests = Combinators.combine(ids, isms, parameters()).as(StreamingUrl.Manifest::new);
        Arbitrary<StreamingUrl> playlists = Combinators
                .combine(ids, isms, numbers, tracks(), parameters(), Arbitraries.of(true, false))
                .as((id, ism, bitrate, track, parameters, key) -> new StreamingUrl.MediaPlaylist(id, ism, bitrate, track,
                        parameters.withFormat(Format.HLS_CMAF).withKeyFrames(key)));
        Arbitrary<StreamingUrl> fragments = Combinators.combine(ids, isms, numbers, tracks(), numbers, parameters())
                .as(StreamingUrl.Fragment::new);
        Arbitrary<StreamingUrl> keyFrames = Combinators.combine(ids, isms, numbers, tracks(), numbers, parameters())
                .as(StreamingUrl.KeyFrame::new);
        Arbitrary<StreamingUrl> inits = Combinators.combine(ids, isms, numbers, tracks(), parameters())
                .as(StreamingUrl.Init::new);
        Arbitrary<StreamingUrl> texts = Combinators
                .combine(ids, isms, numbers, tracks(), parameters(), Arbitraries.of(Format.HLS_CMAF, Format.HLS_TS_V4))
                .as((id, ism, bitrate, track, parameters, format) -> new StreamingUrl.WholeText(id, ism, bitrate, track,
                        parameters.withFormat(format)));
        Arbitrary<StreamingUrl> downloads = Combinators.combine(ids, text(40).filter(StreamingUrl::isDownload))
                .as(StreamingUrl.Download::new);
        return Arbitraries.oneOf(manifests, playlists, fragments, keyFrames, inits, texts, downloads);
    }

    private static Arbitrary<Parameters> parameters() {
        return Combinators
                .combine(Arbitraries.of(Format.values()), tracks().filter(name -> name.indexOf(';') < 0).list().ofMaxSize(3),
                        Arbitraries.of("cbc", "cenc", "cbcs-aapl", "piff").injectNull(0.5),
                        Arbitraries.of(true, false).injectNull(0.5), tracks().injectNull(0.5))
                .as((format, filters, encryption, audioOnly, audioTrack) -> new Parameters(format, filters, encryption,
                        audioOnly,
                        audioTrack, false));
    }

    private static Arbitrary<String> tracks() {
        return text(20).map(name -> name.replaceAll("[,=()/]", "_"));
    }

    private static Arbitrary<String> text(int length) {
        return Arbitraries.strings().withCharRange(' ', '~').withCharRange('\u00a0', '\u2000').withChars("%;$+&").ofMinLength(1)
                .ofMaxLength(length).map(name -> name.replace('\\', '_'));
    }
}
