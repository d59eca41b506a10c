package io.dynpack.manifest.dash;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.dynpack.codec.AudioCodec;
import io.dynpack.codec.CaptionData;
import io.dynpack.codec.Colour;
import io.dynpack.codec.Descriptor;
import io.dynpack.codec.PixelAspect;
import io.dynpack.codec.VideoCodec;
import io.dynpack.index.TrackKind;
import io.dynpack.manifest.XmlText;
import io.dynpack.presentation.ContentProtection;
import io.dynpack.presentation.ContentProtections;
import io.dynpack.presentation.FragmentTimeline;
import io.dynpack.presentation.FrameRate;
import io.dynpack.presentation.KeyFrames;
import io.dynpack.presentation.LanguageTag;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.SelectedStream;
import io.dynpack.presentation.SelectedText;
import io.dynpack.presentation.Selection;
import io.dynpack.presentation.Stream;
import io.dynpack.presentation.TextForm;
import io.dynpack.presentation.TextStream;
import io.dynpack.presentation.Ticks;
import io.dynpack.url.Parameters;
import io.dynpack.url.UrlTemplate;

/**
 * Writes an {@code MPD} of the ISO BMFF live profile (ISO/IEC 23009-1, 8.4): one period, an {@code AdaptationSet} for each stream
 * and, within it, each codec family and audio configuration.
 */
public final class MediaPresentationDescription {
    private static final Pattern BLANK = Pattern.compile("[\\s\\p{Z}]");

    private static final int VIDEO_GROUP = 1;
    private static final int AUDIO_GROUP = 5;
    private static final int TRICK_GROUP = 2;
    private static final int TEXT_GROUP = 3;
    /** Times the speed of the video; each picture is a request. */
    private static final int MAX_PLAYOUT_RATE = 32;

    private final Selection selection;
    private final Parameters parameters;
    private final ContentProtections protections;
    private final TextForm form;
    private final StringBuilder out = new StringBuilder(4096);
    private final List<TrickMode> trickModes = new ArrayList<>();
    private final Set<String> representations = new HashSet<>();
    private int adaptationSets;

    /**
     * Key frames beside a set of video.
     *
     * @param level the smallest of the set, as it is to be fast
     * @param main  {@code id} of the set
     */
    private record TrickMode(SelectedStream stream, Level level, int main) {}

    private MediaPresentationDescription(Selection selection, Parameters parameters, ContentProtections protections,
            TextForm form) {
        this.form = form;
        this.selection = selection;
        this.parameters = parameters;
        this.protections = protections;
    }

    /** Without encryption, and text as IMSC 1.1. */
    public static String of(Selection selection, Parameters parameters) {
        return of(selection, parameters, ContentProtections.NONE, TextForm.IMSC1);
    }

    /**
     * @param parameters of the URL that asked; its format is one of DASH
     * @param form       of text, which lies in fragmented MP4
     */
    public static String of(Selection selection, Parameters parameters, ContentProtections protections, TextForm form) {
        return new MediaPresentationDescription(selection, parameters, protections, form).write();
    }

    private String write() {
        long longest = selection.streams().stream()
                .mapToLong(stream -> stream.timeline().longest(stream.first(), stream.end())).max().orElse(0);
        out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        out.append("<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"");
        if (selection.streams(TrackKind.VIDEO).stream().flatMap(video -> video.levels().stream())
                .anyMatch(level -> ((VideoCodec) level.codec()).supplementalCodec() != null)) {
            out.append(" xmlns:scte214=\"urn:scte:dash:scte214-extensions\"");
        }
        out.append(" profiles=\"urn:mpeg:dash:profile:isoff-live:2011\" type=\"static\"");
        protectionNamespaces();
        out.append(" mediaPresentationDuration=\"");
        // an exact start may lie in what a priming hides at the end of the last fragment
        duration(Math.max(0, selection.shownEnd() - selection.time().exactStart()));
        out.append("\" minBufferTime=\"PT").append(longest / Ticks.PER_SECOND + 1).append("S\">\n   <Period>\n");
        selection.streams().forEach(this::stream);
        selection.texts().forEach(this::text);
        trickModes.forEach(this::trickMode);
        return out.append("   </Period>\n</MPD>\n").toString();
    }

    /** Hours and minutes where there are any, seconds with three decimals, rounded. */
    private void duration(long ticks) {
        long millis = (ticks + Ticks.PER_SECOND / 2000) / (Ticks.PER_SECOND / 1000);
        long hours = millis / 3_600_000;
        long minutes = millis / 60_000 % 60;
        out.append("PT");
        if (hours > 0) {
            out.append(hours).append('H');
        }
        if (hours > 0 || minutes > 0) {
            out.append(minutes).append('M');
        }
        out.append(millis / 1000 % 60).append('.');
        long rest = millis % 1000;
        out.append((char) ('0' + rest / 100)).append((char) ('0' + rest / 10 % 10)).append((char) ('0' + rest % 10))
                .append('S');
    }

    /**
     * What is said of a whole set.
     *
     * @param configuration of the decoder
     * @param keyId         empty in the clear
     */
    private record SetOf(String configuration, String keyId) {

        /** Whether keys alone divide them, so that players go from one to the other as from level to level. */
        boolean switchesTo(SetOf other) {
            return configuration.equals(other.configuration) && !keyId.equals(other.keyId) && !keyId.isEmpty()
                    && !other.keyId.isEmpty();
        }
    }

    private void stream(SelectedStream stream) {
        Map<SetOf, List<Level>> sets = new LinkedHashMap<>();
        for (Level level : stream.levels()) {
            String configuration = level.codec() instanceof AudioCodec audio
                    ? audio.rfc6381(true) + '/' + audio.hlsChannels() + '/' + audio.sampleRate()
                    : level.codec().family();
            ContentProtection protection = protections.of(level);
            sets.computeIfAbsent(new SetOf(configuration, protection == null ? "" : protection.keyId()),
                    any -> new ArrayList<>()).add(level);
        }
        List<SetOf> order = List.copyOf(sets.keySet());
        int first = adaptationSets + 1;
        int representation = 1;
        for (Map.Entry<SetOf, List<Level>> entry : sets.entrySet()) {
            SetOf set = entry.getKey();
            List<Level> levels = entry.getValue();
            String others = IntStream.range(0, order.size()).filter(i -> set.switchesTo(order.get(i)))
                    .mapToObj(i -> Integer.toString(first + i)).collect(Collectors.joining(","));
            adaptationSet(stream, levels, representation, others);
            representation += levels.size();
            if (stream.kind() == TrackKind.VIDEO) {
                trickModes.add(new TrickMode(stream, levels.get(levels.size() - 1), adaptationSets));
            }
        }
    }

    /** @param others identifiers of the sets that players may go on with (ISO/IEC 23009-1, 5.3.3.5); empty for none */
    private void adaptationSet(SelectedStream selected, List<Level> levels, int firstRepresentation, String others) {
        Stream stream = selected.stream();
        boolean video = stream.kind() == TrackKind.VIDEO;
        int group = video ? VIDEO_GROUP : AUDIO_GROUP;
        String codecs = levels.get(0).codec().rfc6381(true);
        out.append("      <AdaptationSet id=\"").append(++adaptationSets).append("\" group=\"").append(group)
                .append("\" profiles=\"ccff\" bitstreamSwitching=\"false\" segmentAlignment=\"true\" contentType=\"")
                .append(video ? "video" : "audio").append("\" mimeType=\"").append(video ? "video" : "audio")
                .append("/mp4\" codecs=\"").append(codecs).append('"');
        if (video) {
            out.append(" maxWidth=\"").append(width(levels)).append("\" maxHeight=\"").append(height(levels)).append('"');
        } else {
            String language = LanguageTag.bcp47(stream.language());
            if (language != null) {
                out.append(" lang=\"").append(XmlText.escape(language)).append('"');
            }
        }
        startWithSap(levels);
        out.append(">\n");
        if (levels.get(0).codec() instanceof VideoCodec codec) {
            contentProtection(protections.of(levels.get(0)));
            colour(codec.picture().colour());
            switching(others);
        } else if (levels.get(0).codec() instanceof AudioCodec audio) {
            audio.channelDescriptors().forEach(channels -> descriptor("AudioChannelConfiguration", channels));
            contentProtection(protections.of(levels.get(0)));
            audio.supplementalProperties().forEach(property -> descriptor("SupplementalProperty", property));
            switching(others);
            String label = stream.displayName() == null ? stream.name() : stream.displayName();
            out.append("         <Label>").append(XmlText.escape(label)).append("</Label>\n");
        }
        if (video) {
            captions(levels);
        }
        role("Accessibility", stream.accessibility());
        role("Role", role(selected));
        segmentTemplate(selected);
        for (int i = 0; i < levels.size(); i++) {
            representation(levels.get(i), identifier(group + (video ? "_V_" : "_A_"), stream.name(), firstRepresentation + i),
                    codecs, levels.get(i).frameRate());
        }
        out.append("      </AdaptationSet>\n");
    }

    /** One set a text (ISO/IEC 23009-1, 5.8.5.5 has its roles). */
    private void text(SelectedText selected) {
        TextStream text = selected.stream();
        out.append("      <AdaptationSet id=\"").append(++adaptationSets).append("\" group=\"").append(TEXT_GROUP)
                .append("\" profiles=\"ccff\" bitstreamSwitching=\"false\" segmentAlignment=\"true\" contentType=\"text\"")
                .append(" mimeType=\"application/mp4\" codecs=\"").append(form.codec()).append('"');
        String language = LanguageTag.bcp47(text.language());
        if (language != null) {
            out.append(" lang=\"").append(XmlText.escape(language)).append('"');
        }
        out.append(" startWithSAP=\"1\">\n");
        contentProtection(protections.ofText());
        out.append("         <Label>").append(XmlText.escape(text.displayName() == null ? text.name() : text.displayName()))
                .append("</Label>\n");
        if (text.role().equals(TextStream.CAPTION)) {
            // for those who do not hear, as players ask for it
            role("Accessibility", "caption");
        }
        role("Role", text.role());
        if (text.isDefault()) {
            role("Role", "main");
        }
        // Shaka takes a bandwidth of 0 for none, and fills in nothing
        boolean isStated = text.bitrate() > 0;
        segmentTemplate(text.name(), isStated ? UrlTemplate.DASH_BANDWIDTH : Long.toString(text.bitrate()), text.timeline(),
                selected.first(), selected.end());
        out.append("         <Representation id=\"")
                .append(XmlText.escape(identifier(TEXT_GROUP + "_T_", text.name(), 1))).append("\" bandwidth=\"")
                .append(isStated ? text.bitrate() : 1).append("\" />\n      </AdaptationSet>\n");
    }

    private void switching(String others) {
        if (!others.isEmpty()) {
            descriptor("SupplementalProperty", new Descriptor("urn:mpeg:dash:adaptation-set-switching:2016", others));
        }
    }

    private void protectionNamespaces() {
        Set<Class<?>> kinds = new HashSet<>();
        boolean clearKey = false;
        for (SelectedStream stream : selection.streams()) {
            for (Level level : stream.levels()) {
                ContentProtection protection = protections.of(level);
                if (protection != null) {
                    kinds.add(protection.getClass());
                }
                clearKey |= protection instanceof ContentProtection.Common common && common.systems().stream()
                        .anyMatch(system -> system.kind() == ContentProtection.Kind.CLEAR_KEY);
            }
        }
        ContentProtection ofText = selection.texts().isEmpty() ? null : protections.ofText();
        if (ofText != null) {
            // video and audio may all be clear beside it
            kinds.add(ofText.getClass());
        }
        if (kinds.contains(ContentProtection.Envelope.class)) {
            out.append(" xmlns:sea=\"urn:mpeg:dash:schema:sea:2012\"");
        }
        if (kinds.contains(ContentProtection.Common.class)) {
            out.append(" xmlns:cenc=\"urn:mpeg:cenc:2013\" xmlns:mspr=\"urn:microsoft:playready\" xmlns:ms=\"urn:microsoft\"");
        }
        if (clearKey) {
            out.append(" xmlns:dashif=\"https://dashif.org/CPS\"");
        }
    }

    /** The first children of a set, but for what the schema has in front of them. */
    private void contentProtection(@Nullable ContentProtection protection) {
        if (protection instanceof ContentProtection.Envelope envelope) {
            envelope(envelope);
        } else if (protection instanceof ContentProtection.Common common) {
            out.append("         <ContentProtection schemeIdUri=\"urn:mpeg:dash:mp4protection:2011\" value=\"")
                    .append(common.scheme().word()).append("\" cenc:default_KID=\"").append(common.keyId()).append("\"/>\n");
            common.systems().forEach(this::keySystem);
        }
    }

    /** ISO/IEC 23009-4, 6. */
    private void envelope(ContentProtection.Envelope envelope) {
        out.append("         <ContentProtection schemeIdUri=\"urn:mpeg:dash:sea:2012\">\n")
                .append("            <sea:SegmentEncryption schemeIdUri=\"urn:mpeg:dash:sea:aes128-cbc:2013\"/>\n")
                .append("            <sea:KeySystem keySystemUri=\"urn:mpeg:dash:sea:keysys:http:2013\"/>\n")
                .append("            <sea:CryptoPeriod keyUriTemplate=\"").append(XmlText.escape(envelope.keyUri()))
                .append("\" IV=\"0x").append(envelope.iv()).append("\"/>\n         </ContentProtection>\n");
    }

    /** FairPlay has no descriptor: no player of it plays DASH. */
    private void keySystem(ContentProtection.KeySystem system) {
        if (system.kind() == ContentProtection.Kind.FAIRPLAY) {
            return;
        }
        out.append("         <ContentProtection schemeIdUri=\"urn:uuid:").append(system.kind().systemId()).append('"');
        if (system.kind() == ContentProtection.Kind.CLEAR_KEY) {
            out.append(" value=\"ClearKey1.0\"");
        }
        out.append(">\n");
        if (system.object() != null) {
            out.append("            <mspr:pro>").append(system.object()).append("</mspr:pro>\n");
        }
        if (system.url() != null && system.kind() == ContentProtection.Kind.CLEAR_KEY) {
            out.append("            <dashif:Laurl Lic_type=\"EME-1.0\">").append(XmlText.escape(system.url()))
                    .append("</dashif:Laurl>\n");
        } else if (system.url() != null) {
            out.append("            <ms:laurl licenseUrl=\"").append(XmlText.escape(system.url())).append("\"/>\n");
        }
        // the box of Clear Key is that of the common system: dash.js, which takes what stands here for a list of key ids, fails
        // on it
        if (system.pssh() != null && system.kind() != ContentProtection.Kind.CLEAR_KEY) {
            out.append("            <cenc:pssh>").append(system.pssh()).append("</cenc:pssh>\n");
        }
        out.append("         </ContentProtection>\n");
    }

    /** Fragments begin with this type or a lower one (ISO/IEC 23009-1, 5.3.7.2). */
    private void startWithSap(List<Level> levels) {
        int highest = 0;
        for (Level level : levels) {
            if (level.sapType() == 0) {
                return;
            }
            highest = Math.max(highest, level.sapType());
        }
        out.append(" startWithSAP=\"").append(highest).append('"');
    }

    /**
     * Of a representation: {@code StringNoWhitespaceType} of the schema, and no other's in the period (ISO/IEC 23009-1, 5.3.5.2).
     * Names that differ in blanks alone have one that is longer.
     */
    private String identifier(String prefix, String name, int number) {
        StringBuilder identifier = new StringBuilder(prefix).append(BLANK.matcher(name).replaceAll("_")).append('_')
                .append(number);
        while (!representations.add(identifier.toString())) {
            identifier.append('_');
        }
        return identifier.toString();
    }

    private static int width(List<Level> levels) {
        return levels.stream().mapToInt(level -> ((VideoCodec) level.codec()).width()).max().orElse(0);
    }

    private static int height(List<Level> levels) {
        return levels.stream().mapToInt(level -> ((VideoCodec) level.codec()).height()).max().orElse(0);
    }

    /**
     * Only where players that know nothing of it show something else than is meant. Those pass over a set with an essential
     * property that they do not know; hybrid log-gamma may be shown as if it were none.
     */
    private void colour(@Nullable Colour colour) {
        if (colour != null && colour.isHighDynamicRange()) {
            String element = "PQ".equals(colour.videoRange()) ? "EssentialProperty" : "SupplementalProperty";
            descriptor(element, new Descriptor("urn:mpeg:mpegB:cicp:ColourPrimaries", Integer.toString(colour.primaries())));
            descriptor(element, new Descriptor("urn:mpeg:mpegB:cicp:TransferCharacteristics",
                    Integer.toString(colour.transfer())));
            descriptor(element, new Descriptor("urn:mpeg:mpegB:cicp:MatrixCoefficients", Integer.toString(colour.matrix())));
        }
    }

    /** Captions inside of the video (ANSI/SCTE 214-1, 7.2); of which language they are nobody knows. */
    private void captions(List<Level> levels) {
        boolean cea608 = false;
        boolean cea708 = false;
        for (Level level : levels) {
            CaptionData captions = level.track().probe().captions();
            cea608 |= captions != null && captions.cea608();
            cea708 |= captions != null && captions.cea708();
        }
        if (cea608) {
            descriptor("Accessibility", new Descriptor("urn:scte:dash:cc:cea-608:2015", "CC1=und"));
        }
        if (cea708) {
            descriptor("Accessibility", new Descriptor("urn:scte:dash:cc:cea-708:2015", "1=lang:und"));
        }
    }

    /** As stated; else what to start with is {@code main}, and a description an {@code alternate}. */
    private @Nullable String role(SelectedStream stream) {
        if (stream.stream().role() != null) {
            return stream.stream().role();
        }
        boolean first = stream.kind() == TrackKind.VIDEO
                ? selection.streams(TrackKind.VIDEO).get(0) == stream
                : stream.isDefault();
        return first ? "main" : stream.stream().isAudioDescription() ? "alternate" : null;
    }

    private void role(String element, @Nullable String value) {
        if (value != null) {
            descriptor(element, new Descriptor("urn:mpeg:dash:role:2011", value));
        }
    }

    private void descriptor(String element, Descriptor descriptor) {
        out.append("         <").append(element).append(" schemeIdUri=\"").append(descriptor.schemeIdUri())
                .append("\" value=\"").append(XmlText.escape(descriptor.value())).append("\"/>\n");
    }

    private void segmentTemplate(SelectedStream stream) {
        segmentTemplate(stream.name(), UrlTemplate.DASH_BANDWIDTH, stream.timeline(), stream.first(), stream.end());
    }

    /** @param bitrate in URLs */
    private void segmentTemplate(String name, String bitrate, FragmentTimeline timeline, int first, int end) {
        beginTemplate(UrlTemplate.dashMedia(bitrate, name, parameters.ofFragment()), bitrate, name);
        SegmentTimeline segments = new SegmentTimeline(out);
        for (int fragment = first; fragment < end; fragment++) {
            segments.add(timeline.start(fragment), timeline.duration(fragment));
        }
        segments.end();
        out.append("         </SegmentTemplate>\n");
    }

    private void beginTemplate(String media, String bitrate, String name) {
        out.append("         <SegmentTemplate timescale=\"").append(Ticks.PER_SECOND).append('"');
        if (selection.time().exactStart() > 0) {
            out.append(" presentationTimeOffset=\"").append(selection.time().exactStart()).append('"');
        }
        out.append(" media=\"").append(XmlText.escape(media)).append("\" initialization=\"")
                .append(XmlText.escape(UrlTemplate.dashInit(bitrate, name, parameters.ofFragment()))).append("\">\n");
    }

    /**
     * A set to go through pictures fast: the key frames of one level, each a segment of its own (DASH-IF Interoperability Points,
     * 3.2.9). Behind all others, since players that do not know it should not come by it first.
     */
    private void trickMode(TrickMode set) {
        KeyFrames keyFrames = new KeyFrames(set.stream.stream(), set.level);
        int first = keyFrames.firstFrom(set.stream.first());
        int end = keyFrames.firstFrom(set.stream.end());
        if (first == end || set.level.samples().isAllSync()) {
            return;
        }
        String codecs = set.level.codec().rfc6381(true);
        out.append("      <AdaptationSet id=\"").append(++adaptationSets).append("\" group=\"").append(TRICK_GROUP)
                .append("\" profiles=\"ccff\" contentType=\"video\" mimeType=\"video/mp4\" codecs=\"").append(codecs)
                .append("\" codingDependency=\"false\" maxPlayoutRate=\"").append(MAX_PLAYOUT_RATE).append("\">\n");
        contentProtection(protections.of(set.level));
        descriptor("EssentialProperty",
                new Descriptor("http://dashif.org/guidelines/trickmode", Integer.toString(set.main)));
        colour(((VideoCodec) set.level.codec()).picture().colour());
        beginTemplate(UrlTemplate.dashKeyFrames(set.stream.name(), parameters.ofFragment()),
                UrlTemplate.DASH_BANDWIDTH, set.stream.name());
        SegmentTimeline segments = new SegmentTimeline(out);
        for (int i = first; i < end; i++) {
            segments.add(keyFrames.time(i), keyFrames.distance(i));
        }
        segments.end();
        out.append("         </SegmentTemplate>\n");
        representation(set.level, identifier(TRICK_GROUP + "_V_", set.stream.name(), set.main), codecs, null);
        out.append("      </AdaptationSet>\n");
    }

    /** @param frameRate or {@code null} */
    private void representation(Level level, String id, String setCodecs, @Nullable FrameRate frameRate) {
        out.append("         <Representation id=\"").append(XmlText.escape(id)).append("\" bandwidth=\"")
                .append(level.bitrate())
                .append('"');
        String codecs = level.codec().rfc6381(true);
        if (!codecs.equals(setCodecs)) {
            out.append(" codecs=\"").append(codecs).append('"');
        }
        if (level.codec() instanceof VideoCodec video) {
            out.append(" width=\"").append(video.width()).append("\" height=\"").append(video.height()).append('"');
            PixelAspect aspect = video.picture().pixelAspect();
            if (aspect != null && video.picture().isAnamorphic()) {
                out.append(" sar=\"").append(aspect.horizontal()).append(':').append(aspect.vertical()).append('"');
            }
            if (frameRate != null) {
                out.append(" frameRate=\"").append(frameRate.fraction()).append('"');
            }
            if (video.supplementalCodec() != null) {
                String[] codecAndProfile = video.supplementalCodec().split("/");
                out.append(" scte214:supplementalCodecs=\"").append(codecAndProfile[0])
                        .append("\" scte214:supplementalProfiles=\"").append(codecAndProfile[1]).append('"');
            }
        } else if (level.codec() instanceof AudioCodec audio) {
            out.append(" audioSamplingRate=\"").append(audio.sampleRate()).append('"');
        }
        out.append(" />\n");
    }
}
