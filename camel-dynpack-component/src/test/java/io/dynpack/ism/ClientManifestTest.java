package io.dynpack.ism;

import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ClientManifestTest {
    private static final String ARCHIVE = """
            <?xml version="1.0" encoding="utf-8"?>
            <SmoothStreamingMedia MajorVersion="2" MinorVersion="2" Duration="220011" TimeScale="1000" IsLive="TRUE" LookAheadFragmentCount="2" \
            DVRWindowLength="6000000000" Vendor="x">
              <Protection>
                <ProtectionHeader SystemID="9A04F079-9840-4286-AB92-E65BE0885F95">AAAA</ProtectionHeader>
                <ProtectionHeader SystemID="B47B251A-2409-4B42-958E-08DBAE7B4EE9">
                  <ContentProtection xmlns:sea="urn:mpeg:dash:schema:sea:2012" schemeIdUri="urn:mpeg:dash:sea:2012">
                    <sea:SegmentEncryption schemeIdUri="urn:x" />
                  </ContentProtection>
                </ProtectionHeader>
              </Protection>
              <StreamIndex Chunks="112" Type="video" Url="QualityLevels({bitrate})/Fragments(video={start time})" QualityLevels="1" Subtype="" \
            Name="video" TimeScale="1000" Unknown="1">
                <QualityLevel Index="0" Bitrate="5000000" FourCC="AVC1" MaxWidth="1280" MaxHeight="720" CodecPrivateData="0000000167">
                  <CustomAttributes>
                    <Attribute Name="codecs" Value="hev1" />
                  </CustomAttributes>
                </QualityLevel>
                <c t="14730376" d="2000" r="110" n="0" />
                <c d="2000" />
                <c t="14960376" d="2000" />
                <Discontinuities>
                  <d t="14960376" />
                </Discontinuities>
              </StreamIndex>
              <StreamIndex Chunks="1" Type="text" QualityLevels="1" Name="scte" TimeScale="10000000" ParentStreamIndex="video" ManifestOutput="TRUE">
                <c t="9223372036854775807">
                  <f i="0">PEFj</f>
                </c>
              </StreamIndex>
            </SmoothStreamingMedia>
            """;

    @Test
    void readsAnArchive() {
        ClientManifest manifest = read(ARCHIVE);
        assertThat(manifest.getTimeScale()).isEqualTo(1000);
        assertThat(manifest.getIsLive()).isTrue();
        assertThat(manifest.getDvrWindowLength()).isEqualTo(6000000000L);
        assertThat(manifest.getProtection().getHeaders()).hasSize(2);
        StreamIndex video = manifest.getStreams().get(0);
        assertThat(video.getName()).isEqualTo("video");
        assertThat(video.getSubtype()).isEmpty();
        assertThat(video.getLevels().get(0).getBitrate()).isEqualTo(5000000);
        assertThat(video.getLevels().get(0).getCustomAttributes().getAttributes().get(0).getValue()).isEqualTo("hev1");
        assertThat(video.getRuns()).extracting(Chunk::getT).containsExactly(14730376L, null, 14960376L);
        assertThat(video.getRuns()).extracting(Chunk::getR).containsExactly(110L, null, null);
        Chunk sparse = manifest.getStreams().get(1).getRuns().get(0);
        assertThat(sparse.getT()).isEqualTo(Long.MAX_VALUE);
        assertThat(sparse.getData().get(0).getValue()).isEqualTo("PEFj");
    }

    @Test
    void writesAllOfIt() {
        assertThat(new String(read(ARCHIVE).write(), UTF_8)).isEqualTo(ARCHIVE);
        assertThat(new String(read(ARCHIVE.replace("TRUE", "true")).write(), UTF_8)).isEqualTo(ARCHIVE);
        assertThat(new String(read("\ufeff" + ARCHIVE.replace("\n", "\r\n")).write(), UTF_8)).isEqualTo(ARCHIVE);
    }

    @Test
    void ignoresElementsWhereNoneBelong() {
        ClientManifest manifest = read(
                "<SmoothStreamingMedia>text<Protection><x/></Protection><StreamIndex><c t='5' x='1'><y/>text</c>"
                        + "<QualityLevel><CustomAttributes><z/></CustomAttributes></QualityLevel></StreamIndex></SmoothStreamingMedia>");
        assertThat(manifest.getStreams().get(0).getRuns().get(0).getT()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<SmoothStreamingMedia Duration='x'/>", "<SmoothStreamingMedia Duration='99999999999999999999'/>",
            "<SmoothStreamingMedia>\n<StreamIndex><c t='1.5'/></StreamIndex></SmoothStreamingMedia>",
            "<SmoothStreamingMedia xmlns='http://www.w3.org/2001/SMIL20/Language'/>", "<smil/>",
            "<!DOCTYPE SmoothStreamingMedia [<!ENTITY x 'y'>]><SmoothStreamingMedia/>"})
    void refusesOtherDocuments(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOfSatisfying(IsmException.class,
                e -> assertThat(e.file()).isEqualTo("harbour.ismc"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<SmoothStreamingMedia>", "<SmoothStreamingMedia><StreamIndex>",
            "<SmoothStreamingMedia><Protection><ProtectionHeader>", "<SmoothStreamingMedia><StreamIndex><c>"})
    void refusesMoreUnknownElementsThanManifestsHave(String before) {
        assertThatThrownBy(() -> read(before + "text<x/>".repeat(100_000))).isInstanceOf(IsmException.class)
                .hasMessageMatching("harbour.ismc, line 1: there are more than \\d+ unknown elements, .*; remove those .*");
    }

    @Test
    void readsTheFragmentsOfAWeek() {
        ClientManifest manifest = read(
                "<SmoothStreamingMedia><StreamIndex>" + "<c d='20000000'/>".repeat(302_400)
                        + "</StreamIndex></SmoothStreamingMedia>");
        assertThat(manifest.getStreams().get(0).getRuns()).hasSize(302_400);
    }

    @Test
    void damagedFilesAreReadOrRefused() {
        Random random = new Random(1);
        byte[] whole = ARCHIVE.getBytes(UTF_8);
        for (int i = 0; i < 3000; i++) {
            byte[] bytes = Arrays.copyOf(whole, random.nextInt(4) == 0 ? random.nextInt(whole.length) : whole.length);
            for (int change = random.nextInt(6); change > 0 && bytes.length > 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                byte[] written = ClientManifest.read(bytes, "x").write();
                assertThat(new String(ClientManifest.read(written, "x").write(), UTF_8)).isEqualTo(new String(written, UTF_8));
            } catch (IsmException e) {
                assertThat(e.file()).isEqualTo("x");
            }
        }
    }

    private static ClientManifest read(String text) {
        return ClientManifest.read(text.getBytes(UTF_8), "harbour.ismc");
    }
}
