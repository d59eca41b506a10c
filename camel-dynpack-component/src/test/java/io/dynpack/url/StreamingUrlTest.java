package io.dynpack.url;

import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StreamingUrlTest {
    private static final String ID = "7c1d0a52-3be4-4f0e-8a6b-5d2f9e61c0aa";
    private static final UUID LOCATOR = UUID.fromString(ID);
    private static final String BASE = "/" + ID + "/harbour.ism/";

    /** What follows {@link #BASE}, and the canonical form of it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "=", value = {"manifest | =", "Manifest | manifest", "MANIFEST.mpd | manifest",
            "manifest.m3u8 | manifest", "manifest(format=fmp4) | manifest", "manifest(format=fmp4-v20) | =",
            "manifest(format=m3u8-cmaf) | =", "manifest(format=m3u8-aapl) | =",
            "manifest(format=m3u8-aapl-v4) | manifest(format=m3u8-aapl)", "manifest(format=m3u8-aapl-v3) | =",
            "manifest(format=mpd-time-cmaf) | =", "manifest(format=mpd-time-csf) | =",
            "MANIFEST(FORMAT=MPD-Time-CSF) | manifest(format=mpd-time-csf)",
            "manifest(format=m3u8-cmaf).m3u8 | manifest(format=m3u8-cmaf)",
            "manifest(format=mpd-time-csf).MPD | manifest(format=mpd-time-csf)",
            "manifest(format=mpd-time-csf, filter=x) | manifest(format=mpd-time-csf,filter=x)",
            "manifest(filter=x,   format=mpd-time-csf) | manifest(format=mpd-time-csf,filter=x)",
            "manifest(filtername=x) | manifest(filter=x)", "manifest(filter=a;b;c) | =",
            "manifest%28format%3Dm3u8-cmaf%2Cfilter%3Da%3Bb%29 | manifest(format=m3u8-cmaf,filter=a;b)",
            "manifest(audio-only=FALSE,format=m3u8-aapl) | manifest(format=m3u8-aapl,audio-only=false)",
            "manifest(format=m3u8-aapl,audio-only=true) | =",
            "manifest(format=m3u8-aapl-v3,audioTrack=aac_eng_2_128033_2_1) | manifest(format=m3u8-aapl-v3,audiotrack=aac_eng_2_128033_2_1)",
            "manifest(encryption=CBC) | manifest(encryption=cbc)",
            "manifest(encryption=cbcs-aapl,format=m3u8-cmaf) | manifest(format=m3u8-cmaf,encryption=cbcs-aapl)",
            "manifest?t=1&u=%zz | manifest", "QualityLevels(2204817)/Manifest(video,format=m3u8-aapl) | =",
            "qualitylevels(2204817)/manifest(video,format=M3U8-AAPL) | QualityLevels(2204817)/Manifest(video,format=m3u8-aapl)",
            "QualityLevels(2204817)/Manifest(video,format=m3u8-aapl).m3u8 | QualityLevels(2204817)/Manifest(video,format=m3u8-aapl)",
            "QualityLevels(128033)/Manifest(aac_eng_2_128033_2_1,format=m3u8-aapl) | =",
            "QualityLevels(2204817)/Manifest(video,format=m3u8-aapl,type=keyframes) | =",
            "QualityLevels(2204817)/Manifest(video,type=KeyFrames,format=m3u8-cmaf,encryption=cbcs-aapl) "
                    + "| QualityLevels(2204817)/Manifest(video,format=m3u8-cmaf,type=keyframes,encryption=cbcs-aapl)",
            "QualityLevels(403117)/Manifest(video,format=m3u8-aapl-v3,audiotrack=NAME) | =",
            "QualityLevels(403117)/Manifest(video,format=m3u8-cmaf,type=keyframes,filter=a;b,encryption=cbc) | =",
            "QualityLevels(2204817)/Fragments(video=0,format=m3u8-aapl) | =",
            "QualityLevels(2204817)/KeyFrames(video=0,format=m3u8-aapl) | =",
            "QualityLevels(403117)/Fragments(video=20000000,format=m3u8-aapl-v3,audiotrack=NAME) | =",
            "QualityLevels(403117)/Fragments(video=20000000,format=m3u8-aapl,filter=short) | =",
            "QualityLevels(403117)/Fragments(video=i,format=m3u8-cmaf,encryption=cbcs-aapl) | =",
            "QualityLevels(403117)/Fragments(video=I,format=m3u8-cmaf) | QualityLevels(403117)/Fragments(video=i,format=m3u8-cmaf)",
            "QualityLevels(310)/Fragments(subt_de=all,format=m3u8-aapl,filter=short,encryption=cbc) | =",
            "QualityLevels(310)/fragments(subt_de=ALL,format=m3u8-aapl-v4) | QualityLevels(310)/Fragments(subt_de=all,format=m3u8-aapl)",
            "QualityLevels(127999)/Fragments(aac_eng_2_127999_2_1=20053333,format=mpd-time-csf) | =",
            "QualityLevels(403117)/fragments(video=0, encryption=cenc, format=mpd-time-csf) "
                    + "| QualityLevels(403117)/Fragments(video=0,format=mpd-time-csf,encryption=cenc)",
            "QualityLevels(403117)/Fragments(video=60060000) | =",
            "QualityLevels(403117)/Fragments(video=60060000,format=fmp4-v20) | QualityLevels(403117)/Fragments(video=60060000)",
            "QualityLevels(403117)/Fragments(video=9223372036854775807) | =",
            "QualityLevels(007)/Fragments(video=00) | QualityLevels(7)/Fragments(video=0)",
            "QualityLevels(0)/Fragments(subt=0) | =",
            "QualityLevels(96000)/Fragments(Espa%C3%B1ol%20a%3A2%3B3=0) | =",
            "QualityLevels(96000)/Fragments(Español a:2;3=0) | QualityLevels(96000)/Fragments(Espa%C3%B1ol%20a%3A2%3B3=0)",
            "QualityLevels(96000)/Fragments(%F0%9F%8E%AC=0) | =", "QualityLevels(96000)/Fragments(%252e=0) | ="})
    void acceptsAndPrintsCanonically(String given, String canonical) {
        StreamingUrl url = StreamingUrl.parse(BASE + given);
        assertThat(url.path()).isEqualTo(BASE + (canonical == null ? given : canonical));
        assertThat(StreamingUrl.parse(url.path())).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"manifest(", "manifest)", "manifest()", "manifest(format)", "manifest(format=)", "manifest(=fmp4)",
            "manifest(format=m3u8-cmaf", "manifest(format=m3u8-cmaf))", "manifest((format=m3u8-cmaf)",
            "manifest(format=m3u8-cmaf)x",
            "manifest(format=m3u8-cmaf).m3u8.m3u8", "manifest(format=m3u8-cmaf,)", "manifest(,format=m3u8-cmaf)",
            "manifest( format=m3u8-cmaf)", "manifest(format=fmp4,format=fmp4)", "manifest(filter=a,filtername=b)",
            "manifest(format=fmp4,FORMAT=m3u8-cmaf)", "manifest(filter=)", "manifest(filter=;)", "manifest(filter=a;)",
            "manifest(filter=a;;b)", "manifest(unknown=1)",
            "manifest(audio-only=yes)",
            "manifest(type=keyframes)", "manifest(type=other)", "manifest(encryption=a_b)", "manifest(encryption=%C5%BF)",
            "manifest(audioTrack=a%2Fb)", "manifest/", "manifestx", "manifest%", "manifest%4", "manifest%zz", "manifest%00",
            "manifest%0a", "manifest%C0%AE", "manifest%ED%A0%80", "manifest%F4%90%80%80", "manifest%E2%82", "manifest%C2%85",
            "manifest%E2%80%A8", "QualityLevels", "QualityLevels(1)", "QualityLevels(1)/", "QualityLevels()/Fragments(video=0)",
            "QualityLevels(-1)/Fragments(video=0)", "QualityLevels(+1)/Fragments(video=0)",
            "QualityLevels(1.5)/Fragments(video=0)",
            "QualityLevels(0x1)/Fragments(video=0)", "QualityLevels(1 )/Fragments(video=0)",
            "QualityLevels(1,a=b)/Fragments(video=0)",
            "QualityLevels(9223372036854775808)/Fragments(video=0)", "QualityLevels(1)/Fragments(video=9999999999999999999)",
            "QualityLevels(1)/Fragments(video=00000000000000000001)", "QualityLevels(%D9%A1)/Fragments(video=0)",
            "QualityLevels(1)/Fragments(video)", "QualityLevels(1)/Fragments(video=)", "QualityLevels(1)/Fragments(=0)",
            "QualityLevels(1)/Fragments()", "QualityLevels(1)/Fragments(video=0,)",
            "QualityLevels(1)/Fragments(video,format=m3u8-cmaf)",
            "QualityLevels(1)/Fragments(video=0=0)", "QualityLevels(1)/Fragments(video=0,type=keyframes)",
            "QualityLevels(1)/Fragments(video=-1)", "QualityLevels(1)/Fragments(video=0)/x",
            "QualityLevels(1)/Fragments(a%2Fb=0)",
            "QualityLevels(1)/Fragments(a%5Cb=0)", "QualityLevels(1)/Fragments(video=0).mp4",
            "QualityLevels(1)/KeyFrames(video=i)", "QualityLevels(1)/KeyFrames(subt=all,format=m3u8-aapl)",
            "QualityLevels(1)/Fragments(subt=al,format=m3u8-aapl)",
            "QualityLevels(1)/RawFragments(video=0)", "QualityLevels(1)/FragmentInfo(video=0)", "QualityLevels(1)/Manifest",
            "QualityLevels(1)/Manifest()", "QualityLevels(1)/Manifest(format=m3u8-cmaf)",
            "QualityLevels(1)/Fragment%C5%BF(video=0)",
            "QualityLevels(1)/Fragments(a%281=0)"})
    void refusesSyntax(String tail) {
        assertRefused(BASE + tail, UrlException.Code.BAD_URL_SYNTAX);
    }

    @ParameterizedTest
    @ValueSource(strings = {"manifest(format=m3u8)", "manifest(format=mpd-time-csf2)", "manifest(format=fmp4-v21)",
            "manifest(format=%C5%BF)", "QualityLevels(1)/Manifest(video)",
            "QualityLevels(1)/Manifest(video,format=mpd-time-csf)",
            "QualityLevels(1)/Fragments(subt=all)", "QualityLevels(1)/Fragments(subt=all,format=mpd-time-cmaf)",
            "QualityLevels(1)/Fragments(video=0,format=ts)"})
    void refusesFormats(String tail) {
        assertRefused(BASE + tail, UrlException.Code.OUTPUT_FORMAT_NOT_SUPPORTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "x", "/favicon.ico", "/crossdomain.xml", "//", "/" + ID, "/" + ID + "/",
            "/" + ID + "//a.mp4",
            "/7c1d0a52-3be4-4f0e-8a6b-5d2f9e61c0a/a.mp4", "/7c1d0a52-3be4-4f0e-8a6b-5d2f9e61c0ag/a.mp4",
            "/7c1d0a523be44f0e8a6b5d2f9e61c0aa0000/a.mp4", "/{7c1d0a52-3be4-4f0e-8a6b-5d2f9e61c0aa}/a.mp4",
            "7c1d0a52-3be4-4f0e-8a6b-5d2f9e61c0aa/a.mp4", "/../" + ID + "/a.mp4", "/" + ID + "/..", "/" + ID + "/../a.mp4",
            "/" + ID + "/a/../b.mp4", "/" + ID + "/a/./b.mp4", "/" + ID + "/a//b.mp4", "/" + ID + "/a/",
            "/" + ID + "/%2e%2e/b.mp4",
            "/" + ID + "/a%2f..%2fb.mp4", "/" + ID + "/a%5c..%5cb.mp4", "/" + ID + "/harbour.ism", "/" + ID + "/harbour.ISM",
            "/" + ID + "/harbour.ismc", "/" + ID + "/harbour.ismv", "/" + ID + "/x/harbour.ism/manifest",
            "/" + ID + "/.ism/manifest",
            "/" + ID + "/harbour.ism/", "/" + ID + "/harbour.ism/a.mp4", "/" + ID + "/harbour.ism/a/b"})
    void refusesWhatIsNoStreamingUrl(String path) {
        assertRefused(path, UrlException.Code.NOT_FOUND);
    }

    @Test
    void refusesLongPathsAtOnce() {
        assertRefused("/" + "a".repeat(4096), UrlException.Code.BAD_URL_SYNTAX);
        assertRefused("/".repeat(1 << 20), UrlException.Code.BAD_URL_SYNTAX);
        assertThat(StreamingUrl.parse(BASE + "manifest?" + "a".repeat(1 << 16))).isInstanceOf(StreamingUrl.Manifest.class);
    }

    @Test
    void readsDownloads() {
        assertThat(StreamingUrl.parse("/" + ID + "/harbour_1280x720_AACAudio_2204.mp4"))
                .isEqualTo(new StreamingUrl.Download(LOCATOR, "harbour_1280x720_AACAudio_2204.mp4"));
        assertThat(StreamingUrl.parse("/" + ID.toUpperCase() + "/sub%20titles/a(1)%2c=b%3f%2523.vtt"))
                .isEqualTo(new StreamingUrl.Download(LOCATOR, "sub titles/a(1),=b?%23.vtt"));
        assertThat(new StreamingUrl.Download(LOCATOR, "sub titles/a(1).vtt").path())
                .isEqualTo("/" + ID + "/sub%20titles/a%281%29.vtt");
        assertThat(StreamingUrl.isDownload("a/b.mp4")).isTrue();
        assertThat(StreamingUrl.isDownload("a.ism/b.mp4")).isFalse();
    }

    @Test
    void decodesOnce() {
        assertThat(StreamingUrl.parse("/" + ID + "/%252e%252e/a.mp4"))
                .isEqualTo(new StreamingUrl.Download(LOCATOR, "%2e%2e/a.mp4"));
    }

    @Test
    void keepsTheNameOfTheServerManifest() {
        StreamingUrl.Manifest url = (StreamingUrl.Manifest) StreamingUrl.parse("/" + ID + "/Port%20(2),a=b%2B.Ism/manifest");
        assertThat(url.ism()).isEqualTo("Port (2),a=b+.Ism");
        assertThat(url.path()).isEqualTo("/" + ID + "/Port%20%282%29%2Ca%3Db%2B.Ism/manifest");
    }

    @Test
    void printsRelativeUrls() {
        Parameters parameters = Parameters.of(Format.HLS_CMAF).withFilters(List.of("a", "b c")).withEncryption("cbc")
                .withAudioOnly(true);
        StreamingUrl.Manifest master = new StreamingUrl.Manifest(LOCATOR, "harbour.ism", parameters);
        assertThat(master.playlist(2204817, "video").keyFrames().relativeToManifest())
                .isEqualTo(
                        "QualityLevels(2204817)/Manifest(video,format=m3u8-cmaf,type=keyframes,filter=a;b%20c,encryption=cbc)");
        Parameters fragment = parameters.ofFragment();
        assertThat(UrlTemplate.fragments("video", fragment).with("i"))
                .isEqualTo("Fragments(video=i,format=m3u8-cmaf,encryption=cbc)");
        StringBuilder out = new StringBuilder();
        UrlTemplate.keyFrames("video", fragment).append(out, 20020000);
        assertThat(out).hasToString("KeyFrames(video=20020000,format=m3u8-cmaf,encryption=cbc)");
        assertThat(new StreamingUrl.Init(LOCATOR, "harbour.ism", 1, "video", fragment).relativeToPlaylist())
                .isEqualTo("Fragments(video=i,format=m3u8-cmaf,encryption=cbc)");
    }

    @Test
    void printsTemplates() {
        Parameters csf = Parameters.of(Format.DASH_CSF).withEncryption("cenc");
        assertThat(UrlTemplate.dashMedia(UrlTemplate.DASH_BANDWIDTH, "video", csf))
                .isEqualTo("QualityLevels($Bandwidth$)/Fragments(video=$Time$,format=mpd-time-csf,encryption=cenc)");
        assertThat(UrlTemplate.dashInit(UrlTemplate.DASH_BANDWIDTH, "a$b", Parameters.of(Format.DASH_CMAF)))
                .isEqualTo("QualityLevels($Bandwidth$)/Fragments(a%24b=i,format=mpd-time-cmaf)");
        assertThat(UrlTemplate.smooth("video", Parameters.of(Format.FMP4_V20)))
                .isEqualTo("QualityLevels({bitrate})/Fragments(video={start time})");
    }

    @Test
    void refusesToPrintWhatDoesNotParse() {
        Parameters hls = Parameters.of(Format.HLS_CMAF);
        assertThatThrownBy(() -> new StreamingUrl.Manifest(LOCATOR, "a/b.ism", hls))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new StreamingUrl.Manifest(LOCATOR, "a.mp4", hls)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new StreamingUrl.Manifest(LOCATOR, "a.ism", hls.withKeyFrames(true)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> UrlTemplate.fragments("a,b", hls)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> hls.withFilters(List.of("a;b"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> hls.withEncryption("CBC")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new StreamingUrl.Download(LOCATOR, "a/../b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new StreamingUrl.Download(LOCATOR, "\ud800")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new StreamingUrl.MediaPlaylist(LOCATOR, "a.ism", -1, "video", hls))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertRefused(String path, UrlException.Code code) {
        assertThatThrownBy(() -> StreamingUrl.parse(path)).as(path.length() > 200 ? "long path" : path)
                .isInstanceOfSatisfying(UrlException.class, e -> {
                    assertThat(e.code()).isEqualTo(code);
                    assertThat(e.getMessage()).matches("[A-Z][A-Za-z0-9, -]+\\.").doesNotContain("harbour");
                });
    }
}
