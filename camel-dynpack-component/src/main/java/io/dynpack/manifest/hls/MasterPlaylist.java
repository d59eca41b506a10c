package io.dynpack.manifest.hls;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.dynpack.codec.AudioCodec;
import io.dynpack.codec.VideoCodec;
import io.dynpack.index.TrackKind;
import io.dynpack.presentation.KeyFrames;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.SegmentSizes;
import io.dynpack.presentation.Stream;
import io.dynpack.presentation.Ticks;
import io.dynpack.url.StreamingUrl;

/**
 * Writes the master playlist of HLS (RFC 8216bis, 4.4.6). Variants ascend by bitrate and repeat for each codec of audio. Version
 * 3 of transport streams knows no groups of audio and no I-frame playlists: its variants hold one audio, which the URL chooses.
 */
public final class MasterPlaylist {
    private final Presentation presentation;
    private final StreamingUrl.Manifest url;
    private final SegmentSizes sizes;
    private final Dialect dialect;
    private final long targetDuration;
    private final StringBuilder out = new StringBuilder(4096);

    private MasterPlaylist(Presentation presentation, StreamingUrl.Manifest url, SegmentSizes sizes) {
        this.presentation = presentation;
        this.url = url;
        this.sizes = sizes;
        this.dialect = Dialect.of(url.parameters().format());
        this.targetDuration = TargetDuration.of(presentation, dialect);
    }

    /**
     * @param url   that asked; its parameters go on into the playlists' URLs
     * @param sizes of what these list; where audio is multiplexed, of video together with {@link Presentation#audio} of the URL
     */
    public static String of(Presentation presentation, StreamingUrl.Manifest url, SegmentSizes sizes) {
        return new MasterPlaylist(presentation, url, sizes).write();
    }

    /** Audio streams of one codec family, which a player chooses from. */
    private record AudioGroup(String id, List<Stream> streams, long announced, long peak, long average, String codecs) {}

    private String write() {
        dialect.begin(out);
        if (!dialect.multiplexes()) {
            out.append("#EXT-X-INDEPENDENT-SEGMENTS\n");
        }
        List<AudioGroup> groups = audioGroups();
        if (!dialect.multiplexes()) {
            for (AudioGroup group : groups) {
                Set<String> names = new HashSet<>();
                group.streams.forEach(stream -> media(group, stream, names));
            }
        }
        List<Stream> videos = presentation.streams(TrackKind.VIDEO);
        boolean audioOnly = Boolean.TRUE.equals(url.parameters().audioOnly()) || videos.isEmpty();
        if (!videos.isEmpty()) {
            for (AudioGroup group : groups) {
                videos.forEach(video -> variants(video, group, group == groups.get(0)));
            }
            if (groups.isEmpty()) {
                videos.forEach(video -> variants(video, null, true));
            }
        }
        if (audioOnly) {
            groups.forEach(this::audioOnly);
        }
        return out.toString();
    }

    private List<AudioGroup> audioGroups() {
        Map<String, List<Stream>> families = new LinkedHashMap<>();
        for (Stream stream : audioStreams()) {
            families.computeIfAbsent(stream.levels().get(0).codec().family(), key -> new ArrayList<>()).add(stream);
        }
        List<AudioGroup> groups = new ArrayList<>(families.size());
        for (List<Stream> streams : families.values()) {
            long announced = 0;
            long peak = 0;
            long average = 0;
            Set<String> codecs = new LinkedHashSet<>();
            for (Stream stream : streams) {
                Level level = stream.levels().get(0);
                Bandwidth bandwidth = bandwidth(stream, level);
                announced = Math.max(announced, Bandwidth.announced(level.bitrate()));
                peak = Math.max(peak, bandwidth.peak());
                average = Math.max(average, bandwidth.average());
                codecs.add(codec(level));
            }
            String id = groups.isEmpty() ? "audio" : "audio-" + streams.get(0).levels().get(0).codec().family();
            groups.add(new AudioGroup(id, streams, announced, peak, average, String.join(",", codecs)));
        }
        return groups;
    }

    private List<Stream> audioStreams() {
        if (!dialect.multiplexes()) {
            return presentation.streams(TrackKind.AUDIO);
        }
        Stream chosen = presentation.audio(url.parameters().audioTrack());
        return chosen == null ? List.of() : List.of(chosen);
    }

    private Bandwidth bandwidth(Stream stream, Level level) {
        return new Bandwidth(stream, level, dialect.segments(presentation, stream, level), sizes, targetDuration);
    }

    /** @param names of the group so far; no two may be equal (RFC 8216bis, 4.4.6.1.1) */
    private void media(AudioGroup group, Stream stream, Set<String> names) {
        Level level = stream.levels().get(0);
        String name = quoted(stream.displayName() == null ? stream.name() : stream.displayName());
        if (names.contains(name)) {
            name = name + " (" + quoted(stream.name()) + ")";
        }
        names.add(name);
        out.append("#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"").append(group.id).append("\",NAME=\"").append(name)
                .append("\",LANGUAGE=\"").append(quoted(stream.language())).append('"');
        if (stream.isDefault()) {
            out.append(",DEFAULT=YES");
        }
        out.append(",AUTOSELECT=YES");
        if (stream.isAudioDescription() && dialect == Dialect.CMAF) {
            out.append(",CHARACTERISTICS=\"public.accessibility.describes-video\"");
        }
        out.append(",CHANNELS=\"").append(((AudioCodec) level.codec()).channels()).append('"');
        out.append(",URI=\"").append(url.playlist(level.bitrate(), stream.name()).relativeToManifest()).append("\"\n");
    }

    private void variants(Stream video, AudioGroup audio, boolean withKeyFrames) {
        for (int i = video.levels().size() - 1; i >= 0; i--) {
            Level level = video.levels().get(i);
            Bandwidth bandwidth = bandwidth(video, level);
            VideoCodec codec = (VideoCodec) level.codec();
            long announced = Bandwidth.announced(level.bitrate()) + (audio == null ? 0 : audio.announced);
            // multiplexed audio is in the sizes already
            boolean separate = audio != null && !dialect.multiplexes();
            long peak = bandwidth.peak() + (separate ? audio.peak : 0);
            out.append("#EXT-X-STREAM-INF:BANDWIDTH=").append(Math.max(announced, peak)).append(",RESOLUTION=")
                    .append(codec.width()).append('x').append(codec.height()).append(",CODECS=\"").append(codec(level));
            if (audio != null) {
                out.append(',').append(audio.codecs);
            }
            out.append('"');
            if (separate) {
                out.append(",AUDIO=\"").append(audio.id).append('"');
            }
            if (!dialect.multiplexes()) {
                out.append(",AVERAGE-BANDWIDTH=").append(bandwidth.average() + (separate ? audio.average : 0));
                frameRate(level);
            }
            StreamingUrl.MediaPlaylist playlist = playlist(video, level, audio);
            out.append('\n').append(playlist.relativeToManifest()).append('\n');
            if (withKeyFrames && !dialect.multiplexes() && new KeyFrames(video, level).count() > 0) {
                out.append("#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=").append(bandwidth.keyFramePeak()).append(",RESOLUTION=")
                        .append(codec.width()).append('x').append(codec.height()).append(",CODECS=\"")
                        .append(codec(level)).append("\",URI=\"").append(playlist.keyFrames().relativeToManifest())
                        .append("\"\n");
            }
        }
    }

    private String codec(Level level) {
        return dialect.isTransportStream() ? level.codec().rfc6381OfTransportStream() : level.codec().rfc6381(false);
    }

    /** @param muxed the audio in the segments, or {@code null}; of account only where it is multiplexed */
    private StreamingUrl.MediaPlaylist playlist(Stream stream, Level level, AudioGroup muxed) {
        StreamingUrl.MediaPlaylist playlist = url.playlist(level.bitrate(), stream.name());
        if (!dialect.multiplexes()) {
            return playlist;
        }
        String name = muxed == null ? null : muxed.streams.get(0).name();
        return new StreamingUrl.MediaPlaylist(playlist.locatorId(), playlist.ism(), playlist.bitrate(), playlist.track(),
                playlist.parameters().withAudioTrack(name));
    }

    /** Frames per second with three decimals, rounded, over the whole level. */
    private void frameRate(Level level) {
        long frames = level.timeline().endSample() - level.timeline().firstSample();
        long duration = level.timeline().decodeTime(level.timeline().endSample())
                - level.timeline().decodeTime(level.timeline().firstSample());
        if (duration == 0) {
            return;
        }
        long thousandths = (Ticks.convert(frames, duration, level.track().timescale() * 2000) + 1) / 2;
        out.append(",FRAME-RATE=").append(thousandths / 1000).append('.').append((char) ('0' + thousandths / 100 % 10))
                .append((char) ('0' + thousandths / 10 % 10)).append((char) ('0' + thousandths % 10));
    }

    private void audioOnly(AudioGroup group) {
        Stream stream = group.streams.stream().filter(Stream::isDefault).findFirst().orElse(group.streams.get(0));
        Level level = stream.levels().get(0);
        out.append("#EXT-X-STREAM-INF:BANDWIDTH=").append(Math.max(group.announced, group.peak)).append(",CODECS=\"")
                .append(group.codecs).append('"');
        if (!dialect.multiplexes()) {
            out.append(",AUDIO=\"").append(group.id).append("\",AVERAGE-BANDWIDTH=").append(group.average);
        }
        out.append('\n').append(playlist(stream, level, null).relativeToManifest()).append('\n');
    }

    /** A quoted-string knows no escape: quotes and line ends cannot stand in it (RFC 8216bis, 4.2). */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length());
        text.codePoints().forEach(c -> quoted.appendCodePoint(c == '"' ? '\'' : c < 0x20 || c == 0x7f ? ' ' : c));
        return quoted.toString();
    }
}
