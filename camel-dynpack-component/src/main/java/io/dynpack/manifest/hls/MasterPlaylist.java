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
 * Writes the master playlist of HLS with CMAF segments (RFC 8216bis, 4.4.6), version 7. Variants ascend by bitrate and repeat
 * for each codec of audio.
 */
public final class MasterPlaylist {
    private final Presentation presentation;
    private final StreamingUrl.Manifest url;
    private final SegmentSizes sizes;
    private final long targetDuration;
    private final StringBuilder out = new StringBuilder(4096);

    private MasterPlaylist(Presentation presentation, StreamingUrl.Manifest url, SegmentSizes sizes) {
        this.presentation = presentation;
        this.url = url;
        this.sizes = sizes;
        this.targetDuration = TargetDuration.of(presentation);
    }

    /** @param url that asked; its parameters go on into the playlists' URLs */
    public static String of(Presentation presentation, StreamingUrl.Manifest url, SegmentSizes sizes) {
        return new MasterPlaylist(presentation, url, sizes).write();
    }

    /** Audio streams of one codec family, which a player chooses from. */
    private record AudioGroup(String id, List<Stream> streams, long announced, long peak, long average, String codecs) {}

    private String write() {
        out.append("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n");
        List<AudioGroup> groups = audioGroups();
        for (AudioGroup group : groups) {
            Set<String> names = new HashSet<>();
            group.streams.forEach(stream -> media(group, stream, names));
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
        for (Stream stream : presentation.streams(TrackKind.AUDIO)) {
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
                Bandwidth bandwidth = new Bandwidth(stream, level, sizes, targetDuration);
                announced = Math.max(announced, Bandwidth.announced(level.bitrate()));
                peak = Math.max(peak, bandwidth.peak());
                average = Math.max(average, bandwidth.average());
                codecs.add(level.codec().rfc6381(false));
            }
            String id = groups.isEmpty() ? "audio" : "audio-" + streams.get(0).levels().get(0).codec().family();
            groups.add(new AudioGroup(id, streams, announced, peak, average, String.join(",", codecs)));
        }
        return groups;
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
        if (stream.isAudioDescription()) {
            out.append(",CHARACTERISTICS=\"public.accessibility.describes-video\"");
        }
        out.append(",CHANNELS=\"").append(((AudioCodec) level.codec()).channels()).append('"');
        out.append(",URI=\"").append(url.playlist(level.bitrate(), stream.name()).relativeToManifest()).append("\"\n");
    }

    private void variants(Stream video, AudioGroup audio, boolean withKeyFrames) {
        for (int i = video.levels().size() - 1; i >= 0; i--) {
            Level level = video.levels().get(i);
            Bandwidth bandwidth = new Bandwidth(video, level, sizes, targetDuration);
            VideoCodec codec = (VideoCodec) level.codec();
            long announced = Bandwidth.announced(level.bitrate()) + (audio == null ? 0 : audio.announced);
            long peak = bandwidth.peak() + (audio == null ? 0 : audio.peak);
            out.append("#EXT-X-STREAM-INF:BANDWIDTH=").append(Math.max(announced, peak)).append(",RESOLUTION=")
                    .append(codec.width()).append('x').append(codec.height()).append(",CODECS=\"").append(codec.rfc6381(false));
            if (audio != null) {
                out.append(',').append(audio.codecs);
            }
            out.append('"');
            if (audio != null) {
                out.append(",AUDIO=\"").append(audio.id).append('"');
            }
            out.append(",AVERAGE-BANDWIDTH=").append(bandwidth.average() + (audio == null ? 0 : audio.average));
            frameRate(level);
            StreamingUrl.MediaPlaylist playlist = url.playlist(level.bitrate(), video.name());
            out.append('\n').append(playlist.relativeToManifest()).append('\n');
            if (withKeyFrames && new KeyFrames(video, level).count() > 0) {
                out.append("#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=").append(bandwidth.keyFramePeak()).append(",RESOLUTION=")
                        .append(codec.width()).append('x').append(codec.height()).append(",CODECS=\"")
                        .append(codec.rfc6381(false)).append("\",URI=\"").append(playlist.keyFrames().relativeToManifest())
                        .append("\"\n");
            }
        }
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
                .append(group.codecs).append("\",AUDIO=\"").append(group.id).append("\",AVERAGE-BANDWIDTH=")
                .append(group.average).append('\n').append(url.playlist(level.bitrate(), stream.name()).relativeToManifest())
                .append('\n');
    }

    /** A quoted-string knows no escape: quotes and line ends cannot stand in it (RFC 8216bis, 4.2). */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length());
        text.codePoints().forEach(c -> quoted.appendCodePoint(c == '"' ? '\'' : c < 0x20 || c == 0x7f ? ' ' : c));
        return quoted.toString();
    }
}
