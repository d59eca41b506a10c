package io.dynpack.manifest;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.dynpack.codec.Av1Codec;
import io.dynpack.codec.CaptionData;
import io.dynpack.codec.Codec;
import io.dynpack.codec.Colour;
import io.dynpack.codec.DolbyVision;
import io.dynpack.codec.Picture;
import io.dynpack.codec.PixelAspect;
import io.dynpack.index.MediaIndex;
import io.dynpack.index.TestMovie;
import io.dynpack.index.TrackIndex;
import io.dynpack.index.TrackProbe;
import io.dynpack.manifest.dash.MediaPresentationDescription;
import io.dynpack.packaging.Packagings;
import io.dynpack.presentation.ContentProtections;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.PresentationBuilder;
import io.dynpack.presentation.TrackSource;
import io.dynpack.url.Format;
import io.dynpack.url.Parameters;

import static org.assertj.core.api.Assertions.assertThat;

/** What manifests say of pictures besides their size: captions in them, their range, their shape. */
class VideoSignalsTest {

    private static Presentation presentation(Codec codec, CaptionData captions) {
        TestMovie movie = new TestMovie();
        TestMovie.Track video = movie.video();
        for (int i = 0; i < 100; i++) {
            video.add(1000, 3000, 0, i % 50 == 0);
        }
        MediaIndex index = movie.index("a.mp4");
        TrackIndex track = index.tracks().get(0);
        TrackIndex looked = track.probed(codec == null ? track.codec() : codec,
                captions == null ? TrackProbe.NOT_NEEDED : TrackProbe.glanced(captions));
        return new PresentationBuilder(60_000_000, 1).build(List.of(TrackSource.of(index.file(), looked)));
    }

    private static String master(Presentation presentation, Format format) {
        return new Packagings().of(format).manifest(presentation.all(), presentation.all(), Harbour.url(format),
                io.dynpack.packaging.HlsOptions.DEFAULT, ContentProtections.NONE);
    }

    private static String dash(Presentation presentation) {
        return MediaPresentationDescription.of(presentation.all(), Parameters.of(Format.DASH_CMAF));
    }

    @Test
    void captionsAreAnnounced() {
        Presentation both = presentation(null, new CaptionData(true, true));
        assertThat(master(both, Format.HLS_CMAF))
                .contains("#EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID=\"cc\",NAME=\"CEA708_CC\","
                        + "DEFAULT=YES,AUTOSELECT=YES,INSTREAM-ID=\"SERVICE1\"\n#EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID=\"cc\","
                        + "NAME=\"CEA608_CC\",INSTREAM-ID=\"CC1\"\n", ",CLOSED-CAPTIONS=\"cc\"\n");
        assertThat(master(both, Format.HLS_TS_V4))
                .contains("NAME=\"CEA608_CC\",DEFAULT=YES,AUTOSELECT=YES,INSTREAM-ID=\"CC1\"\n",
                        ",CLOSED-CAPTIONS=\"cc\"\n")
                .doesNotContain("SERVICE1");
        assertThat(master(both, Format.HLS_TS_V3)).doesNotContain("CAPTIONS");
        assertThat(dash(both)).contains(
                "<Accessibility schemeIdUri=\"urn:scte:dash:cc:cea-608:2015\" value=\"CC1=und\"/>",
                "<Accessibility schemeIdUri=\"urn:scte:dash:cc:cea-708:2015\" value=\"1=lang:und\"/>");
    }

    @Test
    void thatThereAreNoCaptionsIsSaidWhereItIsKnown() {
        assertThat(master(presentation(null, CaptionData.NONE), Format.HLS_CMAF)).contains(",CLOSED-CAPTIONS=NONE\n")
                .doesNotContain("TYPE=CLOSED-CAPTIONS");
        assertThat(master(presentation(null, null), Format.HLS_CMAF)).doesNotContain("CAPTIONS");
        assertThat(dash(presentation(null, CaptionData.NONE))).doesNotContain("cea-");
    }

    @ParameterizedTest
    @CsvSource({"16, PQ, EssentialProperty", "18, HLG, SupplementalProperty"})
    void highDynamicRange(int transfer, String range, String property) {
        Presentation presentation = presentation(av1(null, new Colour(9, transfer, 9, false), null), null);
        assertThat(master(presentation, Format.HLS_CMAF)).containsPattern("STREAM-INF:.*,VIDEO-RANGE=" + range + "\n")
                .containsPattern("I-FRAME-STREAM-INF:.*,VIDEO-RANGE=" + range + ",URI");
        assertThat(dash(presentation)).contains(
                "<" + property + " schemeIdUri=\"urn:mpeg:mpegB:cicp:TransferCharacteristics\" value=\"" + transfer + "\"/>");
    }

    @Test
    void dolbyVisionBesideWhatOthersShow() {
        DolbyVision dolbyVision = new DolbyVision(10, 6, 1);
        Presentation presentation = presentation(av1(null, new Colour(9, 16, 9, false), dolbyVision), null);
        assertThat(master(presentation, Format.HLS_CMAF)).contains(
                ",CODECS=\"av01.0.05M.10.0.110.09.16.09.0\",SUPPLEMENTAL-CODECS=\"dav1.10.06/db1p\",");
        assertThat(dash(presentation)).contains(" xmlns:scte214=\"urn:scte:dash:scte214-extensions\"",
                " scte214:supplementalCodecs=\"dav1.10.06\" scte214:supplementalProfiles=\"db1p\"");
    }

    @Test
    void pixelsThatAreNotSquare() {
        Presentation presentation = presentation(av1(new PixelAspect(64, 45), null, null), null);
        assertThat(master(presentation, Format.HLS_CMAF)).contains(",RESOLUTION=1024x576,");
        assertThat(dash(presentation)).contains(" width=\"720\" height=\"576\" sar=\"64:45\"");
    }

    private static Codec av1(PixelAspect aspect, Colour colour, DolbyVision dolbyVision) {
        return Av1Codec.of("av01", ByteBuffer.wrap(HexFormat.of().parseHex("81054c00")),
                new Picture(720, 576, aspect, colour, dolbyVision));
    }
}
