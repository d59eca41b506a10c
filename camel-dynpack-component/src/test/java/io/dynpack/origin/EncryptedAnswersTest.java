package io.dynpack.origin;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

import io.dynpack.manifest.Harbour;
import io.dynpack.presentation.CueSource;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.Stream;
import io.dynpack.presentation.TextStream;
import io.dynpack.protection.ContentKey;
import io.dynpack.protection.ProtectionScheme;
import io.dynpack.publishing.Asset;
import io.dynpack.publishing.EncryptionScheme;
import io.dynpack.publishing.LocatorLookup;
import io.dynpack.publishing.RequiredKey;
import io.dynpack.publishing.StreamingLocator;
import io.dynpack.publishing.StreamingPolicy;
import io.dynpack.publishing.TrackList;
import io.dynpack.publishing.Versioned;
import io.dynpack.text.CueList;
import io.dynpack.text.TextDocument;
import io.dynpack.url.Parameters;
import io.dynpack.url.StreamingUrl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Which URLs of an encrypted locator are let through, and what manifests say of encryption. */
class EncryptedAnswersTest {
    private static final String ID = "5b0f1c3e-9d3a-4c55-8a35-0b7f2f8f6a01";
    private static final String AUDIO_ID = "5b0f1c3e-9d3a-4c55-8a35-0b7f2f8f6a02";
    private static final String BASE = "/" + Harbour.LOCATOR + "/" + Harbour.ISM + "/";
    private static final byte[] IV = HexFormat.of().parseHex("d7d7d7d7d7d7d7d7d7d7d7d7d7d7d7aa");
    private static final OriginOptions OPTIONS = new OriginOptions(OriginOptions.SUPPORTED, Duration.ofSeconds(60),
            Duration.ofDays(3), "*", false, false, "https://keys.example.com/", true, false);
    private static final ContentKeyLookup KEYS = id -> CompletableFuture.completedFuture(
            Optional.of(new ContentKey(id, new byte[16], IV)));

    private static Map<String, Object> section(Map<String, Object> more, String... protocols) {
        Map<String, Object> enabled = new LinkedHashMap<>();
        for (String protocol : protocols) {
            enabled.put(protocol, true);
        }
        Map<String, Object> section = new LinkedHashMap<>(more);
        section.put("enabledProtocols", enabled);
        return section;
    }

    private static StreamingPolicy policy(String name) {
        return StreamingPolicy.predefined(name).orElseGet(() -> switch (name) {
            case "all" -> StreamingPolicy.of(Map.of("name", name, "properties", Map.of(
                    "noEncryption", section(Map.of(), "hls"),
                    "envelopeEncryption", section(Map.of(), "hls", "dash", "smoothStreaming"),
                    "commonEncryptionCenc", section(Map.of(), "dash", "smoothStreaming"),
                    "commonEncryptionCbcs", section(Map.of(), "hls"))));
            case "hls" -> StreamingPolicy.of(Map.of("name", name, "properties", Map.of(
                    "envelopeEncryption", section(Map.of(), "hls"))));
            default -> throw new IllegalArgumentException(name);
        });
    }

    private static LocatorLookup.Resolved resolved(StreamingPolicy policy, List<Map<String, Object>> keys) {
        StreamingLocator locator = new StreamingLocator("locator", "harbour", policy.name(), Harbour.LOCATOR, List.of(), null,
                null, null, "media 7", null, keys);
        Asset asset = new Asset("harbour", null, null, null, "asset 9", null, null);
        return new LocatorLookup.Resolved(new Versioned<>(locator, "1"), new Versioned<>(asset, "1"),
                new Versioned<>(policy, "1"), new Versioned<>(TrackList.NONE, ""));
    }

    private static LocatorLookup.Resolved resolved(StreamingPolicy policy) {
        return resolved(policy, List.of(Map.of("id", ID, "type", "EnvelopeEncryption")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            textBlock = """
                    Predefined_ClearKey            | manifest(format=m3u8-aapl)                     | ENVELOPE_ENCRYPTION
                    Predefined_ClearKey            | manifest(format=m3u8-aapl-v3)                  | ENVELOPE_ENCRYPTION
                    Predefined_ClearKey            | manifest(format=mpd-time-csf)                  | ENVELOPE_ENCRYPTION
                    Predefined_ClearKey            | manifest                                       | ENVELOPE_ENCRYPTION
                    Predefined_ClearKey            | QualityLevels(1)/Fragments(video=0)            | ENVELOPE_ENCRYPTION
                    Predefined_ClearKey            | manifest(format=m3u8-cmaf)                     | ENC_ENCRYPTION_NOT_SPECIFIED_IN_URL
                    Predefined_ClearKey            | manifest(format=mpd-time-cmaf)                 | ENC_ENCRYPTION_NOT_SPECIFIED_IN_URL
                    Predefined_ClearKey            | manifest(format=m3u8-cmaf,encryption=cbc)      | ENVELOPE_ENCRYPTION
                    Predefined_ClearKey            | manifest(format=mpd-time-cmaf,encryption=cbc)  | ENVELOPE_ENCRYPTION
                    Predefined_ClearKey            | manifest(encryption=cbc)                       | ENVELOPE_ENCRYPTION
                    Predefined_ClearKey            | manifest(format=m3u8-cmaf,encryption=cenc)     | ENC_ENCRYPTION_NOT_SET_IN_DELIVERY_POLICY
                    Predefined_ClearKey            | manifest(format=m3u8-cmaf,encryption=rot13)    | ENC_ENCRYPTION_NOT_SET_IN_DELIVERY_POLICY
                    Predefined_ClearKey            | clip.mp4                                       | OUTPUT_FORMAT_BLOCKED
                    hls                            | manifest                                       | OUTPUT_FORMAT_BLOCKED
                    hls                            | manifest(encryption=cbc)                       | OUTPUT_FORMAT_BLOCKED
                    hls                            | manifest(format=mpd-time-cmaf,encryption=cenc) | OUTPUT_FORMAT_BLOCKED
                    Predefined_ClearStreamingOnly  | manifest(format=m3u8-cmaf)                     | NO_ENCRYPTION
                    Predefined_ClearStreamingOnly  | manifest(format=m3u8-cmaf,encryption=cbc)      | ENC_ENCRYPTION_NOT_SET_IN_DELIVERY_POLICY
                    all                            | manifest(format=m3u8-cmaf)                     | NO_ENCRYPTION
                    all                            | manifest(format=m3u8-aapl,encryption=cbc)      | ENVELOPE_ENCRYPTION
                    Predefined_MultiDrmStreaming   | manifest(format=m3u8-aapl,encryption=cenc)     | ENC_ENCRYPTION_NOT_SET_IN_DELIVERY_POLICY
                    Predefined_MultiDrmStreaming   | manifest(format=m3u8-aapl,encryption=cbcs-aapl) | OUTPUT_PROTECTION_FORMAT_NOT_SUPPORTED
                    Predefined_MultiDrmStreaming   | manifest(format=m3u8-aapl)                     | OUTPUT_PROTECTION_FORMAT_NOT_SUPPORTED
                    Predefined_MultiDrmStreaming   | manifest(format=m3u8-cmaf,encryption=cbcs-aapl) | COMMON_ENCRYPTION_CBCS
                    Predefined_MultiDrmStreaming   | manifest(format=mpd-time-cmaf,encryption=cbcs-aapl) | COMMON_ENCRYPTION_CBCS
                    Predefined_MultiDrmStreaming   | manifest(format=mpd-time-cmaf,encryption=cbcs) | COMMON_ENCRYPTION_CBCS
                    Predefined_MultiDrmStreaming   | manifest(format=mpd-time-cmaf,encryption=cenc) | COMMON_ENCRYPTION_CENC
                    Predefined_MultiDrmStreaming   | manifest(format=mpd-time-cmaf)                 | ENC_ENCRYPTION_NOT_SPECIFIED_IN_URL
                    Predefined_MultiDrmStreaming   | manifest(format=mpd-time-csf)                  | COMMON_ENCRYPTION_CENC
                    Predefined_MultiDrmStreaming   | manifest(format=mpd-time-csf,encryption=cbcs-aapl) | OUTPUT_PROTECTION_FORMAT_NOT_SUPPORTED
                    Predefined_MultiDrmStreaming   | manifest                                       | COMMON_ENCRYPTION_CENC
                    Predefined_MultiDrmStreaming   | manifest(encryption=piff)                      | COMMON_ENCRYPTION_CENC
                    Predefined_MultiDrmStreaming   | manifest(encryption=cbcs-aapl)                 | ENC_ENCRYPTION_NOT_SET_IN_DELIVERY_POLICY
                    Predefined_MultiDrmStreaming   | manifest(format=mpd-time-csf,encryption=piff)  | OUTPUT_PROTECTION_FORMAT_NOT_SUPPORTED
                    all                            | manifest(format=mpd-time-csf)                  | ENC_ENCRYPTION_NOT_SPECIFIED_IN_URL
                    all                            | manifest                                       | ENC_ENCRYPTION_NOT_SPECIFIED_IN_URL
                    """)
    void aUrlIsEncryptedAsItOrThePolicySays(String policy, String path, String expected) {
        String found;
        try {
            found = Gate.check(StreamingUrl.parse(path.endsWith(".mp4") ? "/" + Harbour.LOCATOR + "/" + path : BASE + path),
                    resolved(policy(policy)), OriginOptions.DEFAULT).name();
        } catch (OriginException e) {
            found = e.refusal().error().name();
        }
        assertThat(found).isEqualTo(expected);
    }

    private static FilteredOrigin origin(StreamingPolicy policy, List<Map<String, Object>> keys) {
        return new FilteredOrigin(Harbour.presentation(), Encryption.of(EncryptionScheme.ENVELOPE_ENCRYPTION, null,
                resolved(policy, keys), KEYS, OPTIONS).join());
    }

    private static FilteredOrigin origin() {
        return origin(policy("Predefined_ClearKey"), List.of(Map.of("id", ID, "type", "EnvelopeEncryption")));
    }

    @Test
    void playlistsOfHlsNameTheKeyBehindTheMap() {
        String tag = "#EXT-X-KEY:METHOD=AES-128,URI=\"https://keys.example.com/?kid=" + ID
                + "\",IV=0XD7D7D7D7D7D7D7D7D7D7D7D7D7D7D7AA\n";
        String cmaf = origin().text("QualityLevels(1108402)/Manifest(video,format=m3u8-cmaf,encryption=cbc)");
        assertThat(cmaf).containsOnlyOnce("#EXT-X-KEY").contains(
                "#EXT-X-MAP:URI=\"Fragments(video=i,format=m3u8-cmaf,encryption=cbc)\"\n" + tag + "#EXT-X-PROGRAM")
                .contains("\nFragments(video=0,format=m3u8-cmaf,encryption=cbc)\n");
        assertThat(origin().text("QualityLevels(1108402)/Manifest(video,format=m3u8-cmaf,type=keyframes,encryption=cbc)"))
                .containsOnlyOnce(tag);
        for (String format : List.of("m3u8-aapl", "m3u8-aapl-v3")) {
            assertThat(origin().text("QualityLevels(1108402)/Manifest(video,format=" + format + ")")).containsOnlyOnce(tag)
                    .contains("\nFragments(video=0,format=" + format + ")\n");
        }
        assertThat(origin().text("QualityLevels(128033)/Manifest(aac_eng_2_128033_2_1,format=m3u8-aapl)")).contains(tag);
        assertThat(origin().text("manifest(format=m3u8-aapl)")).doesNotContain("EXT-X-KEY");
    }

    @Test
    void manifestsOfDashAndSmoothNameTheKey() {
        String mpd = origin().text("manifest(format=mpd-time-csf)");
        assertThat(mpd).contains(" type=\"static\" xmlns:sea=\"urn:mpeg:dash:schema:sea:2012\" mediaPresentationDuration=")
                .contains("<sea:CryptoPeriod keyUriTemplate=\"https://keys.example.com/?kid=" + ID
                        + "\" IV=\"0xD7D7D7D7D7D7D7D7D7D7D7D7D7D7D7AA\"/>");
        assertThat(mpd.split("<ContentProtection ", -1)).hasSameSizeAs(mpd.split("<AdaptationSet ", -1));
        for (String smooth : List.of("manifest", "manifest(format=fmp4-v20)", "manifest(encryption=cbc)")) {
            assertThat(origin().text(smooth)).containsOnlyOnce("<Protection>")
                    .contains("SystemID=\"B47B251A-2409-4B42-958E-08DBAE7B4EE9\"")
                    .contains("<sea:CryptoPeriod IV=\"0xD7D7D7D7D7D7D7D7D7D7D7D7D7D7D7AA\" keyUriTemplate=\""
                            + "https://keys.example.com/?kid=" + ID + "\" />");
        }
        assertThat(origin().text("manifest(encryption=cbc)")).contains("Fragments(video={start time},encryption=cbc)");
    }

    @Test
    void segmentsAreEncryptedAndInitializationIsNot() {
        FilteredOrigin clear = new FilteredOrigin(Harbour.presentation());
        for (String url : List.of("QualityLevels(403117)/Fragments(video=0,format=m3u8-cmaf)",
                "QualityLevels(403117)/KeyFrames(video=0,format=m3u8-cmaf)",
                "QualityLevels(403117)/Fragments(video=0,format=mpd-time-csf)", "QualityLevels(403117)/Fragments(video=0)",
                "QualityLevels(128033)/Fragments(aac_eng_2_128033_2_1=0,format=m3u8-aapl)")) {
            long length = clear.body(url).length();
            assertThat(origin().body(url).length()).as(url).isEqualTo((length / 16 + 1) * 16);
        }
        String init = "QualityLevels(403117)/Fragments(video=i,format=m3u8-cmaf)";
        assertThat(origin().text(init)).isEqualTo(clear.text(init));
    }

    /** As an option has it: for players, which read no envelope in DASH. */
    @Test
    void dashHasTheEnvelopeAsCenc() {
        OriginOptions options = new OriginOptions(OriginOptions.SUPPORTED, Duration.ofSeconds(60), Duration.ofDays(3), "*",
                false, false, "https://keys.example.com/", false, true);
        for (String format : List.of("mpd-time-csf", "mpd-time-cmaf", "m3u8-cmaf", "fmp4")) {
            Parameters parameters = ((StreamingUrl.OfPresentation) StreamingUrl
                    .parse(BASE + "manifest(format=" + format + ",encryption=cbc)")).parameters();
            boolean dash = format.startsWith("mpd");
            ProtectionScheme samples = Encryption.samples(EncryptionScheme.ENVELOPE_ENCRYPTION, parameters, options);
            assertThat(samples).isEqualTo(dash ? ProtectionScheme.CENC : null);
            assertThat(Encryption.samples(EncryptionScheme.ENVELOPE_ENCRYPTION, parameters, OPTIONS)).isNull();
            String manifest = new FilteredOrigin(Harbour.presentation(), Encryption.of(EncryptionScheme.ENVELOPE_ENCRYPTION,
                    samples, resolved(policy("Predefined_ClearKey"), List.of(Map.of("id", ID, "type", "EnvelopeEncryption"))),
                    KEYS, options).join()).text("manifest(format=" + format + ",encryption=cbc)");
            assertThat(manifest.contains("value=\"cenc\" cenc:default_KID=\"" + ID + "\"/>")).isEqualTo(dash);
            assertThat(manifest.contains("<dashif:Laurl Lic_type=\"EME-1.0\">https://keys.example.com/clearkey</dashif:Laurl>"))
                    .isEqualTo(dash);
            assertThat(manifest.contains("sea:2012")).isEqualTo(format.equals("fmp4"));
            assertThat(manifest.contains(",encryption=cbc)")).isTrue();
        }
    }

    /** The harbour with captions. */
    private static Presentation captioned() {
        Presentation harbour = Harbour.presentation();
        Stream reference = harbour.reference();
        CueList cues = TextDocument.read("WEBVTT\n\n00:00.000 --> 00:01.000\nx\n".getBytes(StandardCharsets.UTF_8)).cues();
        CueSource source = new GivenCues(() -> CompletableFuture.completedFuture(cues));
        return new Presentation(harbour.streams(),
                List.of(new TextStream("subt_en", "en", TextStream.CAPTION, null, null, false,
                        310, reference.timeline(), reference.smoothTimeline(), 0, source)),
                3, List.of());
    }

    /** Where the envelope's key encrypts samples, no manifest can say that text is encrypted as a whole. */
    @Test
    void textIsClearWhereDashHasTheEnvelopeAsCenc() {
        LocatorLookup.Resolved resolved = resolved(policy("Predefined_ClearKey"));
        FilteredOrigin cenc = new FilteredOrigin(captioned(), Encryption.of(EncryptionScheme.ENVELOPE_ENCRYPTION,
                ProtectionScheme.CENC, resolved, KEYS, OPTIONS).join());
        FilteredOrigin envelope = new FilteredOrigin(captioned(), Encryption.of(EncryptionScheme.ENVELOPE_ENCRYPTION, null,
                resolved, KEYS, OPTIONS).join());
        FilteredOrigin clear = new FilteredOrigin(captioned());
        String manifest = "manifest(format=mpd-time-cmaf,encryption=cbc)";
        String set = "(?s).*contentType=\"text\"[^>]*>\\s*<ContentProtection .*";
        assertThat(envelope.text(manifest)).matches(set);
        assertThat(cenc.text(manifest)).contains("contentType=\"text\"").doesNotMatch(set);
        String segment = "QualityLevels(310)/Fragments(subt_en=0,format=mpd-time-cmaf,encryption=cbc)";
        long length = clear.body(segment).length();
        assertThat(envelope.body(segment).length()).isEqualTo((length / 16 + 1) * 16);
        assertThat(cenc.text(segment)).isEqualTo(clear.text(segment));
    }

    /** Of a policy that leaves video and audio clear. */
    @Test
    void manifestsNameTheKeyOfTextAlone() throws Exception {
        List<Map<String, Object>> clear = List.of("avc1", "mp4a").stream().map(fourcc -> Map.<String, Object>of(
                "trackSelections", List.of(Map.of("property", "FourCC", "operation", "Equal", "value", fourcc)))).toList();
        StreamingPolicy policy = StreamingPolicy.of(Map.of("name", "p", "properties", Map.of("envelopeEncryption",
                section(Map.of("clearTracks", clear), "dash", "smoothStreaming"))));
        FilteredOrigin origin = new FilteredOrigin(captioned(),
                Encryption.of(EncryptionScheme.ENVELOPE_ENCRYPTION, null, resolved(policy), KEYS, OPTIONS).join());
        DocumentBuilderFactory namespaces = DocumentBuilderFactory.newInstance();
        namespaces.setNamespaceAware(true);
        for (String manifest : List.of("manifest(format=mpd-time-csf)", "manifest")) {
            Document document = namespaces.newDocumentBuilder()
                    .parse(new ByteArrayInputStream(origin.text(manifest).getBytes(StandardCharsets.UTF_8)));
            assertThat(document.getElementsByTagNameNS("urn:mpeg:dash:schema:sea:2012", "CryptoPeriod").getLength())
                    .as(manifest).isEqualTo(1);
        }
    }

    /** Version 3 has sound in the segments of video, which are encrypted as a whole or not at all. */
    @Test
    void soundIsNotClearBecauseItsPicturesAre() {
        FilteredOrigin origin = origin(withClear("avc1"), List.of(Map.of("id", ID, "type", "EnvelopeEncryption")));
        assertThat(origin.text("QualityLevels(403117)/Manifest(video,format=m3u8-aapl)")).doesNotContain("EXT-X-KEY");
        assertThat(origin.text("QualityLevels(403117)/Manifest(video,format=m3u8-aapl-v3)")).contains("EXT-X-KEY", "kid=" + ID);
        String segment = "QualityLevels(403117)/Fragments(video=0,format=m3u8-aapl%s)";
        assertThat(origin.body(segment.formatted("")).length() % 188).as("pictures alone are clear").isZero();
        assertThat(origin.body(segment.formatted("-v3")).length() % 16).isZero();
        assertThat(origin.body(segment.formatted("-v3")).length() % 188).as("encrypted").isNotZero();

        FilteredOrigin clear = origin(withClear("avc1", "mp4a"), List.of(Map.of("id", ID, "type", "EnvelopeEncryption")));
        assertThat(clear.text("QualityLevels(403117)/Manifest(video,format=m3u8-aapl-v3)")).doesNotContain("EXT-X-KEY");
        assertThat(clear.body(segment.formatted("-v3")).length() % 188).isZero();
    }

    private static StreamingPolicy withClear(String... fourccs) {
        List<Map<String, Object>> clear = List.of(fourccs).stream().map(fourcc -> Map.<String, Object>of("trackSelections",
                List.of(Map.of("property", "FourCC", "operation", "Equal", "value", fourcc)))).toList();
        return StreamingPolicy.of(Map.of("name", "p", "properties",
                Map.of("envelopeEncryption", section(Map.of("clearTracks", clear), "hls"))));
    }

    @Test
    void tracksStayClearOrHaveKeysOfTheirOwn() {
        Map<String, Object> sound = Map.of("trackSelections",
                List.of(Map.of("property", "FourCC", "operation", "Unknown", "value", "MP4A")));
        StreamingPolicy clear = StreamingPolicy.of(Map.of("name", "p", "properties", Map.of("envelopeEncryption",
                section(Map.of("clearTracks", List.of(sound), "customKeyAcquisitionUrlTemplate",
                        "https://k.example.com/{AssetAlternativeId}/{AlternativeMediaId}/{ContentKeyId}/{Other"), "hls"))));
        FilteredOrigin origin = origin(clear, List.of(Map.of("id", ID, "type", "EnvelopeEncryption")));
        assertThat(origin.text("QualityLevels(128033)/Manifest(aac_eng_2_128033_2_1,format=m3u8-aapl)"))
                .doesNotContain("EXT-X-KEY");
        assertThat(origin.text("QualityLevels(403117)/Manifest(video,format=m3u8-aapl)"))
                .contains("URI=\"https://k.example.com/asset%209/media%207/" + ID + "/{Other\"");

        StreamingPolicy two = StreamingPolicy.of(Map.of("name", "p", "properties", Map.of("envelopeEncryption",
                section(Map.of("contentKeys", Map.of("defaultKey", Map.of("label", "pictures"), "keyToTrackMappings",
                        List.of(Map.of("label", "sound", "tracks", List.of(sound))))), "dash"))));
        List<Map<String, Object>> keys = List.of(
                Map.of("id", ID, "type", "EnvelopeEncryption", "labelReferenceInStreamingPolicy", "pictures"),
                Map.of("id", AUDIO_ID, "type", "EnvelopeEncryption", "label", "sound"),
                Map.of("id", UUID.randomUUID().toString(), "type", "CommonEncryptionCenc", "label", "sound"));
        String mpd = origin(two, keys).text("manifest(format=mpd-time-csf)");
        assertThat(mpd).containsSubsequence("contentType=\"audio\"", "kid=" + AUDIO_ID, "contentType=\"video\"", "kid=" + ID);
        assertThatThrownBy(() -> origin(two, keys.subList(0, 1)).text("manifest(format=mpd-time-csf)"))
                .isInstanceOf(OriginException.class).hasMessageContaining("sound");
    }

    /** Programs that write policies have empty texts for what nobody stated; publishing takes them so, too. */
    @Test
    void emptyTextsOfAPolicySayNothing() {
        StreamingPolicy policy = StreamingPolicy.of(Map.of("name", "p", "properties", Map.of("envelopeEncryption",
                section(Map.of("customKeyAcquisitionUrlTemplate", "", "contentKeys", Map.of("defaultKey", Map.of("label", ""),
                        "keyToTrackMappings", List.of(Map.of("label", "", "tracks", List.of())))), "hls"))));
        String label = RequiredKey.of(policy).stream().map(RequiredKey::label).reduce("", String::concat);
        assertThat(label).isEqualTo("clearKeyDefault");
        assertThat(origin(policy, List.of(Map.of("id", ID, "type", "EnvelopeEncryption", "labelReferenceInStreamingPolicy",
                label))).text("QualityLevels(403117)/Manifest(video,format=m3u8-aapl)"))
                .contains("URI=\"https://keys.example.com/?kid=" + ID + "\"");
    }

    @Test
    void aKeyThatIsNotThereIsAnError() {
        assertThatThrownBy(() -> Encryption.of(EncryptionScheme.ENVELOPE_ENCRYPTION, null,
                resolved(policy("Predefined_ClearKey")), id -> CompletableFuture.completedFuture(Optional.empty()), OPTIONS)
                .join()).isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(OriginException.class).hasMessageContaining(ID);
    }

    @Test
    void aTokenGoesOnIntoWhatAPlaylistLeadsTo() {
        PassedToken token = PassedToken.of("a=b&Token=eyJh.b-c_d%3D&c=d");
        assertThat(token).isNotNull();
        assertThat(token.toString()).doesNotContain("eyJh");
        String master = text(token, "manifest(format=m3u8-cmaf,encryption=cbc)");
        assertThat(master)
                .contains("\nQualityLevels(403117)/Manifest(video,format=m3u8-cmaf,encryption=cbc)?token=eyJh.b-c_d%3D\n")
                .contains("URI=\"QualityLevels(403117)/Manifest(video,format=m3u8-cmaf,type=keyframes,encryption=cbc)"
                        + "?token=eyJh.b-c_d%3D\"")
                .contains("type=keyframes");
        assertThat(master.lines().filter(line -> line.contains("Manifest("))).allMatch(line -> line.contains("?token="));
        String playlist = text(token, "QualityLevels(403117)/Manifest(video,format=m3u8-cmaf,encryption=cbc)");
        assertThat(playlist).containsOnlyOnce("token=").contains("?kid=" + ID + "&token=eyJh.b-c_d%3D\",IV=0X");
        Content content = token.into(origin().content("manifest(format=m3u8-cmaf,encryption=cbc)"));
        assertThat(content.personal()).isTrue();
        assertThat(content.tag()).doesNotContain("eyJh");
    }

    private static String text(PassedToken token, String path) {
        return FilteredOrigin.text(token.into(origin().content(path)).body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "token", "token=", "token=a%0Ab\"", "token=a\nb", "token=a\"b", "tokens=a", "Bearer=a",
            "token=é"})
    void whatIsNoTokenDoesNotGoOn(String query) {
        assertThat(PassedToken.of(query)).isNull();
        assertThat(PassedToken.of("token=" + "a".repeat(9000))).isNull();
    }

    private static FilteredOrigin common(EncryptionScheme scheme, String word) {
        String type = scheme == EncryptionScheme.COMMON_ENCRYPTION_CENC ? "CommonEncryptionCenc" : "CommonEncryptionCbcs";
        ProtectionScheme samples = word.equals("cenc") ? ProtectionScheme.CENC : ProtectionScheme.CBCS;
        return new FilteredOrigin(Harbour.presentation(), Encryption.of(scheme, samples,
                resolved(policy("Predefined_MultiDrmStreaming"), List.of(Map.of("id", ID, "type", type))), KEYS, OPTIONS)
                .join());
    }

    @Test
    void playlistsOfHlsNameAllSystemsOfCommonEncryption() {
        FilteredOrigin origin = common(EncryptionScheme.COMMON_ENCRYPTION_CBCS, "cbcs-aapl");
        String kid = ID.replace("-", "");
        List<String> keys = List.of(
                "METHOD=SAMPLE-AES,URI=\"skd://keys.example.com/FairPlay/?kid=" + ID + "\","
                        + "KEYFORMAT=\"com.apple.streamingkeydelivery\",KEYFORMATVERSIONS=\"1\",IV=0XD7D7D7D7D7D7D7D7D7D7D7D7D7D7D7AA\n",
                "METHOD=SAMPLE-AES,URI=\"data:text/plain;base64,AAAA", "\",KEYID=0x" + kid
                        + ",KEYFORMAT=\"urn:uuid:edef8ba9-79d6-4ace-a3c8-27dcd51d21ed\"",
                "KEYFORMAT=\"com.microsoft.playready\"",
                "URI=\"https://keys.example.com/?kid=" + ID + "\",KEYFORMAT=\"identity\"");
        String playlist = origin.text("QualityLevels(403117)/Manifest(video,format=m3u8-cmaf,encryption=cbcs-aapl)");
        assertThat(playlist).contains(keys).containsSubsequence("#EXT-X-MAP", "#EXT-X-KEY", "#EXT-X-PROGRAM-DATE-TIME");
        assertThat(playlist.lines().filter(line -> line.startsWith("#EXT-X-KEY:"))).hasSize(4);
        String master = origin.text("manifest(format=m3u8-cmaf,encryption=cbcs-aapl)");
        assertThat(master).contains(keys).containsSubsequence("#EXT-X-SESSION-KEY:", "#EXT-X-MEDIA:");
        assertThat(master.lines().filter(line -> line.startsWith("#EXT-X-SESSION-KEY:"))).hasSize(4);
        String cenc = common(EncryptionScheme.COMMON_ENCRYPTION_CENC, "cenc")
                .text("QualityLevels(403117)/Manifest(video,format=m3u8-cmaf,encryption=cenc)");
        assertThat(cenc).contains("METHOD=SAMPLE-AES-CTR,").doesNotContain("IV=");
    }

    /** Wherever a filter begins, the lead is that of the whole. */
    @Test
    void playlistsNameTheKeyBehindTheLead() {
        StreamingPolicy policy = StreamingPolicy.of(Map.of("name", "p", "properties", Map.of("commonEncryptionCbcs",
                section(Map.of("clearLeadDuration", "PT7S"), "hls"))));
        Encryption encryption = Encryption.of(EncryptionScheme.COMMON_ENCRYPTION_CBCS, ProtectionScheme.CBCS,
                resolved(policy, List.of(Map.of("id", ID, "type", "CommonEncryptionCbcs"))), KEYS, OPTIONS).join();
        String url = "QualityLevels(403117)/Manifest(video,format=m3u8-cmaf,encryption=cbcs-aapl)";
        String playlist = new FilteredOrigin(Harbour.presentation(), encryption).text(url);
        String none = "#EXT-X-KEY:METHOD=NONE\n";
        assertThat(playlist).containsOnlyOnce(none).containsOnlyOnce("#EXT-X-KEY:METHOD=SAMPLE-AES,").containsSubsequence(
                "#EXT-X-MAP", none, "#EXTINF", "Fragments(video=0,", "#EXT-X-KEY:METHOD=SAMPLE-AES,", "#EXTINF");
        long first = Harbour.presentation().streams().stream().filter(stream -> stream.name().equals("video")).findFirst()
                .orElseThrow().timeline().start(Harbour.presentation().firstBehind(70_000_000,
                        Harbour.presentation().stream("video")));
        assertThat(first).isGreaterThanOrEqualTo(70_000_000);
        assertThat(playlist.substring(playlist.indexOf("METHOD=SAMPLE-AES")).lines()
                .filter(line -> line.startsWith("Fragments(")).findFirst()).hasValueSatisfying(
                        line -> assertThat(line).contains("(video=" + first + ","));
        String keyFrames = new FilteredOrigin(Harbour.presentation(), encryption)
                .text(url.replace("cmaf,", "cmaf,type=keyframes,"));
        assertThat(keyFrames.substring(keyFrames.indexOf("METHOD=SAMPLE-AES")).lines()
                .filter(line -> line.startsWith("KeyFrames(")).findFirst()).hasValueSatisfying(
                        line -> assertThat(line).contains("(video=" + first + ","));
    }

    @Test
    void manifestsOfDashAndSmoothNameCommonEncryption() {
        FilteredOrigin origin = common(EncryptionScheme.COMMON_ENCRYPTION_CENC, "cenc");
        String mpd = origin.text("manifest(format=mpd-time-cmaf,encryption=cenc)");
        assertThat(mpd)
                .contains("xmlns:cenc=\"urn:mpeg:cenc:2013\" xmlns:mspr=\"urn:microsoft:playready\" xmlns:ms=\"urn:microsoft\"")
                .contains("value=\"cenc\" cenc:default_KID=\"" + ID + "\"/>",
                        "schemeIdUri=\"urn:uuid:9a04f079-9840-4286-ab92-e65be0885f95\">\n            <mspr:pro>",
                        "schemeIdUri=\"urn:uuid:edef8ba9-79d6-4ace-a3c8-27dcd51d21ed\">\n            <cenc:pssh>",
                        "<dashif:Laurl Lic_type=\"EME-1.0\">https://keys.example.com/clearkey</dashif:Laurl>");
        assertThat(mpd.split("mp4protection", -1)).hasSameSizeAs(mpd.split("<AdaptationSet ", -1));
        assertThat(origin.text("manifest")).containsOnlyOnce("<Protection>")
                .contains("<ProtectionHeader SystemID=\"9A04F079-9840-4286-AB92-E65BE0885F95\">");
        String cbcs = common(EncryptionScheme.COMMON_ENCRYPTION_CBCS, "cbcs-aapl")
                .text("manifest(format=mpd-time-cmaf,encryption=cbcs-aapl)");
        assertThat(cbcs).contains("value=\"cbcs\" cenc:default_KID=").doesNotContain("94ce86fb");
    }
}
