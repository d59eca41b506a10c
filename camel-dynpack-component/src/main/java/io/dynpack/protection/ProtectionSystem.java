package io.dynpack.protection;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;

import io.dynpack.isobmff.PsshBox;

/** Systems that protect content, by the numbers that DASH-IF lists. */
public enum ProtectionSystem {
    /** Microsoft PlayReady; its data is a {@link PlayReadyObject}. */
    PLAYREADY("9a04f079-9840-4286-ab92-e65be0885f95"),
    /** Google Widevine; its data is a {@link WidevineHeader}. */
    WIDEVINE("edef8ba9-79d6-4ace-a3c8-27dcd51d21ed"),
    /** Apple FairPlay Streaming, which has no data. */
    FAIRPLAY("94ce86fb-07ff-4f43-adb8-93d2fa968ca2"),
    /** The common system of the W3C: names keys and nothing else, which is all that Clear Key needs. */
    COMMON("1077efec-c0b2-4d02-ace3-3c1e52e2fb4b"),
    /** Clear Key as DASH-IF signals it in manifests. */
    CLEAR_KEY("e2719d58-a985-b3c9-781a-b030af78d30e");

    private final UUID id;

    ProtectionSystem(String id) {
        this.id = UUID.fromString(id);
    }

    /** SystemID. */
    public UUID id() {
        return id;
    }

    /** A box that names keys and holds no data: of {@link #COMMON} and {@link #CLEAR_KEY}. */
    public PsshBox pssh(List<UUID> keyIds) {
        return new PsshBox(id, keyIds, ByteBuffer.allocate(0));
    }

    /** A box with data that name the keys themselves. */
    public PsshBox pssh(byte[] data) {
        return new PsshBox(id, List.of(), ByteBuffer.wrap(data));
    }
}
