package io.dynpack.origin;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import io.dynpack.index.TrackKind;
import io.dynpack.manifest.Harbour;
import io.dynpack.manifest.dash.MediaPresentationDescription;
import io.dynpack.manifest.hls.MasterPlaylist;
import io.dynpack.manifest.hls.MediaPlaylist;
import io.dynpack.manifest.smooth.SmoothManifest;
import io.dynpack.presentation.KeyFrames;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.SampleRun;
import io.dynpack.presentation.SegmentSizes;
import io.dynpack.presentation.Stream;
import io.dynpack.segment.Piece;
import io.dynpack.segment.SegmentBody;
import io.dynpack.segment.cmaf.CmafSizes;
import io.dynpack.segment.cmaf.Flavour;
import io.dynpack.segment.cmaf.InitializationSegment;
import io.dynpack.segment.cmaf.MediaSegment;
import io.dynpack.segment.smooth.SmoothFragment;
import io.dynpack.segment.smooth.SmoothTiming;
import io.dynpack.segment.ts.MuxedAudio;
import io.dynpack.segment.ts.TransportLayout;
import io.dynpack.segment.ts.TransportStreams;
import io.dynpack.url.Format;
import io.dynpack.url.Parameters;
import io.dynpack.url.StreamingUrl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Entity tags promise equal bytes. Whoever changes the bytes of a format raises {@link EntityTag#OUTPUT_REVISION} and writes the
 * new digest here.
 */
class OutputRevisionTest {

    private static final int REVISION = 10;

    private static final Map<Format, String> DIGESTS = new TreeMap<>(Map.of(
            Format.HLS_TS_V4, "ac5dbe3d5c1641140ae94280df47a09036b69b96926395149e0fa18d329bfb1b",
            Format.HLS_TS_V3, "d4d27e3a305937cdc683119e1dd1834bce2232d5ce2c174925a92a876ae6e362",
            Format.HLS_CMAF, "cc8b9158a7eae1f88f39732647159ff8a628e6b3e5492fd52b90c2c1875300c2",
            Format.DASH_CMAF, "592ac5afee79202dfa9fd38c93bac212c6d915e474833bad2a256975ef3ba1ad",
            Format.DASH_CSF, "fa3e3a58caed634fe0337fea273ff50f9231fe6d34caee275e30455a38f87ded",
            Format.FMP4, "9c2214b894c05febcc7aabd4aa406bd45def7b227a634f9155fe6d6dc805355e",
            Format.FMP4_V20, "229081a7bf1d7db893dfda6cff4ab0e3f4ac0513d73b623cb4945c933a04da34"));

    private final Presentation presentation = Harbour.presentation();
    private final TransportStreams transport = new TransportStreams(presentation);

    @Test
    void bytesChangeOnlyWithTheRevision() throws Exception {
        Map<Format, String> found = new TreeMap<>();
        for (Format format : DIGESTS.keySet()) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String text : texts(format)) {
                digest.update(text.getBytes(StandardCharsets.UTF_8));
            }
            for (Stream stream : presentation.streams()) {
                for (Level level : stream.levels()) {
                    segments(digest, format, stream, level);
                }
            }
            found.put(format, HexFormat.of().formatHex(digest.digest()));
        }
        assertThat(found).as("bytes of output revision %s", EntityTag.OUTPUT_REVISION).isEqualTo(DIGESTS);
        assertThat(EntityTag.OUTPUT_REVISION).isEqualTo(REVISION);
    }

    private List<String> texts(Format format) {
        List<String> texts = new ArrayList<>();
        switch (format.protocol()) {
            case SMOOTH -> texts.add(SmoothManifest.of(presentation.all(), Parameters.of(format)));
            case DASH -> texts.add(MediaPresentationDescription.of(presentation.all(), Parameters.of(format)));
            default -> {
                texts.add(MasterPlaylist.of(presentation.all(), Harbour.url(format), sizes(format), false));
                for (Stream stream : presentation.streams()) {
                    for (Level level : stream.levels()) {
                        StreamingUrl.MediaPlaylist url = Harbour.url(format).playlist(level.bitrate(), stream.name());
                        texts.add(MediaPlaylist.of(presentation.all(), presentation.all().stream(stream.name()), level, url));
                        texts.add(MediaPlaylist.of(presentation.all(), presentation.all().stream(stream.name()), level,
                                url.keyFrames()));
                    }
                }
            }
        }
        return texts;
    }

    private SegmentSizes sizes(Format format) {
        return switch (format) {
            case HLS_TS_V4 -> transport.sizes(null);
            case HLS_TS_V3 -> transport.sizes(MuxedAudio.of(presentation.all().audio(null)));
            default -> new CmafSizes();
        };
    }

    private void transported(MessageDigest digest, Stream stream, Level level, MuxedAudio audio) {
        MuxedAudio muxed = stream.kind() == TrackKind.VIDEO ? audio : null;
        TransportLayout layout = transport.layout(stream, level, muxed);
        List<byte[]> files = new ArrayList<>(List.of(media(level)));
        if (muxed != null) {
            files.add(media(muxed.level()));
        }
        update(digest, layout.segment(0, stream.timeline().count()), files);
        KeyFrames keyFrames = new KeyFrames(stream, level);
        int count = stream.kind() == TrackKind.VIDEO ? Math.min(20, keyFrames.count()) : 0;
        for (int i = 0; i < count; i++) {
            update(digest, layout.keyFrame(keyFrames.sample(i)), files);
        }
    }

    /** A file whose samples hold one NAL unit, or one frame, each. */
    private static byte[] media(Level level) {
        byte[] file = new byte[Math.toIntExact(level.file().length())];
        for (int sample = 0; sample < level.timeline().endSample(); sample++) {
            int at = Math.toIntExact(level.samples().ranges(sample, sample + 1).starts()[0]);
            int size = level.samples().size(sample);
            for (int i = 0; i < size; i++) {
                file[at + i] = (byte) (sample * 31 + i * 7);
            }
            if (level.track().kind() == TrackKind.VIDEO) {
                ByteBuffer.wrap(file).putInt(at, size - 4).put(at + 4, (byte) (level.samples().isSync(sample) ? 0x65 : 0x41));
            }
        }
        return file;
    }

    /** @param files of the sources of a piece, in their order */
    private static void update(MessageDigest digest, SegmentBody body, List<byte[]> files) {
        for (Piece piece : body.pieces()) {
            Piece.Transformed transformed = (Piece.Transformed) piece;
            List<ByteBuffer[]> inputs = new ArrayList<>();
            for (int i = 0; i < transformed.sources().size(); i++) {
                Piece.Ranges ranges = transformed.sources().get(i);
                ByteBuffer file = ByteBuffer.wrap(files.get(i));
                ByteBuffer[] input = new ByteBuffer[ranges.starts().length];
                for (int range = 0; range < input.length; range++) {
                    input[range] = file.slice((int) ranges.starts()[range],
                            (int) (ranges.ends()[range] - ranges.starts()[range]));
                }
                inputs.add(input);
            }
            ByteBuffer made = ByteBuffer.allocate(transformed.transform().length());
            transformed.transform().write(inputs, made);
            digest.update(made.flip());
        }
    }

    private void segments(MessageDigest digest, Format format, Stream stream, Level level) {
        if (format == Format.HLS_TS_V4 || format == Format.HLS_TS_V3) {
            transported(digest, stream, level,
                    format == Format.HLS_TS_V3 ? MuxedAudio.of(presentation.all().audio(null)) : null);
            return;
        }
        if (format.protocol() == Format.Protocol.SMOOTH) {
            for (int fragment = 0; fragment < stream.timeline().count(); fragment++) {
                update(digest, smooth(stream, level, fragment));
                update(digest, smoothKeyFrame(stream, level, fragment));
            }
            return;
        }
        Flavour flavour = format == Format.DASH_CSF ? Flavour.CSF : Flavour.CMAF;
        update(digest, InitializationSegment.of(level, flavour));
        for (int fragment = 0; fragment < stream.timeline().count(); fragment++) {
            update(digest, new MediaSegment(level.indexed(fragment)).body(flavour, fragment + 1L));
        }
        KeyFrames keyFrames = new KeyFrames(stream, level);
        for (int i = 0; i < Math.min(20, keyFrames.count()); i++) {
            update(digest,
                    new MediaSegment(level.indexedKeyFrame(keyFrames.sample(i), keyFrames.nextSample(i))).body(flavour,
                            i + 1L));
        }
    }

    private static void update(MessageDigest digest, SegmentBody body) {
        for (Piece piece : body.pieces()) {
            if (piece instanceof Piece.Literal literal) {
                digest.update(literal.bytes().duplicate());
            } else if (piece instanceof Piece.Ranges ranges) {
                for (int i = 0; i < ranges.starts().length; i++) {
                    digest.update(ByteBuffer.allocate(16).putLong(ranges.starts()[i]).putLong(ranges.ends()[i]).flip());
                }
            }
        }
    }

    private static SegmentBody smooth(Stream stream, Level level, int fragment) {
        SampleRun run = level.indexed(fragment);
        return SmoothFragment.of(run, SmoothTiming.of(stream, level, fragment, run), fragment + 1L);
    }

    private static SegmentBody smoothKeyFrame(Stream stream, Level level, int fragment) {
        int sample = level.firstSample(fragment);
        SampleRun run = level.indexed(sample, sample + 1);
        return SmoothFragment.of(run, SmoothTiming.ofKeyFrame(stream, level, fragment, run), fragment + 1L);
    }
}
