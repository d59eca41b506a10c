package io.dynpack.ism;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.converter.jaxb.JaxbDataFormat;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ServerManifestTest {
    private static final String BOM = "\ufeff";
    private static final String ENCODER = """
            <?xml version="1.0" encoding="utf-8"?>
            <smil xmlns="http://www.w3.org/2001/SMIL20/Language">
              <head>
                <meta name="clientManifestRelativePath" content="harbour.ismc" />
                <meta name="formats" content="mp4-v3" />
              </head>
              <body>
                <switch>
                  <audio src="harbour_320.mp4" systemBitrate="128033" systemLanguage="eng">
                    <param name="systemBitrate" value="128033" valuetype="data" />
                    <param name="trackID" value="2" valuetype="data" />
                    <param name="trackName" value="aac_eng_2_128033_2_1" valuetype="data" />
                    <param name="systemLanguage" value="eng" valuetype="data" />
                    <param name="trackIndex" value="harbour_320_2.mpi" valuetype="data" />
                  </audio>
                  <audio src="harbour_ad.m4a" systemBitrate="96000" systemLanguage="eng">
                    <param name="trackName" value="harbour_description" />
                    <param name="accessibility" value="description" />
                    <param name="role" value="alternate" />
                  </audio>
                  <video src="harbour_1280.mp4" systemBitrate="2204817">
                    <param name="systemBitrate" value="2204817" valuetype="data" />
                    <param name="trackID" value="1" valuetype="data" />
                    <param name="trackName" value="video" valuetype="data" />
                  </video>
                  <textstream src="en-us.cmft" systemBitrate="50333" systemLanguage="">
                    <param name="systemLanguage" value="en-us" valuetype="data" />
                    <param name="outputFlag" value="3" valuetype="data" />
                    <param name="systemBitrate" value="0" valuetype="data" />
                    <param name="textIsDefault" value="TRUE" valuetype="data" />
                    <param name="textHlsCharacteristic" value="public.easy-to-read" valuetype="data" />
                    <param name="trackName" value="subt_en-us" valuetype="data" />
                    <param name="textDisplayName" value="English é" valuetype="data" />
                  </textstream>
                </switch>
              </body>
            </smil>
            """;

    @Test
    void readsWhatTheEncoderWrites() {
        ServerManifest manifest = read(ENCODER);
        assertThat(manifest.sourceFormat()).isEqualTo(SourceFormat.MP4_V3);
        assertThat(manifest.clientManifestRelativePath()).hasValue("harbour.ismc");
        assertThat(manifest.fragmentsPerHlsSegment()).isEmpty();
        List<TrackReference> tracks = manifest.tracks();
        assertThat(tracks).extracting(TrackReference::kind).containsExactly(TrackReference.Kind.AUDIO,
                TrackReference.Kind.AUDIO,
                TrackReference.Kind.VIDEO, TrackReference.Kind.TEXT);
        TrackReference audio = tracks.get(0);
        assertThat(audio.src()).isEqualTo("harbour_320.mp4");
        assertThat(audio.bitrate()).hasValue(128033);
        assertThat(audio.trackId()).hasValue(2);
        assertThat(audio.name()).hasValue("aac_eng_2_128033_2_1");
        assertThat(audio.language()).hasValue("eng");
        assertThat(audio.isFolder()).isFalse();
        TrackReference description = tracks.get(1);
        assertThat(description.accessibility()).hasValue("description");
        assertThat(description.role()).hasValue("alternate");
        assertThat(description.trackId()).isEmpty();
        assertThat(description.bitrate()).hasValue(96000);
        TrackReference text = tracks.get(3);
        assertThat(text.bitrate()).as("the param wins").hasValue(0);
        assertThat(text.language()).hasValue("en-us");
        assertThat(text.isDefault()).isTrue();
        assertThat(text.hidden()).isFalse();
        assertThat(text.displayName()).hasValue("English é");
        assertThat(text.hlsCharacteristic()).hasValue("public.easy-to-read");
    }

    @Test
    void writesTheLayoutOfTheEncoder() {
        assertThat(new String(read(ENCODER).write(), UTF_8)).isEqualTo(ENCODER);
        assertThat(new String(read(BOM + ENCODER.replace("\n", "\r\n  ")).write(), UTF_8)).isEqualTo(ENCODER);
    }

    @Test
    void readsHandWrittenFiles() {
        ServerManifest manifest = read(
                BOM + """
                        <?xml version="1.0" encoding="utf-8" standalone="yes"?>
                        <smil xmlns="http://www.w3.org/2001/SMIL20/Language"><head><meta content="mp4" name="Formats"/>
                        <meta name="FragmentsPerHLSSegment" content=" 2 "/></head>
                        <body><switch> ... <video src="a.mp4"/><video/><audio src="a.mp4" title="Español (2)" SystemLanguage="spa"/>
                        <ref src="x/y"/><textstream src="t.cmft"><param name="outputFlag" value="0"/></textstream></switch></body></smil>""");
        assertThat(manifest.sourceFormat()).isEqualTo(SourceFormat.MP4);
        assertThat(manifest.fragmentsPerHlsSegment()).hasValue(2);
        assertThat(manifest.clientManifestRelativePath()).isEmpty();
        List<TrackReference> tracks = manifest.tracks();
        assertThat(tracks).hasSize(4);
        assertThat(tracks.get(0).name()).hasValue("video");
        assertThat(tracks.get(0).bitrate()).isEmpty();
        assertThat(tracks.get(1).name()).hasValue("Español (2)");
        assertThat(tracks.get(1).title()).hasValue("Español (2)");
        assertThat(tracks.get(1).language()).hasValue("spa");
        assertThat(tracks.get(2).kind()).isEqualTo(TrackReference.Kind.REF);
        assertThat(tracks.get(2).isFolder()).isTrue();
        assertThat(tracks.get(3).hidden()).isTrue();
        assertThat(tracks.get(3).name()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<smil xmlns='http://www.w3.org/2001/SMIL20/Language'/>",
            "<smil xmlns='http://www.w3.org/2001/SMIL20/Language'><head/></smil>",
            "<smil xmlns='http://www.w3.org/2001/SMIL20/Language'><body/></smil>",
            "<smil xmlns='http://www.w3.org/2001/SMIL20/Language'><body><switch/></body></smil>"})
    void readsDocumentsWithoutTracks(String text) {
        ServerManifest manifest = read(text);
        assertThat(manifest.tracks()).isEmpty();
        assertThat(manifest.sourceFormat()).isEqualTo(SourceFormat.FMP4);
        manifest.add(new Video("a.mp4"));
        manifest.setFragmentsPerHLSSegment(1);
        assertThat(read(new String(manifest.write(), UTF_8)).tracks()).hasSize(1);
    }

    @Test
    void keepsWhatItDoesNotKnow() {
        String text = """
                <?xml version="1.0" encoding="utf-8"?>
                <smil xmlns="http://www.w3.org/2001/SMIL20/Language" xml:lang="en" version="3">
                  <head class="a">
                    <meta name="creator" content="&quot;x&quot; &amp; &lt;y&gt;" lang="de" />
                    <meta name="formats" content="mp4" />
                    <layout>
                      <region id="r1">text</region>
                    </layout>
                  </head>
                  <body>
                    <switch>
                      <audio src="a.mp4" SystemLanguage="eng" other="1">
                        <param name="unknown" value="v&#10;w" extra="2" />
                        <nested />
                      </audio>
                      <img src="i.png" />
                      <video src="a.mp4" />
                    </switch>
                    <x:more xmlns:x="urn:x" x:a="1" />
                  </body>
                  <tail />
                </smil>
                """;
        assertThat(new String(read(text).write(), UTF_8)).isEqualTo(text);
    }

    @Test
    void ignoresElementsWhereNoneBelong() {
        ServerManifest manifest = read("<smil xmlns='http://www.w3.org/2001/SMIL20/Language' xmlns:x='urn:x'><head>"
                + "<meta name='formats' content='mp4'><x:y/>text</meta></head>text<body><switch><audio src='a.mp4'>text"
                + "<param name='trackName' value='a'><z/></param></audio></switch></body></smil>");
        assertThat(manifest.sourceFormat()).isEqualTo(SourceFormat.MP4);
        assertThat(manifest.tracks()).singleElement().satisfies(track -> assertThat(track.name()).hasValue("a"));
    }

    @ParameterizedTest
    @CsvSource({"0, ", "-1, ", "1.5, ", "99999999999999999999, ", "x, ", "5, 5"})
    void takesOnlySensiblePacking(String content, Integer expected) {
        ServerManifest manifest = new ServerManifest();
        manifest.setMeta("fragmentsPerHLSSegment", content);
        assertThat(manifest.getFragmentsPerHLSSegment()).isEqualTo(expected);
    }

    @Test
    void setsAndRemovesValues() {
        ServerManifest manifest = new ServerManifest();
        manifest.setSourceFormat(SourceFormat.MP4);
        manifest.setFragmentsPerHLSSegment(1);
        manifest.setFragmentsPerHLSSegment(2);
        manifest.setClientManifestRelativePath("clip.ismc");
        manifest.setClientManifestRelativePath(null);
        Audio audio = new Audio("clip.mp4");
        audio.setParam("trackName", "x");
        audio.setParam("TrackName", "clip");
        audio.setParam("role", "main");
        audio.setParam("role", null);
        manifest.add(audio);
        assertThat(new String(manifest.write(), UTF_8)).isEqualTo("""
                <?xml version="1.0" encoding="utf-8"?>
                <smil xmlns="http://www.w3.org/2001/SMIL20/Language">
                  <head>
                    <meta name="formats" content="mp4" />
                    <meta name="fragmentsPerHLSSegment" content="2" />
                  </head>
                  <body>
                    <switch>
                      <audio src="clip.mp4">
                        <param name="trackName" value="clip" valuetype="data" />
                      </audio>
                    </switch>
                  </body>
                </smil>
                """);
        assertThatThrownBy(() -> manifest.setFragmentsPerHLSSegment(0)).isInstanceOf(IllegalArgumentException.class);
        manifest.setMeta("creator", "\0");
        assertThatThrownBy(manifest::write).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " xmlns=''", " xmlns='http://www.w3.org/2001/SMIL20/Language'"})
    void readsElementsWithoutANamespaceAsThoseOfSmil(String namespace) {
        ServerManifest manifest = ServerManifest.read(ByteBuffer.wrap(("<smil" + namespace + "><head><meta name='formats'"
                + " content='mp4'/></head><body><switch><video src='a.mp4' systemBitrate='7'><param name='trackID' value='3'"
                + " valuetype='data'/></video><audio src='b.mp4'/></switch></body></smil>").getBytes(StandardCharsets.UTF_8)),
                "a.ism");
        assertThat(manifest.tracks()).extracting(TrackReference::src).containsExactly("a.mp4", "b.mp4");
        assertThat(manifest.tracks().get(0).trackId()).hasValue(3);
        assertThat(new String(manifest.write(), StandardCharsets.UTF_8))
                .contains("<smil xmlns=\"http://www.w3.org/2001/SMIL20/Language\">");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "<video src='a'/>", "<smil xmlns='urn:other'/>", "<SmoothStreamingMedia/>",
            "<video xmlns='http://www.w3.org/2001/SMIL20/Language' src='a'/>",
            "<smil xmlns='http://www.w3.org/2001/SMIL20/Language'>",
            "<smil xmlns='http://www.w3.org/2001/SMIL20/Language'/><x/>",
            "<smil xmlns='http://www.w3.org/2001/SMIL20/Language'>\0</smil>",
            "<!DOCTYPE smil><smil xmlns='http://www.w3.org/2001/SMIL20/Language'/>",
            "<!DOCTYPE smil [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><smil xmlns='http://www.w3.org/2001/SMIL20/Language'>&e;</smil>",
            "<!DOCTYPE smil [<!ENTITY a 'b'><!ENTITY c '&a;&a;'>]><smil xmlns='http://www.w3.org/2001/SMIL20/Language' v='&c;'/>"})
    void refusesOtherDocuments(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOfSatisfying(IsmException.class, e -> {
            assertThat(e.file()).isEqualTo("harbour.ism");
            assertThat(e.getMessage()).startsWith("harbour.ism");
        });
    }

    @Test
    void namesTheLine() {
        assertThatThrownBy(() -> read("<smil xmlns='http://www.w3.org/2001/SMIL20/Language'>\n<head>\n</body>"))
                .isInstanceOfSatisfying(IsmException.class, e -> assertThat(e.line()).isEqualTo(3))
                .hasMessage("harbour.ism, line 3: the XML is malformed");
    }

    @Test
    void refusesDeepAndLargeDocuments() {
        String open = "<smil xmlns='http://www.w3.org/2001/SMIL20/Language'>";
        assertThatThrownBy(() -> read(open + "<a>".repeat(100_000))).isInstanceOf(IsmException.class)
                .hasMessageContaining("nested");
        assertThatThrownBy(() -> ServerManifest.read(new byte[(4 << 20) + 1], "x")).isInstanceOf(IsmException.class)
                .hasMessageContaining("limit");
    }

    /** JAXB would make a document of its own for each of them, 300 bytes on the heap for every one of {@code <x/>}. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"<smil>|<x/>", "<smil><head>|<x/>", "<smil><body><switch>|<x/>",
            "<smil><body><switch><video src='a.mp4'>|<x/>", "<smil><body><switch><video src='a.mp4'><param>|<x/>",
            "<smil><body><switch>|<param/>", "<smil><body>|<meta/>", "<smil><x>|<y/>", "<smil><x>|<video src='a.mp4'/>",
            "<smil>|<x><x><x><x><x></x></x></x></x></x>", "<smil>|<p:x xmlns:p='urn:p'/>", "<smil>|<x a='1' b='2'/>text"})
    void refusesMoreUnknownElementsThanManifestsHave(String before, String unknown) {
        assertThatThrownBy(() -> read(before + unknown.repeat(100_000))).isInstanceOfSatisfying(IsmException.class,
                e -> assertThat(e.file()).isEqualTo("harbour.ism"))
                .hasMessageMatching("harbour.ism, line 1: there are more than \\d+ unknown elements, .*; remove those .*");
    }

    @Test
    void unknownElementsCountWithTheNamespacesThatJaxbCopies() {
        String declarations = IntStream.range(0, 60).mapToObj(i -> " xmlns:p" + i + "='urn:p'").collect(joining());
        String eight = "<smil" + declarations + ">" + "<x/>".repeat(8) + "</smil>";
        assertThat(read(eight).getOthers()).hasSize(8);
        assertThatThrownBy(() -> read(eight.replace("<x/></smil>", "<x/>".repeat(3) + "</smil>")))
                .isInstanceOf(IsmException.class).hasMessageContaining("more than 508 unknown elements");
    }

    @Test
    void keepsAnUnknownElementOfEachTrack() {
        String tracks = IntStream.range(0, 1000).mapToObj(i -> """
                      <video src="harbour_%1$d.mp4" systemBitrate="%1$d">
                        <param name="systemBitrate" value="%1$d" valuetype="data" />
                        <param name="trackID" value="1" valuetype="data" />
                        <param name="trackName" value="video" valuetype="data" />
                        <note xml:lang="en">text</note>
                      </video>
                """.formatted(i)).collect(joining());
        String text = ENCODER.substring(0, ENCODER.indexOf("      <audio")) + tracks
                + ENCODER.substring(ENCODER.indexOf("    </switch>"));
        assertThat(new String(read(text).write(), UTF_8)).isEqualTo(text);
        String few = "<smil xmlns='http://www.w3.org/2001/SMIL20/Language'>" + "<x/>".repeat(250) + "</smil>";
        assertThat(read(new String(read(few).write(), UTF_8)).getOthers()).hasSize(250);
    }

    @Test
    void readsTheMostTracksAndRefusesMoreElements() {
        String track = "<audio src='a.mp4'>" + "<param name='role' value='main'/>".repeat(20) + "</audio>";
        assertThat(read("<smil><body><switch>" + track.repeat(1000) + "</switch></body></smil>").tracks()).hasSize(1000);
        for (String known : List.of("<param/>", "<param a='1'/>", "<param xmlns:p='urn:p'/>")) {
            String open = "<smil><body><switch><audio>";
            assertThat(read(open + known.repeat(49_996) + "</audio></switch></body></smil>").mediaElements()).hasSize(1);
            assertThatThrownBy(() -> read(open + known.repeat(49_997))).isInstanceOf(IsmException.class)
                    .hasMessage("harbour.ism, line 1: there are more than 50000 elements; remove those that are not needed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<smil%s/>", "<smil><x%s/></smil>", "<smil><body><switch><video%s/></switch></body></smil>"})
    void refusesMoreAttributesAndNamespacesThanManifestsHave(String text) {
        for (String attribute : List.of(" a%d='1'", " xmlns:a%d='urn:a'")) {
            assertThat(read(text.formatted(numbered(attribute, 64))).write()).isNotEmpty();
            assertThatThrownBy(() -> read(text.formatted(numbered(attribute, 65)))).isInstanceOf(IsmException.class)
                    .hasMessageMatching("harbour.ism, line 1: an element has 65 .*, more than 64; remove those .*");
            assertThatThrownBy(() -> read(text.formatted(numbered(attribute, 100_000)))).isInstanceOf(IsmException.class);
        }
    }

    /** Those that go out of scope do not count. */
    @Test
    void namespacesCountWhereTheyAreInScope() {
        String forty = numbered(" xmlns:a%d='urn:a'", 40);
        String other = "<body" + forty.replace(":a", ":b") + "/>";
        assertThat(read("<smil><head" + forty + "/>" + other + "</smil>").getBody()).isNotNull();
        assertThatThrownBy(() -> read("<smil" + forty + ">" + other + "</smil>")).isInstanceOf(IsmException.class)
                .hasMessageContaining("80 namespace declarations");
    }

    /** The parser takes the square of their number, so they are counted before it runs; text does not count by the element. */
    @Test
    void namespacesOfOneElementAreCountedBeforeTheyAreParsed() {
        assertThatThrownBy(() -> read("<smil><x a='>'" + numbered(" xmlns:a%d='urn:a'", 100_000)))
                .isInstanceOf(IsmException.class)
                .hasMessage(
                        "harbour.ism: an element has more than 1000 namespace declarations; remove those that are not needed");
        String text = "<smil><x xmlns:a='urn:a'>" + "xmlns:".repeat(990) + "</x>" + "<!--xmlns-->".repeat(2000) + "</smil>";
        assertThat(new String(read(text).write(), UTF_8)).contains("xmlns:xmlns:");
    }

    private static String numbered(String text, int count) {
        return IntStream.range(0, count).mapToObj(text::formatted).collect(joining());
    }

    @Test
    void readsAnyBuffer() {
        byte[] bytes = ENCODER.getBytes(UTF_8);
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length + 2).put((byte) 0).put(bytes).put((byte) 0).flip()
                .position(1)
                .limit(bytes.length + 1);
        assertThat(ServerManifest.read(direct, "x").tracks()).hasSize(4);
        assertThat(direct.remaining()).isEqualTo(bytes.length);
        assertThat(ServerManifest.read(ByteBuffer.wrap(bytes).asReadOnlyBuffer(), "x").tracks()).hasSize(4);
        assertThat(ServerManifest.read(ENCODER.replace("utf-8", "utf-16").getBytes(StandardCharsets.UTF_16), "x").tracks())
                .hasSize(4);
    }

    @Test
    void readsTheDeclaredEncoding() {
        String text = "<?xml version='1.0' encoding='%s'?><smil xmlns='http://www.w3.org/2001/SMIL20/Language'><body><switch>"
                + "<audio src='a.mp4' title='Español'/></switch></body></smil>";
        for (String encoding : List.of("iso-8859-1", "windows-1252", "UTF-8")) {
            byte[] bytes = text.formatted(encoding).getBytes(Charset.forName(encoding));
            assertThat(ServerManifest.read(bytes, "x").tracks().get(0).title()).hasValue("Español");
        }
        for (String encoding : List.of("", "none", "us-ascii", "\u00e9", "base64")) {
            assertThatThrownBy(() -> ServerManifest.read(text.formatted(encoding).getBytes(UTF_8), "x")).as(encoding)
                    .isInstanceOf(IsmException.class);
        }
    }

    @Test
    void aRouteChangesOne() throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    JaxbDataFormat jaxb = new JaxbDataFormat("io.dynpack.ism");
                    from("direct:change").unmarshal(jaxb)
                            .process(exchange -> exchange.getMessage().getBody(ServerManifest.class)
                                    .setFragmentsPerHLSSegment(1))
                            .marshal(jaxb).convertBodyTo(String.class);
                }
            });
            context.start();
            String changed = context.createProducerTemplate().requestBody("direct:change", ENCODER.getBytes(UTF_8),
                    String.class);
            ServerManifest expected = read(ENCODER);
            expected.setFragmentsPerHLSSegment(1);
            assertThat(read(changed).write()).isEqualTo(expected.write());
            assertThat(context.createProducerTemplate().requestBody("direct:change", changed, String.class)).isEqualTo(changed);
        }
    }

    @Test
    void aRouteReadsNoExternalEntity(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "SECRET");
        try (CamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:read").unmarshal(new JaxbDataFormat("io.dynpack.ism"));
                }
            });
            context.start();
            String text = "<!DOCTYPE smil [<!ENTITY e SYSTEM '" + secret.toUri() + "'>]>"
                    + "<smil xmlns='http://www.w3.org/2001/SMIL20/Language'><body><x>&e;</x></body></smil>";
            String outcome;
            try {
                outcome = new String(
                        context.createProducerTemplate().requestBody("direct:read", text, ServerManifest.class).write(),
                        UTF_8);
            } catch (CamelExecutionException e) {
                outcome = e.getCause().toString();
            }
            assertThat(outcome).doesNotContain("SECRET");
        }
    }

    @Test
    void damagedFilesAreReadOrRefused() {
        Random random = new Random(1);
        byte[] whole = ENCODER.getBytes(UTF_8);
        for (int i = 0; i < 3000; i++) {
            byte[] bytes = Arrays.copyOf(whole, random.nextInt(4) == 0 ? random.nextInt(whole.length) : whole.length);
            for (int change = random.nextInt(6); change > 0 && bytes.length > 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                byte[] written = ServerManifest.read(bytes, "x").write();
                assertThat(new String(ServerManifest.read(written, "x").write(), UTF_8)).isEqualTo(new String(written, UTF_8));
            } catch (IsmException e) {
                assertThat(e.file()).isEqualTo("x");
            }
        }
    }

    private static ServerManifest read(String text) {
        return ServerManifest.read(text.getBytes(UTF_8), "harbour.ism");
    }
}
