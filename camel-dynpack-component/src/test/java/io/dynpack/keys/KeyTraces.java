package io.dynpack.keys;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import io.dynpack.storage.MemoryStorage;

import static org.assertj.core.api.Assertions.assertThat;

/** Looks for 16 secret bytes in whatever form somebody may have written them. */
public final class KeyTraces {
    private KeyTraces() {}

    /** Forms of the bytes, by what they are called. */
    private static Map<String, String> forms(byte[] secret) {
        byte[] guid = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putInt(ByteBuffer.wrap(secret).getInt())
                .putShort(ByteBuffer.wrap(secret, 4, 2).getShort()).putShort(ByteBuffer.wrap(secret, 6, 2).getShort())
                .put(secret, 8, 8).array();
        Map<String, String> forms = new LinkedHashMap<>();
        forms.put("bytes", new String(secret, StandardCharsets.ISO_8859_1));
        for (byte[] order : new byte[][]{secret, guid}) {
            String name = order == secret ? "" : " in the order of a GUID";
            String hex = HexFormat.of().formatHex(order);
            forms.put("hex" + name, hex);
            forms.put("HEX" + name, hex.toUpperCase(Locale.ROOT));
            forms.put("GUID" + name, hex.replaceFirst("(.{8})(.{4})(.{4})(.{4})", "$1-$2-$3-$4-"));
            forms.put("Base64" + name, Base64.getEncoder().withoutPadding().encodeToString(order));
            forms.put("Base64 of URLs" + name, Base64.getUrlEncoder().withoutPadding().encodeToString(order));
            forms.put("list" + name, Arrays.toString(order));
        }
        return forms;
    }

    public static void assertAbsent(String where, String text, byte[] secret) {
        assertThat(secret).hasSize(16);
        forms(secret).forEach((form, trace) -> assertThat(text).as(where + " as " + form).doesNotContain(trace));
    }

    /** In no object of a storage. */
    public static void assertAbsent(MemoryStorage storage, byte[] secret) {
        for (String name : storage.names()) {
            assertAbsent(name, name + new String(storage.bytes(name), StandardCharsets.ISO_8859_1), secret);
        }
    }
}
