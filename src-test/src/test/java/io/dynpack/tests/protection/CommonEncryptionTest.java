package io.dynpack.tests.protection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.dynpack.index.TrackKind;
import io.dynpack.isobmff.PsshBox;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.Stream;
import io.dynpack.protection.PlayReadyHeader;
import io.dynpack.protection.PlayReadyObject;
import io.dynpack.protection.ProtectionScheme;
import io.dynpack.protection.ProtectionSystem;
import io.dynpack.protection.WidevineHeader;
import io.dynpack.tests.media.AccessUnit;
import io.dynpack.tests.media.AccessUnits;
import io.dynpack.tests.media.AccessUnits.Edits;
import io.dynpack.tests.media.Fixtures;
import io.dynpack.tests.media.Program;
import io.dynpack.tests.media.Track;
import io.dynpack.url.Format;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Samples are encrypted as Shaka Packager encrypts them under the same key, byte for byte, and ffmpeg decrypts every segment
 * into the access units of the source.
 */
@Tag("node")
class CommonEncryptionTest {

    /** Pictures that grow darker have other weights than those they refer to. */
    private static final String FADE = "-vf fade=in:0:60,fade=out:120:60";

    @TempDir
    static Path scratch;

    private static Supplier<Path> encoded(String name, String arguments) {
        return () -> Fixtures.encoded("protected-" + name, true, arguments);
    }

    enum Asset {
        AVC(Fixtures::single),
        AVC_PYRAMID(Fixtures::pyramid),
        AVC_SLICES_AND_WEIGHTS(
                encoded("avc-slices", FADE + " -c:v libx264 -preset slow -x264-params slices=4:weightp=2:ref=5")),
        AVC_FIELDS(encoded("avc-fields", "-c:v libx264 -bf 3 -flags +ildct+ilme -x264-params tff=1")),
        AVC_BASELINE(encoded("avc-baseline", FADE + " -c:v libx264 -profile:v baseline")),
        AVC_SETS_IN_BAND(encoded("avc3", FADE + " -c:v libx264 -tag:v avc3 -bsf:v dump_extra")),
        HEVC(Fixtures::hevc),
        HEVC_OPEN_GOP(Fixtures::hevcOpenGop),
        HEVC_LEADING(Fixtures::hevcLeading),
        HEVC_SLICES_AND_WEIGHTS(encoded("hevc-slices", "-vf scale=640:720,fade=in:0:60 -c:v libx265 -tag:v hvc1 -x265-params"
                + " log-level=none:slices=4:wpp=1:weightp=1:weightb=1:bframes=5:ref=5")),
        HEVC_SETS_IN_BAND(encoded("hevc-sets", FADE + " -c:v libx265 -tag:v hev1 -x265-params"
                + " log-level=none:repeat-headers=1:opt-qp-pps=1:opt-ref-list-length-pps=1:temporal-layers=1")),
        HEVC_444(encoded("hevc-444", FADE + " -pix_fmt yuv444p12le -c:v libx265 -tag:v hvc1 -x265-params"
                + " log-level=none:weightb=1:transform-skip=1:scaling-list=default")),
        AV1(encoded("av1",
                FADE + ",scale=640:360 -c:v libsvtav1 -preset 8 -svtav1-params tile-columns=1:film-grain=8:aq-mode=1")),
        AV1_SCREEN_AND_STRETCHED(encoded("av1-screen", "-c:v libsvtav1 -preset 8 -svtav1-params"
                + " scm=1:superres-mode=1:superres-denom=12:superres-kf-denom=10")),
        AV1_GLOBAL_MOTION(encoded("av1-motion", "-vf rotate=0.02*n:ow=192:oh=108 -c:v libaom-av1 -cpu-used 6 -crf 40")),
        VP9(encoded("vp9", "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 200k")),
        /** Pictures that are not shown stand in one sample with those that refer to them. */
        VP9_SUPERFRAMES(encoded("vp9-superframes", FADE + " -c:v libvpx-vp9 -deadline good -cpu-used 5 -auto-alt-ref 1"
                + " -lag-in-frames 16 -b:v 200k -aq-mode 1"));

        private final Supplier<Path> folder;

        Asset(Supplier<Path> folder) {
            this.folder = folder;
        }
    }

    static java.util.stream.Stream<Arguments> everything() {
        return java.util.stream.Stream.of(Asset.values())
                .flatMap(asset -> java.util.stream.Stream.of(ProtectionScheme.CENC, ProtectionScheme.CBCS)
                        .map(scheme -> Arguments.of(asset, scheme)));
    }

    @ParameterizedTest
    @MethodSource("everything")
    void isWhatShakaPackagerMakes(Asset asset, ProtectionScheme scheme) throws IOException {
        Path folder = asset.folder.get();
        try (EncryptedAsset encrypted = new EncryptedAsset(folder)) {
            for (Stream stream : encrypted.presentation().streams()) {
                Level level = stream.levels().get(0);
                EncryptedSamples ours = EncryptedSamples.of(encrypted.segments(Format.DASH_CMAF, stream, level, scheme));
                String iv = scheme == ProtectionScheme.CENC ? ours.information().get(0).substring(0, 16) : EncryptedAsset.IV;
                EncryptedSamples shaka = shaka(folder.resolve(level.file().name()), stream.kind(), scheme, iv);
                assertThat(ours.tenc()).isEqualTo(shaka.tenc());
                assertThat(ours.information()).isEqualTo(shaka.information());
                assertThat(ours.media()).isEqualTo(shaka.media());
            }
        }
    }

    /** But for the algorithm, which Widevine's data have as those of AMS had, and which Shaka Packager leaves out. */
    @ParameterizedTest
    @EnumSource(names = {"CENC", "CBCS"})
    void protectionSystemsAreToldAsShakaPackagerTellsThem(ProtectionScheme scheme) throws IOException {
        Path file = Fixtures.single().resolve("single.mp4");
        String header = PlayReadyHeader.of(scheme, List.of(EncryptedAsset.key()), null, null);
        List<UUID> keyIds = List.of(EncryptedAsset.KEY_ID);
        String shaka = HexFormat.of().formatHex(packaged(file, TrackKind.VIDEO, scheme, EncryptedAsset.IV.substring(0, 16)));
        for (PsshBox box : List.of(ProtectionSystem.PLAYREADY.pssh(PlayReadyObject.of(header)),
                ProtectionSystem.COMMON.pssh(keyIds), ProtectionSystem.WIDEVINE.pssh(WidevineHeader.of(scheme, keyIds)))) {
            String ours = HexFormat.of().formatHex(box.toByteArray());
            boolean algorithm = scheme == ProtectionScheme.CENC && box.systemId().equals(ProtectionSystem.WIDEVINE.id());
            assertThat(shaka).contains(algorithm ? ours.substring(ours.indexOf("1210")) : ours);
        }
    }

    private static EncryptedSamples shaka(Path file, TrackKind kind, ProtectionScheme scheme, String iv) throws IOException {
        return EncryptedSamples.of(List.of(packaged(file, kind, scheme, iv)));
    }

    private static byte[] packaged(Path file, TrackKind kind, ProtectionScheme scheme, String iv) throws IOException {
        String stream = kind.name().toLowerCase(Locale.ROOT);
        Path out = scratch.resolve("shaka.mp4");
        Program.run(List.of("node", "node_modules/shaka-packager/index.js",
                "in=" + file + ",stream=" + stream + ",output=" + out,
                "--enable_raw_key_encryption", "--keys",
                "label=:key_id=" + EncryptedAsset.KEY_ID.toString().replace("-", "") + ":key=" + EncryptedAsset.KEY + ":iv="
                        + iv,
                "--protection_scheme", scheme.name().toLowerCase(Locale.ROOT), "--clear_lead", "0", "--protection_systems",
                "Widevine,PlayReady,CommonSystem"));
        return Files.readAllBytes(out);
    }

    @ParameterizedTest
    @MethodSource("everything")
    void ffmpegDecryptsEverySegment(Asset asset, ProtectionScheme scheme) {
        try (EncryptedAsset encrypted = new EncryptedAsset(asset.folder.get())) {
            for (Stream stream : encrypted.presentation().streams()) {
                Level level = stream.levels().get(0);
                for (Format format : List.of(Format.DASH_CMAF, Format.DASH_CSF)) {
                    List<byte[]> clear = encrypted.segments(format, stream, level, null);
                    List<byte[]> segments = encrypted.segments(format, stream, level, scheme);
                    assertThat(decrypted(segments)).isEqualTo(AccessUnits.of(clear, Edits.IGNORED).get(0).units());
                    assertThat(EncryptedSamples.of(segments).media()).isNotEqualTo(EncryptedSamples.of(clear).media());
                    for (int i = 1; i < segments.size(); i++) {
                        assertThat(decrypted(List.of(segments.get(0), segments.get(i))))
                                .isEqualTo(AccessUnits.of(List.of(clear.get(0), clear.get(i)), Edits.IGNORED).get(0).units());
                    }
                }
                if (stream.kind() == TrackKind.VIDEO) {
                    List<byte[]> keyFrames = new ArrayList<>(encrypted.keyFrames(Format.HLS_CMAF, stream, level, scheme));
                    List<byte[]> clear = new ArrayList<>(encrypted.keyFrames(Format.HLS_CMAF, stream, level, null));
                    keyFrames.add(0, encrypted.bytes(
                            encrypted.level(Format.HLS_CMAF, stream, level, scheme).initialization().orElseThrow()));
                    clear.add(0, encrypted
                            .bytes(encrypted.level(Format.HLS_CMAF, stream, level, null).initialization().orElseThrow()));
                    assertThat(decrypted(keyFrames)).isEqualTo(AccessUnits.of(clear, Edits.IGNORED).get(0).units());
                }
            }
        }
    }

    private static List<AccessUnit> decrypted(List<byte[]> segments) {
        List<Track> tracks = AccessUnits.decrypted(segments, EncryptedAsset.KEY);
        assertThat(tracks).hasSize(1);
        return tracks.get(0).units();
    }

    /**
     * One vector and one map for a sample, whatever it is sent in: another map under the same vector would give pictures away.
     */
    @ParameterizedTest
    @EnumSource(names = "AVC.*", mode = EnumSource.Mode.MATCH_ALL)
    void smoothFragmentsHoldTheSameSamples(Asset asset) {
        try (EncryptedAsset encrypted = new EncryptedAsset(asset.folder.get())) {
            for (Stream stream : encrypted.presentation().streams()) {
                Level level = stream.levels().get(0);
                EncryptedSamples cmaf = EncryptedSamples
                        .of(encrypted.segments(Format.DASH_CMAF, stream, level, ProtectionScheme.CENC));
                for (ProtectionScheme smooth : List.of(ProtectionScheme.CENC, ProtectionScheme.PIFF)) {
                    EncryptedSamples fragments = EncryptedSamples.of(encrypted.segments(Format.FMP4, stream, level, smooth));
                    assertThat(fragments.information()).isEqualTo(cmaf.information());
                    assertThat(fragments.media()).isEqualTo(cmaf.media());
                }
            }
        }
    }
}
