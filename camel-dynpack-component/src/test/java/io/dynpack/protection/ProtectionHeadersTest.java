package io.dynpack.protection;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.InputSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Known answers of what protection systems have to know. */
class ProtectionHeadersTest {
    private static final String NAMESPACE = "http://schemas.microsoft.com/DRM/2007/03/PlayReadyHeader";
    private static final ContentKey KEY = key("c6b2261d-d70b-4eda-a1dc-3cec956ea52d", "1a2b3c4d5e6f708192a3b4c5d6e7f809");
    private static final ContentKey OTHER = key("00112233-4455-6677-8899-aabbccddeeff", "000102030405060708090a0b0c0d0e0f");

    private static ContentKey key(String id, String value) {
        return new ContentKey(UUID.fromString(id), HexFormat.of().parseHex(value), new byte[16]);
    }

    /** Computed with OpenSSL: the GUID as it lies in memory, encrypted with the key, its first eight bytes. */
    @ParameterizedTest
    @ValueSource(strings = {"AT&T", "<a>", "</CUSTOMATTRIBUTES>", "</a><a>", "<!DOCTYPE a><a/>"})
    void whatIsNoXmlIsTextOfThePlayReadyHeader(String attributes) throws Exception {
        String header = PlayReadyHeader.of(ProtectionScheme.CENC, List.of(KEY), null, attributes);
        assertThat(DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(header)))
                .getElementsByTagName("CUSTOMATTRIBUTES").item(0).getTextContent()).isEqualTo(attributes);
    }

    @Test
    void playReadyHeadersOfAllVersions() {
        assertThat(PlayReadyHeader.of(ProtectionScheme.CENC, List.of(KEY), "https://keys.example/rm?a=1&b=2", "<a>1</a>"))
                .isEqualTo("<WRMHEADER xmlns=\"" + NAMESPACE + "\" version=\"4.0.0.0\"><DATA><PROTECTINFO><KEYLEN>16</KEYLEN>"
                        + "<ALGID>AESCTR</ALGID></PROTECTINFO><KID>HSayxgvX2k6h3DzslW6lLQ==</KID>"
                        + "<CHECKSUM>IA8NmzuAKBU=</CHECKSUM>"
                        + "<LA_URL>https://keys.example/rm?a=1&amp;b=2</LA_URL><CUSTOMATTRIBUTES><a>1</a></CUSTOMATTRIBUTES>"
                        + "</DATA></WRMHEADER>");
        assertThat(PlayReadyHeader.of(ProtectionScheme.PIFF, List.of(KEY, OTHER), null, null))
                .isEqualTo("<WRMHEADER xmlns=\"" + NAMESPACE + "\" version=\"4.2.0.0\"><DATA><PROTECTINFO><KIDS>"
                        + "<KID ALGID=\"AESCTR\" CHECKSUM=\"IA8NmzuAKBU=\" VALUE=\"HSayxgvX2k6h3DzslW6lLQ==\"></KID>"
                        + "<KID ALGID=\"AESCTR\" CHECKSUM=\"KpOvXRLUXfs=\" VALUE=\"MyIRAFVEd2aImaq7zN3u/w==\"></KID>"
                        + "</KIDS></PROTECTINFO></DATA></WRMHEADER>");
        assertThat(PlayReadyHeader.of(ProtectionScheme.CBCS, List.of(OTHER), "https://keys.example/", null))
                .isEqualTo("<WRMHEADER xmlns=\"" + NAMESPACE + "\" version=\"4.3.0.0\"><DATA><PROTECTINFO><KIDS>"
                        + "<KID ALGID=\"AESCBC\" VALUE=\"MyIRAFVEd2aImaq7zN3u/w==\"></KID></KIDS></PROTECTINFO>"
                        + "<LA_URL>https://keys.example/</LA_URL></DATA></WRMHEADER>");
    }

    @Test
    void playReadyObject() {
        assertThat(HexFormat.of().formatHex(PlayReadyObject.of("<é>")))
                .isEqualTo("10000000" + "0100" + "0100" + "0600" + "3c00e9003e00");
        String header = PlayReadyHeader.of(ProtectionScheme.CENC, List.of(KEY), null, null);
        byte[] object = PlayReadyObject.of(header);
        assertThat(new String(object, 10, object.length - 10, StandardCharsets.UTF_16LE)).isEqualTo(header);
        assertThatThrownBy(() -> PlayReadyObject.of("x".repeat(40_000))).isInstanceOf(IllegalArgumentException.class);
    }

    /** Fields of WidevinePsshData by their numbers. */
    @Test
    void widevineData() {
        String keyId = "c6b2261dd70b4edaa1dc3cec956ea52d";
        assertThat(HexFormat.of().formatHex(WidevineHeader.of(ProtectionScheme.CENC, List.of(KEY.id()))))
                .isEqualTo("0801" + "1210" + keyId + "48e3dc959b06");
        assertThat(HexFormat.of().formatHex(WidevineHeader.of(ProtectionScheme.CBCS, List.of(KEY.id(), OTHER.id()))))
                .isEqualTo("1210" + keyId + "1210" + "00112233445566778899aabbccddeeff" + "48f3c6899b06");
    }

    @Test
    void boxesOfSystems() {
        assertThat(HexFormat.of().formatHex(ProtectionSystem.COMMON.pssh(List.of(KEY.id(), OTHER.id())).toByteArray()))
                .isEqualTo("00000044" + "70737368" + "01000000" + "1077efecc0b24d02ace33c1e52e2fb4b" + "00000002"
                        + "c6b2261dd70b4edaa1dc3cec956ea52d" + "00112233445566778899aabbccddeeff" + "00000000");
        assertThat(HexFormat.of().formatHex(ProtectionSystem.WIDEVINE.pssh(new byte[]{1, 2, 3}).toByteArray()))
                .isEqualTo("00000023" + "70737368" + "00000000" + "edef8ba979d64acea3c827dcd51d21ed" + "00000003" + "010203");
        assertThat(ProtectionSystem.PLAYREADY.id()).hasToString("9a04f079-9840-4286-ab92-e65be0885f95");
        assertThat(ProtectionSystem.FAIRPLAY.id()).hasToString("94ce86fb-07ff-4f43-adb8-93d2fa968ca2");
        assertThat(ProtectionSystem.CLEAR_KEY.pssh(List.of(KEY.id())).systemId())
                .hasToString("e2719d58-a985-b3c9-781a-b030af78d30e");
    }

    @Test
    void keyIdsLieAsGuidsDo() {
        byte[] guid = Base64.getDecoder().decode("HSayxgvX2k6h3DzslW6lLQ==");
        ByteBuffer in = ByteBuffer.wrap(guid).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        assertThat(in.getInt()).isEqualTo(0xc6b2261d);
        assertThat(in.getShort()).isEqualTo((short) 0xd70b);
        assertThat(in.getShort()).isEqualTo((short) 0x4eda);
    }
}
