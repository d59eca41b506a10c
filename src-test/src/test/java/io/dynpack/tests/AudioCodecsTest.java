package io.dynpack.tests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.dynpack.tests.http.RawHttp;
import io.dynpack.tests.http.Reply;
import io.dynpack.tests.manifest.Manifests;
import io.dynpack.tests.manifest.Rendition;
import io.dynpack.tests.manifest.Segment;
import io.dynpack.tests.media.AccessUnit;
import io.dynpack.tests.media.AccessUnits;
import io.dynpack.tests.media.AccessUnits.Edits;
import io.dynpack.tests.media.Ffmpeg;
import io.dynpack.tests.media.Rational;
import io.dynpack.tests.media.Track;
import io.dynpack.tests.media.TransportPackets;

import static org.assertj.core.api.Assertions.assertThat;

/** Sound of every codec beside a picture: every access unit in every format that carries it, and what manifests say of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(QuickstartOrigin.Provider.class)
class AudioCodecsTest {
    private static final Rational MILLISECOND = Rational.of(1, 1000);
    /** Presentations begin at ten seconds in transport streams. */
    private static final Rational BASE = Rational.of(10, 1);
    private static final Set<StreamingFormat> ISO = EnumSet.of(StreamingFormat.HLS_CMAF, StreamingFormat.DASH_CMAF,
            StreamingFormat.DASH_CSF);
    private static final Set<StreamingFormat> ALL = EnumSet.allOf(StreamingFormat.class);
    private static final String DOLBY = "tag:dolby.com,2014:dash:audio_channel_configuration:2011\" value=\"";
    private static final String CICP = "urn:mpeg:mpegB:cicp:ChannelConfiguration\" value=\"";

    private final BitExactness exactness = new BitExactness();
    private final Delivery delivery = new Delivery();
    private final Map<Asset, Path> folders = new HashMap<>();

    @TempDir
    static Path scratch;

    enum Asset {
        AC3("stereo -c:a ac3 -b:a 192k", ISO, "ac-3", "ac-3", "2", DOLBY + "A000"),
        AC3_SURROUND("5.1 -c:a ac3 -b:a 384k", ISO, "ac-3", "ac-3", "6", DOLBY + "F801"),
        AC3_OF_QUICKTIME("5.1 -c:a ac3 -b:a 384k -f mov", ISO, "ac-3", "ac-3", "6", CICP + "6"),
        EAC3("5.1 -c:a eac3 -b:a 384k", ALL, "ec-3", "ec-3", "6", DOLBY + "F801"),
        DTS("5.1 -strict -2 -c:a dca -b:a 768k", ISO, "mp4a.A9", "dtsc", "6",
                "tag:dts.com,2014:dash:audio_channel_configuration:2012\" value=\"6"),
        OPUS("stereo -c:a libopus -b:a 96k", ISO, "opus", null, "2", CICP + "2"),
        OPUS_LONG("5.1 -c:a libopus -b:a 256k -frame_duration 60", ISO, "opus", null, "6", CICP + "6"),
        FLAC("stereo -strict -2 -c:a flac", ISO, "fLaC", null, "2", CICP + "2"),
        MP3("stereo -c:a libmp3lame -b:a 128k", ISO, "mp4a.6B", "mp4a.6B", "2", CICP + "2"),
        MP3_SLOW("stereo -ar 22050 -c:a libmp3lame -b:a 64k", ISO, "mp4a.69", "mp4a.69", "2", CICP + "2"),
        MP3_OF_QUICKTIME("stereo -c:a libmp3lame -b:a 128k -f mov", ISO, "mp4a.6B", "mp4a.6B", "2", CICP + "2"),
        AAC_OF_QUICKTIME("5.1 -c:a aac -b:a 256k -f mov", ALL, "mp4a.40.2", "mp4a.40.2", "6", CICP + "6");

        private final String encoding;
        private final Set<StreamingFormat> formats;
        private final String codecs;
        private final String transportCodecs;
        private final String channels;
        private final String channelConfiguration;

        /** @param transportCodecs {@code null} where transport streams do not carry it */
        Asset(String encoding, Set<StreamingFormat> formats, String codecs, String transportCodecs, String channels,
                String channelConfiguration) {
            this.encoding = encoding;
            this.formats = formats;
            this.codecs = codecs;
            this.transportCodecs = transportCodecs;
            this.channels = channels;
            this.channelConfiguration = channelConfiguration;
        }
    }

    private Path folder(Asset asset) {
        return folders.computeIfAbsent(asset, a -> {
            Path folder = scratch.resolve("sound-" + a.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            int blank = a.encoding.indexOf(' ');
            String layout = a.encoding.substring(0, blank);
            Ffmpeg.ffmpeg(folder, List.of(("-f lavfi -i testsrc2=s=160x90:r=25:d=9 -f lavfi -i"
                    + " anoisesrc=r=48000:d=9:a=0.2:seed=7,aformat=channel_layouts=" + layout
                    + " -c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 50 -keyint_min 50 -sc_threshold 0 -bf 2"
                    + " -metadata:s:a language=eng" + a.encoding.substring(blank) + " film.mp4").split(" ")));
            return folder;
        });
    }

    static Stream<Arguments> everything() {
        return Stream.of(Asset.values())
                .flatMap(asset -> Stream.of(StreamingFormat.values()).map(format -> Arguments.of(asset, format)));
    }

    @ParameterizedTest
    @MethodSource("everything")
    void servesEveryAccessUnit(Asset asset, StreamingFormat format, QuickstartOrigin origin) {
        Path folder = folder(asset);
        if (asset.formats.contains(format)) {
            assertThat(exactness.faults(folder, origin.manifest(folder, format), format)).isEmpty();
        } else {
            refused(origin, origin.manifest(folder, format));
        }
    }

    @ParameterizedTest
    @EnumSource
    void manifestsSayWhatItIs(Asset asset, QuickstartOrigin origin) {
        Path folder = folder(asset);
        String hls = delivery.text(origin.manifest(folder, StreamingFormat.HLS_CMAF));
        assertThat(hls).contains("," + asset.codecs + "\"").contains("CHANNELS=\"" + asset.channels + "\"");
        String dash = delivery.text(origin.manifest(folder, StreamingFormat.DASH_CMAF));
        assertThat(dash).contains("codecs=\"" + asset.codecs + "\"").contains(asset.channelConfiguration + "\"");
    }

    /** The client manifest that ingest writes has no words for it. */
    @Test
    void soundThatSmoothStreamingDoesNotCarryIsServedAlone(QuickstartOrigin origin) throws IOException {
        Path folder = Files.createDirectories(scratch.resolve("sound-alone"));
        Ffmpeg.ffmpeg(folder, "-f lavfi -i sine=440:r=48000:d=7 -c:a ac3 -b:a 96k film.mp4");
        assertThat(exactness.faults(folder, origin.manifest(folder, StreamingFormat.DASH_CMAF), StreamingFormat.DASH_CMAF))
                .isEmpty();
        refused(origin, origin.manifest(folder, StreamingFormat.SMOOTH));
    }

    private static void refused(QuickstartOrigin origin, URI manifest) {
        Reply reply = new RawHttp(origin.base()).get(manifest.getRawPath());
        assertThat(reply.status()).isEqualTo(415);
        assertThat(reply.text()).contains("MPE_AUDIO_ENCODING_NOT_SUPPORTED");
    }

    /** In streams of their own and together with the picture. AAC, whose frames get headers there, has tests of its own. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AAC_OF_QUICKTIME")
    void transportStreams(Asset asset, QuickstartOrigin origin) {
        Path folder = folder(asset);
        Track source = AccessUnits.only(AccessUnits.of(folder.resolve("film.mp4"), Edits.APPLIED), "audio");
        for (String format : List.of("m3u8-aapl", "m3u8-aapl-v3")) {
            URI manifest = origin.publish(folder).resolve("manifest(format=" + format + ")");
            if (asset.transportCodecs == null) {
                refused(origin, manifest);
                continue;
            }
            assertThat(delivery.text(manifest)).contains("," + asset.transportCodecs + "\"");
            String kind = format.endsWith("v3") ? "video" : "audio";
            Rendition rendition = Manifests.HLS.read(manifest, delivery::text).stream().filter(r -> r.kind().equals(kind))
                    .findFirst().orElseThrow();
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (Segment segment : rendition.segments()) {
                all.writeBytes(delivery.bytes(segment));
            }
            assertThat(TransportPackets.faults(all.toByteArray())).isEmpty();
            Track served = AccessUnits.only(AccessUnits.of(List.of(all.toByteArray()), Edits.APPLIED), "audio");
            assertThat(served.codec()).isEqualTo(source.codec());
            assertThat(served.units().stream().map(AccessUnit::hash)).as(format)
                    .containsExactlyElementsOf(source.units().stream().map(AccessUnit::hash).toList());
            for (int i = 0; i < served.units().size(); i++) {
                Rational shown = served.units().get(i).presentation().minus(BASE);
                assertThat(shown.distance(source.units().get(i).presentation())).as("%s, unit %d", format, i)
                        .isLessThanOrEqualTo(MILLISECOND);
            }
        }
    }
}
