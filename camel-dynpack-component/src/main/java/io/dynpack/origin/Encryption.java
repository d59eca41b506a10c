package io.dynpack.origin;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.dynpack.presentation.ContentProtection;
import io.dynpack.presentation.ContentProtections;
import io.dynpack.presentation.Level;
import io.dynpack.protection.ContentKey;
import io.dynpack.protection.EnvelopeCipher;
import io.dynpack.publishing.EncryptionScheme;
import io.dynpack.publishing.EncryptionSection;
import io.dynpack.publishing.LocatorKey;
import io.dynpack.publishing.LocatorLookup;
import io.dynpack.segment.Piece;
import io.dynpack.segment.SegmentBody;

/** How one answer is encrypted: which key each level has. Lives as long as the answer is made. */
final class Encryption implements ContentProtections {

    static final Encryption NONE = new Encryption(EncryptionSection.NONE, EncryptionScheme.NO_ENCRYPTION, List.of(), Map.of(),
            id -> "");

    private final EncryptionSection section;
    private final EncryptionScheme scheme;
    private final List<LocatorKey> references;
    private final Map<UUID, ContentKey> keys;
    private final KeyUris uris;

    /** Where players have a key from. */
    @FunctionalInterface
    interface KeyUris {
        String of(UUID id);
    }

    private Encryption(EncryptionSection section, EncryptionScheme scheme, List<LocatorKey> references,
            Map<UUID, ContentKey> keys, KeyUris uris) {
        this.section = section;
        this.scheme = scheme;
        this.references = references;
        this.keys = keys;
        this.uris = uris;
    }

    /**
     * @param resolved   whose policy enables the scheme
     * @param keyDeliveryUrl in front of {@code ?kid=}
     * @return fails with {@link OriginException} where the locator names a key that is not there
     */
    static CompletableFuture<Encryption> of(EncryptionScheme scheme, LocatorLookup.Resolved resolved, ContentKeyLookup lookup,
            String keyDeliveryUrl) {
        if (scheme == EncryptionScheme.NO_ENCRYPTION) {
            return CompletableFuture.completedFuture(NONE);
        }
        EncryptionSection section = resolved.policy().value().section(scheme);
        List<LocatorKey> references = resolved.locator().value().keys().stream().filter(key -> key.type() == scheme).toList();
        Map<UUID, CompletableFuture<Optional<ContentKey>>> looks = new LinkedHashMap<>();
        references.forEach(reference -> looks.computeIfAbsent(reference.id(), lookup::find));
        return CompletableFuture.allOf(looks.values().toArray(CompletableFuture[]::new)).thenApply(done -> {
            Map<UUID, ContentKey> keys = new LinkedHashMap<>();
            looks.forEach((id, look) -> keys.put(id, look.join().orElseThrow(
                    () -> new OriginException(new Refusal.NoKey(resolved.locator().value().name(), id.toString())))));
            return new Encryption(section, scheme, references, keys,
                    id -> keyUri(section.keyUrl(), id, resolved, keyDeliveryUrl));
        });
    }

    /** What is unknown in a template stays as it is: published ones have such. */
    private static String keyUri(@Nullable String template, UUID id, LocatorLookup.Resolved resolved, String keyDeliveryUrl) {
        if (template == null) {
            return keyDeliveryUrl + "?kid=" + id;
        }
        return template.replace("{ContentKeyId}", id.toString())
                .replace("{AssetAlternativeId}", encoded(resolved.asset().value().alternateId()))
                .replace("{AlternativeMediaId}", encoded(resolved.locator().value().alternativeMediaId()));
    }

    private static String encoded(@Nullable String value) {
        return value == null ? "" : URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The key of a level; {@code null} where it stays clear. */
    private @Nullable ContentKey key(Level level) {
        String fourcc = level.codec().family();
        if (scheme == EncryptionScheme.NO_ENCRYPTION || section.isClear(fourcc)) {
            return null;
        }
        String label = section.label(fourcc);
        LocatorKey reference = LocatorKey.find(references, scheme, label).orElseThrow(() -> new OriginException(
                new Refusal.NoKey("it", label == null ? "of " + scheme : "with the label " + label)));
        return keys.get(reference.id());
    }

    /**
     * A segment as it leaves, media or key frame; never an initialization segment, which stays clear.
     *
     * @param tag entity tag of what leaves
     */
    SegmentBody segment(Level level, SegmentBody clear, String tag) {
        ContentKey key = key(level);
        return key == null ? clear : SegmentBody.of(Piece.Enciphered.of(tag, clear, new EnvelopeCipher(key)));
    }

    @Override
    public @Nullable ContentProtection of(Level level) {
        ContentKey key = key(level);
        return key == null
                ? null
                : new ContentProtection.Envelope(key.id().toString(), uris.of(key.id()),
                        HexFormat.of().withUpperCase().formatHex(key.iv()));
    }
}
