package io.dynpack.protection;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

import javax.crypto.Cipher;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

import org.jspecify.annotations.Nullable;

/**
 * A header of PlayReady, {@code WRMHEADER} (PlayReady Header Specification): version 4.0 for one key of counter mode, which all
 * clients know, 4.2 for several, 4.3 for {@code cbcs}. Canonical XML: attributes in order, no empty-element tags. Holds no key.
 */
public final class PlayReadyHeader {
    private static final String NAMESPACE = "http://schemas.microsoft.com/DRM/2007/03/PlayReadyHeader";
    private static final String AES_CTR = "AESCTR";
    private static final String AES_CBC = "AESCBC";
    private static final int CHECKSUM = 8;

    private PlayReadyHeader() {}

    /**
     * Writes a header.
     *
     * @param keys             at least one; their values go into checksums alone
     * @param licenseUrl       {@code LA_URL}, or {@code null} to leave it to the client
     * @param customAttributes content of {@code CUSTOMATTRIBUTES}; what is no well-formed XML goes in as text; {@code null} without
     */
    public static String of(ProtectionScheme scheme, List<ContentKey> keys, @Nullable String licenseUrl,
            @Nullable String customAttributes) {
        StringBuilder xml = new StringBuilder(512);
        xml.append("<WRMHEADER xmlns=\"").append(NAMESPACE).append("\" version=\"").append(version(scheme, keys))
                .append(".0.0\"><DATA>");
        if (scheme.isCounter() && keys.size() == 1) {
            ContentKey key = keys.get(0);
            xml.append("<PROTECTINFO><KEYLEN>16</KEYLEN><ALGID>").append(AES_CTR).append("</ALGID></PROTECTINFO><KID>")
                    .append(keyId(key.id())).append("</KID><CHECKSUM>").append(checksum(key)).append("</CHECKSUM>");
        } else {
            xml.append("<PROTECTINFO><KIDS>");
            for (ContentKey key : keys) {
                xml.append("<KID ALGID=\"").append(scheme.isCounter() ? AES_CTR : AES_CBC);
                if (scheme.isCounter()) {
                    xml.append("\" CHECKSUM=\"").append(checksum(key));
                }
                xml.append("\" VALUE=\"").append(keyId(key.id())).append("\"></KID>");
            }
            xml.append("</KIDS></PROTECTINFO>");
        }
        if (licenseUrl != null) {
            xml.append("<LA_URL>").append(escaped(licenseUrl)).append("</LA_URL>");
        }
        if (customAttributes != null) {
            xml.append("<CUSTOMATTRIBUTES>").append(isXml(customAttributes) ? customAttributes : escaped(customAttributes))
                    .append("</CUSTOMATTRIBUTES>");
        }
        return xml.append("</DATA></WRMHEADER>").toString();
    }

    private static String version(ProtectionScheme scheme, List<ContentKey> keys) {
        if (!scheme.isCounter()) {
            return "4.3";
        }
        return keys.size() == 1 ? "4.0" : "4.2";
    }

    /** In base64, as a GUID lies in the memory of Windows: its first three numbers least significant byte first. */
    private static String keyId(UUID keyId) {
        return Base64.getEncoder().encodeToString(guid(keyId));
    }

    private static byte[] guid(UUID id) {
        long high = id.getMostSignificantBits();
        return ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) (high >>> 32)).putShort((short) (high >>> 16)).putShort((short) high)
                .order(ByteOrder.BIG_ENDIAN).putLong(id.getLeastSignificantBits()).array();
    }

    /** The beginning of the KID encrypted with the key, so that a client finds out that it has another key. */
    private static String checksum(ContentKey key) {
        try {
            Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, key.aes());
            return Base64.getEncoder().encodeToString(Arrays.copyOf(cipher.doFinal(guid(key.id())), CHECKSUM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES", e);
        }
    }

    /** Whether it may stand between tags. */
    private static boolean isXml(String content) {
        try {
            XMLInputFactory factory = XMLInputFactory.newInstance();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader("<a>" + content + "</a>"));
            while (reader.hasNext()) {
                reader.next();
            }
            return true;
        } catch (XMLStreamException e) {
            return false;
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
