package io.dynpack.manifest.smooth;

import io.dynpack.codec.AudioCodec;
import io.dynpack.codec.VideoCodec;
import io.dynpack.index.TrackKind;
import io.dynpack.manifest.XmlText;
import io.dynpack.presentation.FragmentTimeline;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.Stream;
import io.dynpack.presentation.Ticks;
import io.dynpack.url.Format;
import io.dynpack.url.Parameters;
import io.dynpack.url.UrlTemplate;

/** Writes {@code SmoothStreamingMedia}: version 2.2 with runs of equal fragments, version 2.0 with one entry a fragment. */
public final class SmoothManifest {
    private final Presentation presentation;
    private final Parameters parameters;
    private final boolean repeats;
    private final StringBuilder out = new StringBuilder(4096);

    private SmoothManifest(Presentation presentation, Parameters parameters) {
        this.presentation = presentation;
        this.parameters = parameters;
        this.repeats = parameters.format() != Format.FMP4_V20;
    }

    /** @param parameters of the URL that asked */
    public static String of(Presentation presentation, Parameters parameters) {
        return new SmoothManifest(presentation, parameters).write();
    }

    private String write() {
        out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        out.append("<SmoothStreamingMedia MajorVersion=\"2\" MinorVersion=\"").append(repeats ? 2 : 0).append("\" Duration=\"")
                .append(presentation.smoothEnd()).append("\" TimeScale=\"").append(Ticks.PER_SECOND).append("\">\n");
        presentation.streams().forEach(this::streamIndex);
        return out.append("</SmoothStreamingMedia>\n").toString();
    }

    private void streamIndex(Stream stream) {
        boolean video = stream.kind() == TrackKind.VIDEO;
        out.append("   <StreamIndex Chunks=\"").append(stream.smoothTimeline().count()).append("\" Type=\"")
                .append(video ? "video" : "audio").append("\" Url=\"")
                .append(XmlText.escape(UrlTemplate.smooth(stream.name(), parameters.ofFragment())))
                .append("\" QualityLevels=\"")
                .append(stream.levels().size()).append('"');
        if (!video) {
            attribute("Language", stream.language());
        }
        // the service never named the only video; a second one needs a name to be told apart
        if (!video || !"video".equals(stream.name())) {
            attribute("Name", stream.name());
        }
        if (stream.role() != null) {
            attribute("Role", stream.role());
        }
        if (stream.accessibility() != null) {
            attribute("Accessibility", stream.accessibility());
        }
        out.append(">\n");
        for (int i = 0; i < stream.levels().size(); i++) {
            qualityLevel(stream.levels().get(i), i);
        }
        chunks(stream.smoothTimeline());
        out.append("   </StreamIndex>\n");
    }

    private void qualityLevel(Level level, int index) {
        out.append("      <QualityLevel ");
        if (level.codec() instanceof AudioCodec audio) {
            out.append("AudioTag=\"255\" Index=\"").append(index).append("\" BitsPerSample=\"16\" Bitrate=\"")
                    .append(level.bitrate()).append('"');
            attribute("FourCC", audio.smoothFourcc());
            attribute("CodecPrivateData", audio.codecPrivateData());
            out.append(" Channels=\"").append(audio.channels()).append("\" PacketSize=\"").append(audio.channels() * 2)
                    .append("\" SamplingRate=\"").append(audio.sampleRate()).append('"');
        } else if (level.codec() instanceof VideoCodec video) {
            out.append("Index=\"").append(index).append("\" Bitrate=\"").append(level.bitrate()).append('"');
            attribute("FourCC", video.smoothFourcc());
            out.append(" MaxWidth=\"").append(video.width()).append("\" MaxHeight=\"").append(video.height()).append('"');
            attribute("CodecPrivateData", video.codecPrivateData());
            if (video.nalLengthSize() != 4) {
                out.append(" NALUnitLengthField=\"").append(video.nalLengthSize()).append('"');
            }
        }
        out.append(" />\n");
    }

    private void attribute(String name, String value) {
        out.append(' ').append(name).append("=\"").append(XmlText.escape(value)).append('"');
    }

    private void chunks(FragmentTimeline timeline) {
        int fragment = 0;
        while (fragment < timeline.count()) {
            long duration = timeline.duration(fragment);
            int run = 1;
            while (repeats && fragment + run < timeline.count() && timeline.continues(fragment + run)
                    && timeline.duration(fragment + run) == duration) {
                run++;
            }
            out.append("      <c");
            if (!timeline.continues(fragment)) {
                out.append(" t=\"").append(timeline.start(fragment)).append('"');
            }
            out.append(" d=\"").append(duration).append('"');
            if (run > 1) {
                out.append(" r=\"").append(run).append('"');
            }
            if (!repeats && fragment == 0) {
                out.append(" n=\"0\"");
            }
            out.append(" />\n");
            fragment += run;
        }
    }
}
