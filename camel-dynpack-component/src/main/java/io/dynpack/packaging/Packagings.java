package io.dynpack.packaging;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import io.dynpack.index.TrackKind;
import io.dynpack.presentation.Finding;
import io.dynpack.presentation.KeyFrames;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.SelectedStream;
import io.dynpack.presentation.Selection;
import io.dynpack.presentation.Stream;
import io.dynpack.presentation.TextForm;
import io.dynpack.protection.CommonEncryption;
import io.dynpack.url.Format;
import io.dynpack.url.StreamingUrl;

/** The packaging of each format, with what they compute once. One for all who serve the same presentations. */
public final class Packagings {
    /** {@code Content-Type} of playlists of HLS. */
    public static final String HLS_TYPE = "application/vnd.apple.mpegurl";

    private final Map<Format, Packaging> packagings = new EnumMap<>(Format.class);
    private final List<String> choices;

    /** Of all codecs that there are. */
    public Packagings() {
        this(Set.of());
    }

    /** @param refusedCodecs codecs that are not served, as sample entries name them, whatever their case */
    public Packagings(Set<String> refusedCodecs) {
        this(refusedCodecs, TextForm.IMSC1, TextForm.IMSC1);
    }

    /**
     * @param refusedCodecs codecs that are not served, as sample entries name them, whatever their case
     * @param hlsCmafText   what HLS with CMAF has for text
     * @param dashText      what DASH has for it, in MP4
     */
    public Packagings(Set<String> refusedCodecs, TextForm hlsCmafText, TextForm dashText) {
        List<String> refused = refusedCodecs.stream().map(codec -> codec.toLowerCase(Locale.ROOT)).sorted().toList();
        List<String> chosen = new ArrayList<>(List.of(hlsCmafText.name(), dashText.name()));
        chosen.addAll(refused);
        choices = List.copyOf(chosen);
        CarriedLevels smooth = new CarriedLevels(Carriage.SMOOTH, Set.copyOf(refused));
        CarriedLevels cmaf = new CarriedLevels(Carriage.CMAF, Set.copyOf(refused));
        CarriedLevels transportStream = new CarriedLevels(Carriage.TRANSPORT_STREAM, Set.copyOf(refused));
        TransportCache transport = new TransportCache();
        for (Format format : Format.values()) {
            packagings.put(format, switch (format) {
                case FMP4, FMP4_V20 -> new SmoothPackaging(smooth);
                case HLS_CMAF -> new CmafPackaging(cmaf, format, hlsCmafText);
                case DASH_CMAF, DASH_CSF -> new CmafPackaging(cmaf, format, dashText);
                case HLS_TS_V4 -> new TransportPackaging(transportStream, transport, false);
                case HLS_TS_V3 -> new TransportPackaging(transportStream, transport, true);
            });
        }
    }

    /** Codecs that some format carries, as sample entries name them. */
    public static List<String> codecs() {
        return Carriage.codecs();
    }

    /** What was chosen of all that answers can be made of: other choices are other bytes at the same URL. */
    public List<String> choices() {
        return choices;
    }

    public Packaging of(Format format) {
        return Objects.requireNonNull(packagings.get(format));
    }

    /**
     * What of an asset some formats cannot carry: told to its owner before a player asks for it. One finding for each level that is
     * not served in all formats; empty where all is.
     */
    public static List<Finding> limits(Presentation whole) {
        List<Finding> findings = new ArrayList<>();
        limits(Carriage.CMAF, whole, "DASH and HLS CMAF are ", "these", findings);
        limits(Carriage.TRANSPORT_STREAM, whole, "HLS v4 and v3 are ", "these", findings);
        limits(Carriage.SMOOTH, whole, "Smooth Streaming is ", "it", findings);
        return findings;
    }

    private static void limits(Carriage carriage, Presentation whole, String formats, String them, List<Finding> findings) {
        CarriedLevels carried = new CarriedLevels(carriage, Set.of());
        boolean refused = carried.refusal(whole).isPresent();
        for (CarriedLevels.LeftOut left : carried.leftOut(whole)) {
            findings.add(Finding.warning(left.level().file().name(), left.stream().name() + " " + left.level().bitrate() + ": "
                    + left.reason() + ", so that " + formats + (refused ? "refused" : "served without it")
                    + "; encode it differently where players need " + them));
        }
    }

    /** Why a format makes nothing of a presentation, as a sentence for its owner; empty where it does. */
    public Optional<String> refusal(Format format, Presentation whole) {
        return of(format).refusal(whole);
    }

    /**
     * What can be encrypted of a selection; levels whose samples cannot are left out where others of their kind can.
     *
     * @param isEncrypted whether samples of a level are to be
     * @throws NotCarriedException where none of the video, or none of the audio, can be
     */
    public static Selection encryptable(Selection selection, Predicate<Level> isEncrypted) {
        Selection some = selection
                .keeping((stream, level) -> CommonEncryption.refusal(level) == null || !isEncrypted.test(level));
        for (SelectedStream stream : selection.streams()) {
            if (some.streams(stream.kind()).isEmpty()) {
                throw new NotCarriedException(stream.kind(), String.valueOf(CommonEncryption.refusal(stream.levels().get(0))));
            }
        }
        return some;
    }

    static String mp4Type(TrackKind kind) {
        return kind == TrackKind.VIDEO ? "video/mp4" : "audio/mp4";
    }

    static StreamingUrl.Manifest withVariant(StreamingUrl.Manifest url, HlsOptions options) {
        return url.parameters().audioOnly() == null && options.audioOnlyVariant()
                ? new StreamingUrl.Manifest(url.locatorId(), url.ism(), url.parameters().withAudioOnly(true))
                : url;
    }

    /** The fragment that holds the key frame with this time, or -1; sound has no I-frames. */
    static int keyFrameFragment(Stream stream, Level level, long time) {
        if (stream.kind() != TrackKind.VIDEO) {
            return -1;
        }
        KeyFrames keyFrames = new KeyFrames(stream, level);
        int entry = keyFrames.indexOf(time);
        return entry < 0 ? -1 : keyFrames.fragment(entry);
    }
}
