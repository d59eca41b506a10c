package io.dynpack.manifest.hls;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.dynpack.codec.AudioCodec;
import io.dynpack.codec.CaptionData;
import io.dynpack.codec.VideoCodec;
import io.dynpack.index.TrackKind;
import io.dynpack.presentation.ContentProtection;
import io.dynpack.presentation.ContentProtections;
import io.dynpack.presentation.KeyFrames;
import io.dynpack.presentation.LanguageTag;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.SegmentSizes;
import io.dynpack.presentation.SelectedStream;
import io.dynpack.presentation.SelectedText;
import io.dynpack.presentation.Selection;
import io.dynpack.presentation.TextForm;
import io.dynpack.presentation.TextStream;
import io.dynpack.url.StreamingUrl;

/**
 * Writes the master playlist of HLS (RFC 8216bis, 4.4.6). Variants ascend by bitrate and repeat for each group of audio. Version
 * 3 of transport streams knows no groups of audio and no I-frame playlists: its variants hold one audio, which the URL chooses.
 */
public final class MasterPlaylist {
    private static final String SUBTITLES = "subtitles";
    private static final String FOR_THE_DEAF = "public.accessibility.transcribes-spoken-dialog,"
            + "public.accessibility.describes-music-and-sound";

    private final Selection selection;
    private final StreamingUrl.Manifest url;
    private final SegmentSizes sizes;
    private final ContentProtections protections;
    private final Dialect dialect;
    private final boolean shortLanguages;
    private final long targetDuration;
    /** In the segments of video, whatever is listed; {@code null} where these hold none. */
    private final @Nullable Level multiplexed;
    private final boolean highDynamicRange;
    /** {@code null} where nobody knows. */
    private final @Nullable CaptionData captions;
    private boolean hasCaptions;
    /** Of text, behind those of a variant. */
    private final String textCodecs;
    private final StringBuilder out = new StringBuilder(4096);

    private MasterPlaylist(Selection selection, StreamingUrl.Manifest url, SegmentSizes sizes, boolean shortLanguages,
            ContentProtections protections, TextForm form, @Nullable Level multiplexed) {
        this.multiplexed = multiplexed;
        this.textCodecs = selection.texts().isEmpty() || form.codec() == null ? "" : ',' + form.codec();
        this.selection = selection;
        this.url = url;
        this.sizes = protections.bound(sizes);
        this.protections = protections;
        this.shortLanguages = shortLanguages;
        this.dialect = Dialect.of(url.parameters().format());
        this.targetDuration = TargetDuration.of(selection, dialect);
        this.captions = selection.captions();
        this.highDynamicRange = selection.streams(TrackKind.VIDEO).stream()
                .flatMap(video -> video.levels().stream()).anyMatch(MasterPlaylist::isHighDynamicRange);
    }

    /**
     * @param url            that asked; its parameters go on into the playlists' URLs
     * @param sizes          of what these list, in the clear; where audio is multiplexed, of video together with it
     * @param form           of text
     * @param multiplexed    audio in the segments of video, which filters of the URL do not shape; {@code null} for none
     * @param shortLanguages whether {@code LANGUAGE} is the shortest tag of RFC 5646, {@code en}, rather than as stated, {@code
     *                       eng}
     */
    public static String of(Selection selection, StreamingUrl.Manifest url, SegmentSizes sizes, boolean shortLanguages,
            ContentProtections protections, TextForm form, @Nullable Level multiplexed) {
        return new MasterPlaylist(selection, url, sizes, shortLanguages, protections, form, multiplexed).write();
    }

    /** As the longest {@code of} without encryption, and text as IMSC 1.1; what is multiplexed is of the selection. */
    public static String of(Selection selection, StreamingUrl.Manifest url, SegmentSizes sizes, boolean shortLanguages) {
        SelectedStream audio = Dialect.of(url.parameters().format()).multiplexes()
                ? selection.audio(url.parameters().audioTrack())
                : null;
        return of(selection, url, sizes, shortLanguages, ContentProtections.NONE, TextForm.IMSC1,
                audio == null ? null : audio.levels().get(0));
    }

    /** Renditions that a player chooses from. */
    private record AudioGroup(String id, List<AudioGroups.Rendition> renditions, long announced, long peak, long average,
            String codecs) {

        /** The one to start with. */
        AudioGroups.Rendition first() {
            return renditions.stream().filter(rendition -> rendition.name().isDefault() || rendition.stream().isDefault())
                    .findFirst().orElse(renditions.get(0));
        }
    }

    private String write() {
        dialect.begin(out);
        if (!dialect.multiplexes() && selection.streams().stream().allMatch(shown -> shown.stream().independent())) {
            out.append("#EXT-X-INDEPENDENT-SEGMENTS\n");
        }
        sessionKeys();
        List<AudioGroup> groups = audioGroups();
        if (!dialect.multiplexes()) {
            for (AudioGroup group : groups) {
                Set<String> names = new HashSet<>();
                group.renditions.forEach(rendition -> media(group, rendition, names));
            }
        }
        if (!dialect.multiplexes()) {
            captions();
            Set<String> names = new HashSet<>();
            // no two of a group may be the default one (RFC 8216bis, 4.4.6.1.1), however many are stated to be
            SelectedText first = selection.texts().stream().filter(text -> text.stream().isDefault()).findFirst().orElse(null);
            selection.texts().forEach(text -> subtitles(text, text == first, names));
        }
        List<Variant> variants = variants(groups);
        Variant first = first(variants);
        if (first != null) {
            write(first);
        }
        variants.stream().filter(variant -> variant != first).forEach(this::write);
        return out.toString();
    }

    /** One a key, whichever levels have it. */
    private void sessionKeys() {
        Set<String> keys = new HashSet<>();
        selection.streams().stream().flatMap(stream -> stream.levels().stream()).forEach(level -> {
            ContentProtection protection = protections.of(level);
            if (protection != null && keys.add(protection.keyId())) {
                KeyTag.appendSession(out, protection);
            }
        });
    }

    /** Services of CEA-708 have names since version 7 only (RFC 8216bis, 8). */
    private void captions() {
        boolean dtv = captions != null && captions.cea708() && !dialect.isTransportStream();
        if (dtv) {
            captions("CEA708_CC", true, "SERVICE1");
        }
        if (captions != null && captions.cea608()) {
            captions("CEA608_CC", !dtv, "CC1");
        }
        hasCaptions = captions != null && (dtv || captions.cea608());
    }

    private void captions(String name, boolean isDefault, String channel) {
        out.append("#EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID=\"cc\",NAME=\"").append(name).append('"');
        if (isDefault) {
            out.append(",DEFAULT=YES,AUTOSELECT=YES");
        }
        out.append(",INSTREAM-ID=\"").append(channel).append("\"\n");
    }

    /**
     * What a player chooses from.
     *
     * @param video         {@code null} for sound alone
     * @param level         of the video, or of the sound
     * @param audio         {@code null} for pictures alone
     * @param withKeyFrames whether the I-frame playlist of the level is listed behind it
     */
    private record Variant(@Nullable SelectedStream video, Level level, @Nullable AudioGroup audio, boolean withKeyFrames) {}

    /** Ascending by bitrate, once for each group of audio. */
    private List<Variant> variants(List<AudioGroup> groups) {
        List<SelectedStream> videos = selection.streams(TrackKind.VIDEO);
        List<Variant> variants = new ArrayList<>();
        for (int group = 0; group < Math.max(1, groups.size()); group++) {
            AudioGroup audio = groups.isEmpty() ? null : groups.get(group);
            for (SelectedStream video : videos) {
                for (int i = video.levels().size() - 1; i >= 0; i--) {
                    variants.add(new Variant(video, video.levels().get(i), audio, group == 0));
                }
            }
        }
        if (Boolean.TRUE.equals(url.parameters().audioOnly()) || videos.isEmpty()) {
            groups.forEach(group -> variants.add(new Variant(null, group.first().level(), group, false)));
        }
        return variants;
    }

    /** The one that players begin with, by the wish of a filter; {@code null} without one. */
    private @Nullable Variant first(List<Variant> variants) {
        Variant best = null;
        for (Variant variant : variants) {
            long bitrate = variant.level.bitrate();
            if (bitrate <= selection.firstQuality() && (best == null || bitrate > best.level.bitrate())) {
                best = variant;
            }
        }
        return best;
    }

    private void write(Variant variant) {
        if (variant.video != null) {
            variant(variant.video, variant.level, variant.audio, variant.withKeyFrames);
        } else if (variant.audio != null) {
            audioOnly(variant.audio);
        }
    }

    private List<AudioGroup> audioGroups() {
        List<AudioGroup> groups = new ArrayList<>();
        AudioGroups.of(audioStreams()).forEach((id, renditions) -> {
            // one audio is multiplexed, with the bitrate that the segments have
            if (groups.isEmpty() || !dialect.multiplexes()) {
                groups.add(group(id, renditions));
            }
        });
        return groups;
    }

    private AudioGroup group(String id, List<AudioGroups.Rendition> renditions) {
        long announced = 0;
        long peak = 0;
        long average = 0;
        Set<String> codecs = new LinkedHashSet<>();
        for (AudioGroups.Rendition rendition : renditions) {
            Bandwidth bandwidth = bandwidth(rendition.stream(), rendition.level());
            announced = Math.max(announced, Bandwidth.announced(rendition.level().bitrate()));
            peak = Math.max(peak, bandwidth.peak());
            average = Math.max(average, bandwidth.average());
            codecs.add(codec(rendition.level()));
        }
        return new AudioGroup(id, renditions, announced, peak, average, String.join(",", codecs));
    }

    private List<SelectedStream> audioStreams() {
        if (!dialect.multiplexes()) {
            return selection.streams(TrackKind.AUDIO);
        }
        SelectedStream chosen = selection.audio(url.parameters().audioTrack());
        return chosen == null ? List.of() : List.of(chosen);
    }

    private Bandwidth bandwidth(SelectedStream stream, Level level) {
        return new Bandwidth(stream, level, dialect.segments(selection, stream, level), sizes, targetDuration);
    }

    /** @param names of the group so far; no two may be equal (RFC 8216bis, 4.4.6.1.1) */
    private void media(AudioGroup group, AudioGroups.Rendition rendition, Set<String> names) {
        SelectedStream stream = rendition.stream();
        SelectedStream named = rendition.name();
        String name = unique(named.name(), named.stream().displayName(), names);
        out.append("#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"").append(group.id).append("\",NAME=\"").append(name)
                .append("\",LANGUAGE=\"").append(quoted(language(stream.stream().language()))).append('"');
        if (rendition == group.first()) {
            out.append(",DEFAULT=YES");
        }
        out.append(",AUTOSELECT=YES");
        if (stream.stream().isAudioDescription()) {
            out.append(",CHARACTERISTICS=\"public.accessibility.describes-video\"");
        }
        out.append(",CHANNELS=\"").append(((AudioCodec) rendition.level().codec()).hlsChannels()).append('"');
        out.append(",URI=\"").append(url.playlist(rendition.level().bitrate(), stream.name()).relativeToManifest())
                .append("\"\n");
    }

    /** A name for people that no other rendition of the group has. */
    private static String unique(String name, @Nullable String displayName, Set<String> names) {
        String shown = quoted(displayName == null ? name : displayName);
        if (names.contains(shown)) {
            shown = shown + " (" + quoted(name) + ")";
        }
        names.add(shown);
        return shown;
    }

    private String language(String stated) {
        String tag = shortLanguages ? LanguageTag.bcp47(stated) : null;
        return tag == null ? stated : tag;
    }

    /** What is forced is chosen by the language of the sound, and never as what somebody asked for. */
    private void subtitles(SelectedText selected, boolean isDefault, Set<String> names) {
        TextStream text = selected.stream();
        out.append("#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"").append(SUBTITLES).append("\",NAME=\"")
                .append(unique(text.name(), text.displayName(), names)).append("\",LANGUAGE=\"")
                .append(quoted(language(text.language()))).append('"');
        if (isDefault) {
            out.append(",DEFAULT=YES");
        }
        out.append(",AUTOSELECT=YES,FORCED=").append(text.isForced() ? "YES" : "NO");
        String characteristics = text.characteristics() == null && TextStream.CAPTION.equals(text.role())
                ? FOR_THE_DEAF
                : text.characteristics();
        if (characteristics != null) {
            out.append(",CHARACTERISTICS=\"").append(quoted(characteristics)).append('"');
        }
        out.append(",URI=\"").append(url.playlist(text.bitrate(), text.name()).relativeToManifest()).append("\"\n");
    }

    private void variant(SelectedStream video, Level level, @Nullable AudioGroup audio, boolean withKeyFrames) {
        Bandwidth bandwidth = bandwidth(video, level);
        VideoCodec codec = (VideoCodec) level.codec();
        // multiplexed audio is in the sizes already
        AudioGroup separate = dialect.multiplexes() ? null : audio;
        long announced = Bandwidth.announced(level.bitrate()) + (separate != null ? separate.announced : 0)
                + (multiplexed != null ? Bandwidth.announced(multiplexed.bitrate()) : 0);
        long peak = bandwidth.peak() + (separate != null ? separate.peak : 0);
        out.append("#EXT-X-STREAM-INF:BANDWIDTH=").append(Math.max(announced, peak)).append(",RESOLUTION=")
                .append(codec.picture().displayWidth()).append('x').append(codec.height()).append(",CODECS=\"")
                .append(codec(level));
        if (separate != null) {
            out.append(',').append(separate.codecs);
        }
        if (multiplexed != null) {
            out.append(',').append(codec(multiplexed));
        }
        texts();
        out.append('"');
        if (codec.supplementalCodecOfHls() != null && !dialect.isTransportStream()) {
            out.append(",SUPPLEMENTAL-CODECS=\"").append(codec.supplementalCodecOfHls()).append('"');
        }
        if (separate != null) {
            out.append(",AUDIO=\"").append(separate.id).append('"');
        }
        if (!dialect.multiplexes()) {
            subtitles();
            out.append(",AVERAGE-BANDWIDTH=").append(bandwidth.average() + (separate != null ? separate.average : 0));
            if (level.frameRate() != null) {
                out.append(",FRAME-RATE=").append(level.frameRate().decimal());
            }
            videoRange(codec);
            if (hasCaptions) {
                out.append(",CLOSED-CAPTIONS=\"cc\"");
            } else if (CaptionData.NONE.equals(captions)) {
                out.append(",CLOSED-CAPTIONS=NONE");
            }
        }
        StreamingUrl.MediaPlaylist playlist = playlist(video, level, audio);
        out.append('\n').append(playlist.relativeToManifest()).append('\n');
        if (withKeyFrames && !dialect.multiplexes() && hasKeyFrames(video, level)) {
            out.append("#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=").append(bandwidth.keyFramePeak()).append(",RESOLUTION=")
                    .append(codec.picture().displayWidth()).append('x').append(codec.height()).append(",CODECS=\"")
                    .append(codec(level)).append('"');
            videoRange(codec);
            out.append(",URI=\"").append(playlist.keyFrames().relativeToManifest()).append("\"\n");
        }
    }

    private void texts() {
        if (!dialect.multiplexes()) {
            out.append(textCodecs);
        }
    }

    private void subtitles() {
        if (!selection.texts().isEmpty()) {
            out.append(",SUBTITLES=\"").append(SUBTITLES).append('"');
        }
    }

    /** Said of all where it is not the same of all; what says nothing is SDR. */
    private void videoRange(VideoCodec codec) {
        if (highDynamicRange) {
            out.append(",VIDEO-RANGE=").append(codec.picture().videoRange());
        }
    }

    private static boolean isHighDynamicRange(Level level) {
        return !"SDR".equals(((VideoCodec) level.codec()).picture().videoRange());
    }

    private static boolean hasKeyFrames(SelectedStream video, Level level) {
        KeyFrames keyFrames = new KeyFrames(video.stream(), level);
        return keyFrames.firstFrom(video.first()) < keyFrames.firstFrom(video.end());
    }

    private String codec(Level level) {
        return dialect.isTransportStream() ? level.codec().rfc6381OfTransportStream() : level.codec().rfc6381OfHls();
    }

    /** @param muxed the audio in the segments, or {@code null}; of account only where it is multiplexed */
    private StreamingUrl.MediaPlaylist playlist(SelectedStream stream, Level level, @Nullable AudioGroup muxed) {
        StreamingUrl.MediaPlaylist playlist = url.playlist(level.bitrate(), stream.name());
        if (!dialect.multiplexes()) {
            return playlist;
        }
        String name = muxed == null ? null : muxed.first().stream().name();
        return new StreamingUrl.MediaPlaylist(playlist.locatorId(), playlist.ism(), playlist.bitrate(), playlist.track(),
                playlist.parameters().withAudioTrack(name));
    }

    private void audioOnly(AudioGroup group) {
        AudioGroups.Rendition first = group.first();
        out.append("#EXT-X-STREAM-INF:BANDWIDTH=").append(Math.max(group.announced, group.peak)).append(",CODECS=\"")
                .append(group.codecs);
        texts();
        out.append('"');
        if (!dialect.multiplexes()) {
            out.append(",AUDIO=\"").append(group.id).append('"');
            subtitles();
            out.append(",AVERAGE-BANDWIDTH=").append(group.average);
        }
        out.append('\n').append(playlist(first.stream(), first.level(), null).relativeToManifest()).append('\n');
    }

    /** A quoted-string knows no escape: quotes and line ends cannot stand in it (RFC 8216bis, 4.2). */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length());
        text.codePoints().forEach(c -> quoted.appendCodePoint(c == '"' ? '\'' : c < 0x20 || c == 0x7f ? ' ' : c));
        return quoted.toString();
    }
}
